"""The files of the ledger, which have no language and keep their addresses.

The first log is served at ledger/, the second at ledger/2/ and so on, as C2SP tlog-tiles says.
"""

from django.urls import path

from townbell.ledger import views

app_name = "ledger_files"
urlpatterns = [
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("tile/<path:address>", views.tile, name="tile"),
    path("<int:log>/checkpoint", views.checkpoint, name="checkpoint"),
    path("<int:log>/tile/<path:address>", views.tile, name="tile"),
    path("<int:log>/<int:index>.tlog-proof", views.proof, name="proof"),
    path("<int:log>/<int:index>.json", views.record, name="record"),
    path("verify_record.py", views.program, name="program"),
]
