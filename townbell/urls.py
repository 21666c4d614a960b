from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

# What a vote asks for stands first: addresses are tried one after the other.
urlpatterns = i18n_patterns(
    path("c/", include("townbell.conversations.urls")),
    path("", include("townbell.home.urls")),
    path("staff/record/", include("townbell.record.desk_urls")),
    path("staff/conversations/", include("townbell.conversations.desk_urls")),
    path("record/", include("townbell.record.urls")),
    path("staff/", include("townbell.people.urls")),
    path("ledger/", include("townbell.ledger.urls")),
)
urlpatterns += [path("site/", include("townbell.web.urls"))]
urlpatterns += [path("ledger/", include("townbell.ledger.file_urls"))]

handler400 = "townbell.web.errors.bad_request"
handler403 = "townbell.web.errors.forbidden"
handler404 = "townbell.web.errors.not_found"
handler500 = "townbell.web.errors.server_error"
