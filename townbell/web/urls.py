from django.urls import path

from townbell.web import views

app_name = "web"
urlpatterns = [
    path("accent.css", views.accent_css, name="accent"),
    path("logo", views.logo, name="logo"),
]
