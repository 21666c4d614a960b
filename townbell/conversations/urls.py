from django.urls import include, path

from townbell.conversations.views import (
    embed,
    flag,
    kiosk,
    kiosk_say,
    log,
    participate,
    poster,
    receipt,
    say,
    slip,
    yours,
)

app_name = "conversations"
urlpatterns = [
    path("<slug:slug>/", participate.conversation, name="conversation"),
    path("<slug:slug>/vote/<int:pk>/", participate.vote, name="vote"),
    path("<slug:slug>/undo/<int:pk>/", participate.undo, name="undo"),
    path("<slug:slug>/say/", say.say, name="say"),
    path("<slug:slug>/slip/", slip.slip, name="slip"),
    path("<slug:slug>/receipt/", receipt.receipt, name="receipt"),
    path("<slug:slug>/flag/<int:pk>/", flag.flag, name="flag"),
    path("<slug:slug>/card/", embed.embed, name="embed"),
    path("<slug:slug>/moderation/", log.moderation_log, name="moderation_log"),
    path("<slug:slug>/yours/", yours.yours, name="yours"),
    path("<slug:slug>/yours/place/", yours.place, name="place"),
    path("<slug:slug>/yours/remove/", yours.remove, name="remove"),
    path("<slug:slug>/yours/forget/", yours.forget, name="forget"),
    path("<slug:slug>/poster/", poster.poster, name="poster"),
    path("<slug:slug>/poster/<slug:paper>.pdf", poster.poster_pdf, name="poster_pdf"),
    path("<slug:slug>/kiosk/<slug:code>/", kiosk.start, name="kiosk"),
    path("<slug:slug>/kiosk/<slug:code>/card/", kiosk.card, name="kiosk_card"),
    path("<slug:slug>/kiosk/<slug:code>/vote/<int:pk>/", kiosk.vote, name="kiosk_vote"),
    path("<slug:slug>/kiosk/<slug:code>/undo/<int:pk>/", kiosk.undo, name="kiosk_undo"),
    path("<slug:slug>/kiosk/<slug:code>/say/", kiosk_say.say, name="kiosk_say"),
    path("<slug:slug>/kiosk/<slug:code>/finish/", kiosk.finish, name="kiosk_finish"),
    path("<slug:slug>/results/", include("townbell.conversations.results_urls")),
]
