from django.urls import path

# The public addresses register the converter of kinds.
import townbell.record.urls  # noqa: F401
from townbell.record.views.desk import loop, statements

app_name = "record_desk"
urlpatterns = [
    path("", loop.record, name="board"),
    path("asks/new/", loop.new_ask, name="new_ask"),
    path("asks/<int:number>/answer/", loop.new_answer, name="new_answer"),
    path("answers/<int:number>/", loop.answer, name="answer"),
    path("answers/<int:number>/publish/", loop.publish_answer, name="publish_answer"),
    path("commitments/<int:number>/", loop.commitment, name="commitment"),
    path("commitments/<int:number>/agency/", loop.agency_word, name="agency_word"),
    path("commitments/<int:number>/agency/<int:pk>/", loop.confirm_word, name="confirm_word"),
    path("commitments/<int:number>/community/", loop.community_word, name="community_word"),
    path("commitments/<int:number>/evidence/", loop.evidence, name="evidence"),
    path("statements/new/", statements.new_statement, name="new_statement"),
    path("statements/<int:number>/source/", statements.source, name="source"),
    path("statements/<int:number>/source/<int:pk>/copy/", statements.capture, name="capture"),
    path("statements/<int:number>/status/", statements.rung, name="rung"),
    path("statements/<int:number>/status/<int:pk>/", statements.review, name="review"),
    path("statements/<int:number>/asked/", statements.invitation, name="invitation"),
    path("statements/<int:number>/beside/", statements.beside, name="beside"),
    path("statements/<int:number>/reply/", statements.reply, name="reply"),
    path("policies/new/", statements.new_policy, name="new_policy"),
    path("actions/new/", statements.new_action, name="new_action"),
    path("<kind:kind>/<int:number>/", statements.kept, name="kept"),
    path("<kind:kind>/<int:number>/publish/", statements.publish, name="publish"),
    path("<kind:kind>/<int:number>/correct/", statements.correct, name="correct"),
    path("<kind:kind>/<int:number>/withdraw/", statements.withdraw, name="withdraw"),
    path("<kind:kind>/<int:number>/remove/", statements.remove, name="remove"),
]
