from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("", include("townbell.home.urls")),
    path("c/", include("townbell.conversations.urls")),
)
