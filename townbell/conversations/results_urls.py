"""Addresses of results below a conversation's own; with a number, that version for ever."""

from django.urls import path

from townbell.conversations.views import downloads, feeds, results

PAGES = [
    ("", results.result, "results"),
    ("statements/", results.statements, "statements"),
    ("statements.csv", downloads.statements_csv, "statements_csv"),
    ("statements.schema.json", downloads.schema_json, "schema_json"),
    ("strata.csv", downloads.strata_csv, "strata_csv"),
    ("strata.schema.json", downloads.strata_schema_json, "strata_schema_json"),
    ("result.json", downloads.result_json, "result_json"),
    ("texts.json", downloads.texts_json, "texts_json"),
    ("polis.zip", downloads.polis_zip, "polis_zip"),
]
urlpatterns = [
    *(path(place, view, name=name) for place, view, name in PAGES),
    *(path(f"<int:number>/{place}", view, name=name) for place, view, name in PAGES),
    path("feed.atom", feeds.atom, name="results_atom"),
    path("feed.json", feeds.json_feed, name="results_feed"),
]
