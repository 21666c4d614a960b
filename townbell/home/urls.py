from django.urls import path

from townbell.home import views

app_name = "home"
urlpatterns = [
    path("", views.index, name="index"),
    path("search/", views.search, name="search"),
    path("record/search/", views.search_of_the_record, name="search_of_the_record"),
    path("about/", views.about, name="about"),
    path("method/", views.method, name="method"),
    path("who-is-here/", views.hosts_here, name="hosts"),
    path("organisations/<slug:slug>/", views.organisation, name="organisation"),
    path("teams/<int:pk>/", views.team, name="team"),
    path("what-we-hold/", views.held, name="held"),
]
