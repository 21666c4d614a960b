import hashlib

import pytest
from django.core.files.base import ContentFile

from townbell.ledger.models import Entry
from townbell.record.actions import editions, loop, statements
from townbell.record.models import Rung
from townbell.record.queries.statements import changes_between, last_rung
from townbell.testing import member


def test_statement_begins_as_reported(public_statement):
    assert last_rung(public_statement).step == "reported"
    assert "not okay" in Entry.objects.get().content


def test_agencys_own_statement_needs_a_second_person(department, cruz, ito):
    own = statements.record_statement(
        keeper=department,
        agency=department,
        said_on="2025-06-12",
        capacity="agency",
        content={"quote": "We do not do that.", "quote_language": "en"},
        by=cruz,
    )
    edition = loop.newest(own.record)
    with pytest.raises(editions.SecondPersonNeeded):
        editions.issue_edition(edition=edition, by=cruz)
    editions.issue_edition(edition=edition, by=ito)

    assert edition.issue.by == ito


def test_source_cannot_have_been_seen_where_none_is_named(public_statement, farah):
    with pytest.raises(statements.SourceMissing):
        statements.propose_rung(
            statement=public_statement, step="source-seen", reason="Saw it.", by=farah
        )


def test_higher_rung_counts_when_somebody_else_reviewed_it(public_statement, farah, team):
    statements.add_source(statement=public_statement, kind="news", publisher="The Bell Post")
    rung = statements.propose_rung(
        statement=public_statement, step="source-seen", reason="Saw the film.", by=farah
    )
    assert last_rung(public_statement).step == "reported"
    with pytest.raises(editions.SecondPersonNeeded):
        statements.review_rung(rung=rung, by=farah)
    statements.review_rung(rung=rung, by=member("Hana", "convener", team))

    public_statement = type(public_statement).objects.get()
    assert last_rung(public_statement).step == "source-seen"


def test_one_source_does_not_corroborate(public_statement, farah):
    statements.add_source(statement=public_statement, kind="news", publisher="The Bell Post")

    with pytest.raises(statements.SourceMissing):
        statements.propose_rung(
            statement=public_statement, step="corroborated", reason="Two.", by=farah
        )
    assert Rung.objects.count() == 1


def test_hash_of_a_capture_is_that_of_the_file(public_statement, farah, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    source = statements.add_source(statement=public_statement, kind="news", publisher="Post")
    capture = statements.add_capture(
        source=source, file=ContentFile(b"film", name="../film.mp4"), tool="a phone", by=farah
    )

    assert capture.sha256 == hashlib.sha256(b"film").hexdigest()
    assert tmp_path in type(tmp_path)(capture.file.path).parents


def test_reply_stands_beside_and_is_published_by_two(public_statement, cruz, ito):
    reply = statements.draft_reply(
        statement=public_statement, words={"en": {"title": "", "text": "Not our policy."}}, by=cruz
    )
    with pytest.raises(editions.SecondPersonNeeded):
        editions.issue_edition(edition=loop.newest(reply.record), by=cruz)
    editions.issue_edition(edition=loop.newest(reply.record), by=ito)

    assert Entry.objects.order_by("index").last().kind == "reply published"


def test_changes_between_two_texts_are_told_word_by_word():
    found = [
        (each.kind, each.words)
        for each in changes_between("We answer in 30 days", "We answer in 60 days")
    ]

    assert found == [
        ("kept", "We answer in"),
        ("out", "30"),
        ("in", "60"),
        ("kept", "days"),
    ]
