from django.urls import path

from townbell.home import views

app_name = "home"
urlpatterns = [
    path("", views.index, name="index"),
    path("search/", views.search, name="search"),
    path("record/search/", views.search_of_the_record, name="search_of_the_record"),
    path("about/", views.about, name="about"),
    path("method/", views.method, name="method"),
    path("what-we-hold/", views.held, name="held"),
]
