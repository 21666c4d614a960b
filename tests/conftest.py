import pytest

from townbell.conversations import tasks
from townbell.conversations.actions.publishing import publish_result
from townbell.conversations.tests.crowd import crowd
from townbell.ledger.actions import sign_checkpoint
from townbell.record.actions import editions, loop, statements
from townbell.record.models import Answer, PublicStatement
from townbell.record.tests.conftest import WORDS, soon


@pytest.fixture
def town(conversation, farah, cruz, ito):
    """A town with everything a visitor can open: a result, an answered ask, a quotation."""
    crowd(conversation, ["AAAADDD"] * 20 + ["ADDDAAA"] * 20)
    tasks.analyse_marked()
    publish_result(snapshot=conversation.snapshots.get(), by=farah)
    ask_and_answer(farah, cruz, ito)
    quote(farah, ito)
    sign_checkpoint()
    return conversation


def ask_and_answer(farah, cruz, ito) -> None:
    asker, office = (member.memberships.get().team.organisation for member in (farah, ito))
    ask = loop.lodge_ask(asker=asker, office=office, due=soon(), words=WORDS, by=farah, origin="x")
    promise = {
        "words": WORDS,
        "due": soon(10).isoformat(),
        "responsible": "Head of public works",
        "how_to_tell": "Walk down Ford Street at night.",
    }
    answer = loop.draft_answer(
        ask=ask, verdict=Answer.Verdict.PARTLY, words=WORDS, by=cruz, promises=[promise]
    )
    loop.publish_answer(answer=answer, by=ito)


def quote(farah, ito) -> None:
    statement = statements.record_statement(
        keeper=farah.memberships.get().team.organisation,
        agency=ito.memberships.get().team.organisation,
        said_on="2025-06",
        capacity=PublicStatement.Capacity.UNCLEAR,
        content={
            "quote": "What is happening is not okay.",
            "quote_language": "en",
            "descriptor": "an officer in uniform",
        },
        by=farah,
    )
    editions.issue_edition(edition=loop.newest(statement.record), by=farah)
