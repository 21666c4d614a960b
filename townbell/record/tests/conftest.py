from datetime import timedelta

import pytest
from django.utils import timezone

from townbell.record.actions import editions, loop, promises, statements
from townbell.record.models import Answer, Ask, Commitment, PublicStatement

WORDS = {
    "en": {"title": "Working street lights", "text": "Mend the lights on Ford Street."},
    "es": {"title": "Luces que funcionen", "text": "Reparar las luces.", "kind": "human"},
}


def soon(days=30):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def ask(neighbours, department, farah) -> Ask:
    return loop.lodge_ask(
        asker=neighbours, office=department, due=soon(), words=WORDS, by=farah, origin="x/1"
    )


@pytest.fixture
def answer(ask, cruz) -> Answer:
    promise = {
        "words": {"en": {"title": "Mend all lights.", "text": ""}},
        "due": soon(10).isoformat(),
        "responsible": "Head of public works",
        "how_to_tell": "Walk down Ford Street at night.",
    }
    return loop.draft_answer(
        ask=ask, verdict=Answer.Verdict.PARTLY, words=WORDS, by=cruz, promises=[promise]
    )


@pytest.fixture
def commitment(answer, ito) -> Commitment:
    loop.publish_answer(answer=answer, by=ito)
    return Commitment.objects.get()


@pytest.fixture
def done(commitment, cruz, ito) -> Commitment:
    word = promises.say_for_agency(commitment=commitment, word="done", reason="All work.", by=cruz)
    promises.confirm_agency_word(word=word, by=ito)
    return commitment


@pytest.fixture
def statement(neighbours, department, farah) -> PublicStatement:
    """The words of an officer nobody has identified, reported second-hand, not yet public."""
    return statements.record_statement(
        keeper=neighbours,
        agency=department,
        said_on="2025-06",
        capacity=PublicStatement.Capacity.UNCLEAR,
        content={
            "quote": "What is happening is not okay.",
            "quote_language": "en",
            "descriptor": "an officer in uniform",
            "context_missing": "Only reported second-hand.",
            "words": {"es": {"title": "", "text": "Lo que pasa no está bien.", "kind": "human"}},
        },
        by=farah,
    )


@pytest.fixture
def public_statement(statement, farah) -> PublicStatement:
    editions.issue_edition(edition=loop.newest(statement.record), by=farah)
    return statement
