from django.urls import path, register_converter

from townbell.record.models import Record
from townbell.record.views import board, feeds, files, opinion, pages


class KindConverter:
    """The kinds of records, as they stand in addresses."""

    regex = "|".join(Record.Kind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "kind")

app_name = "record"
urlpatterns = [
    path("", board.record, name="board"),
    path("asks/", board.asks, name="asks"),
    path("commitments/", board.commitments, name="commitments"),
    path("statements/", board.statements, name="statements"),
    path("corrections/", board.corrected, name="corrections"),
    path("asks.csv", files.asks_csv, name="asks_csv"),
    path("commitments.csv", files.commitments_csv, name="commitments_csv"),
    path("statements.csv", files.statements_csv, name="statements_csv"),
    path("<slug:table>.schema.json", files.schema_json, name="schema"),
    path("due.ics", files.due_ics, name="due"),
    path("<slug:stream>.atom", feeds.atom, name="atom"),
    path("<slug:stream>.feed.json", feeds.json_feed, name="json_feed"),
    path("commitment/<int:number>/opinion/", opinion.give, name="opinion"),
    path("<kind:kind>/<int:number>/", pages.record, name="record"),
    path("<kind:kind>/<int:number>/version/<int:edition>/", pages.record, name="edition"),
]
