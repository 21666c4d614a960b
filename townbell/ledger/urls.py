from django.urls import path

from townbell.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:log>/<int:index>/", views.entry, name="entry"),
]
