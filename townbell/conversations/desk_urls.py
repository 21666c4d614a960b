from django.urls import path

from townbell.conversations.views.desk import (
    conveners,
    embedding,
    handover,
    leading,
    lodging,
    moderation,
    overview,
    standing,
    translating,
    watching,
    words,
)

app_name = "desk"
urlpatterns = [
    path("", overview.conversations, name="conversations"),
    path("new/", overview.new, name="new"),
    path("cards/", embedding.embeds, name="embeds"),
    path("offers/<int:pk>/", handover.offer, name="offer"),
    path("offers/<int:pk>/accept/", handover.accept, name="accept_offer"),
    path("offers/<int:pk>/end/", handover.end, name="end_offer"),
    path("<slug:slug>/", overview.conversation, name="conversation"),
    path("<slug:slug>/settings/", overview.settings, name="settings"),
    path("<slug:slug>/preview/", overview.preview, name="preview"),
    path("<slug:slug>/words/<str:language>/", words.words, name="words"),
    path("<slug:slug>/statements/", words.seeds, name="seeds"),
    path("<slug:slug>/translations/", translating.translations, name="translations"),
    path("<slug:slug>/translations/table.csv", translating.table_csv, name="table_csv"),
    path("<slug:slug>/translations/table/", translating.table, name="table"),
    path("<slug:slug>/translations/table/<int:pk>/", translating.table_report, name="table_report"),
    path("<slug:slug>/translations/<str:language>/", translating.translation, name="translation"),
    path(
        "<slug:slug>/translations/<str:language>/glossary/", translating.glossary, name="glossary"
    ),
    path("<slug:slug>/card/", embedding.embed, name="embed"),
    path("<slug:slug>/card/<int:pk>/take-off/", embedding.unlist, name="unlist"),
    path("<slug:slug>/watch/", watching.watch, name="watch"),
    path("<slug:slug>/watch/<int:pk>/remove/", watching.remove_margin, name="remove_margin"),
    path("<slug:slug>/rules/", words.rules, name="rules"),
    path("<slug:slug>/rules/new/", words.new_rules, name="new_rules"),
    path("<slug:slug>/launch/", standing.launch, name="launch"),
    path("<slug:slug>/close/", standing.close, name="close"),
    path("<slug:slug>/reopen/", standing.reopen, name="reopen"),
    path("<slug:slug>/publish/", standing.publish, name="publish"),
    path("<slug:slug>/withdraw/<int:number>/", standing.withdraw, name="withdraw"),
    path("<slug:slug>/ask/<int:number>/", lodging.lodge, name="lodge"),
    path("<slug:slug>/entry/", standing.entry, name="entry"),
    path("<slug:slug>/extend/", standing.extend, name="extend"),
    path("<slug:slug>/duplicate/", leading.duplicate, name="duplicate"),
    path("<slug:slug>/archive/", leading.archive, name="archive"),
    path("<slug:slug>/unarchive/", leading.unarchive, name="unarchive"),
    path("<slug:slug>/hand-over/", handover.hand_over, name="hand_over"),
    path("<slug:slug>/conveners/", conveners.conveners, name="conveners"),
    path(
        "<slug:slug>/conveners/<int:pk>/remove/", conveners.remove_convener, name="remove_convener"
    ),
    path("<slug:slug>/moderation/", moderation.queue, name="moderation"),
    path("<slug:slug>/moderation/<int:pk>/", moderation.decide, name="decide"),
    path("<slug:slug>/moderation/back/<int:pk>/", moderation.take_back, name="take_back"),
]
