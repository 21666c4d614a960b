from django.urls import path

from townbell.home import views

app_name = "home"
urlpatterns = [
    path("", views.index, name="index"),
    path("about/", views.about, name="about"),
    path("method/", views.method, name="method"),
    path("what-we-hold/", views.held, name="held"),
]
