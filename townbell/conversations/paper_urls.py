from django.urls import path

from townbell.conversations.views.desk import ballots, bundles, paper

urlpatterns = [
    path("", paper.paper, name="paper"),
    path("new/", paper.new_edition, name="new_edition"),
    path("<int:number>/", paper.edition, name="edition"),
    path("<int:number>/end/", paper.withdraw_edition, name="withdraw_edition"),
    path("<int:number>/bundle/", paper.new_bundle, name="new_bundle"),
    path("<int:number>/<str:tongues>/", ballots.ballot, name="ballot"),
    path("<int:number>/<str:tongues>/<slug:paper>.pdf", ballots.ballot_pdf, name="ballot_pdf"),
    path("bundles/<int:pk>/", bundles.bundle, name="bundle"),
    path("bundles/<int:pk>/undo/", bundles.undo, name="undo_ballot"),
    path("bundles/<int:pk>/take-over/", bundles.take_over, name="take_over"),
    path("bundles/<int:pk>/close/", bundles.close_bundle, name="close_bundle"),
    path("bundles/<int:pk>/recount/", bundles.recount, name="recount"),
    path("bundles/<int:pk>/discard/", bundles.discard, name="discard_bundle"),
]
