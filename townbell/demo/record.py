"""What came of the demo's closed conversation: asked, answered, promised, kept and not kept."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from townbell.conversations.actions.lodging import lodge_finding
from townbell.conversations.models import Conversation
from townbell.conversations.queries.results import newest_published_result
from townbell.demo.clock import days_ago
from townbell.people.models import Member, Organisation
from townbell.record.actions import editions, loop, promises, statements
from townbell.record.models import Answer, Ask, Commitment, PublicStatement

# Statements of the closed conversation that become asks, by their numbers.
ASKED = (2, 23, 27, 1)

ANSWERS: dict[int, tuple[Answer.Verdict, dict[str, Any], list[dict[str, Any]]]] = {
    2: (
        Answer.Verdict.YES,
        {
            "en": {"title": "", "text": "Every question gets a written answer within 30 days."},
            "es": {
                "title": "",
                "text": "Cada pregunta recibe respuesta escrita en 30 días.",
                "kind": "human",
            },
        },
        [
            {
                "words": {
                    "en": {"title": "Publish the answers to the June town hall."},
                    "es": {
                        "title": "Publicar las respuestas a la asamblea de junio.",
                        "kind": "human",
                    },
                },
                "days": 20,
                "responsible": "Community relations",
                "how_to_tell": "The answers are on the record, one for each question.",
            },
            {
                "words": {
                    "en": {"title": "Name the officer who answers at each town hall."},
                    "es": {
                        "title": "Nombrar en cada asamblea al oficial que responde.",
                        "kind": "human",
                    },
                },
                "days": 60,
                "responsible": "Chief's office",
                "how_to_tell": "The name is on the notice of the meeting.",
            },
        ],
    ),
    23: (
        Answer.Verdict.PARTLY,
        {
            "en": {
                "title": "",
                "text": "Spanish at every meeting from now on. "
                "Other languages need three days' notice.",
            },
            "es": {
                "title": "",
                "text": "Español en cada reunión desde ahora. "
                "Otros idiomas, con tres días de aviso.",
                "kind": "human",
            },
        },
        [
            {
                "words": {
                    "en": {"title": "A contract with two interpreters."},
                    "es": {"title": "Un contrato con dos intérpretes.", "kind": "human"},
                },
                "days": 15,
                "responsible": "Administration",
                "how_to_tell": "The contract is on the council's agenda.",
            }
        ],
    ),
}


def lay_loop(*, conversation: Conversation, office: Organisation) -> None:
    """Let findings become asks, some of them answered, with promises at every stage."""
    farah, cruz, ito = (member(name) for name in ("Farah", "Officer Cruz", "Chief Ito"))
    with days_ago(38):
        asks = lodge(conversation, office, farah)
    with days_ago(25):
        for number, (verdict, words, promised) in ANSWERS.items():
            answer(asks[number], verdict, words, promised, by=cruz, publisher=ito)
    first, _second, third = Commitment.objects.order_by("record__number")
    with days_ago(4):
        said = promises.say_for_agency(
            commitment=first, word="done", reason="All 31 answers are published.", by=cruz
        )
        promises.confirm_agency_word(word=said, by=ito)
    with days_ago(3):
        say(third, farah, "disputed", "The agenda of Monday had no such contract.")
    with days_ago(2):
        say(first, farah, "confirmed", "We counted them: 31 questions, 31 answers.")


def lodge(conversation: Conversation, office: Organisation, by: Member) -> dict[int, Ask]:
    shown = newest_published_result(conversation)
    assert shown is not None, "the closed conversation was published before"
    due = timezone.localdate() + timedelta(days=30)
    return {
        number: lodge_finding(shown=shown, number=number, office=office, due=due, by=by)
        for number in ASKED
    }


def answer(
    ask: Ask,
    verdict: Answer.Verdict,
    words: dict[str, Any],
    promised: list[dict[str, Any]],
    *,
    by: Member,
    publisher: Member,
) -> None:
    today = timezone.localdate()
    drafts = [
        {
            "words": each["words"],
            "due": (today + timedelta(days=each["days"])).isoformat(),
            "responsible": each["responsible"],
            "how_to_tell": each["how_to_tell"],
        }
        for each in promised
    ]
    made = loop.draft_answer(ask=ask, verdict=verdict, words=words, by=by, promises=drafts)
    loop.publish_answer(answer=made, by=publisher)


def say(commitment: Commitment, by: Member, word: str, reason: str) -> None:
    community = Organisation.objects.get(slug="neighbours")
    promises.say_for_community(
        commitment=commitment, organisation=community, word=word, reason=reason, by=by
    )


def lay_statement() -> None:
    """Record the one case of the demo that is not simulated, as little as is known of it."""
    keeper = Organisation.objects.get(slug="neighbours")
    agency = Organisation.objects.create(
        name="Police in Bell, Los Angeles County", slug="bell-police", kind="agency"
    )
    farah = member("Farah")
    with days_ago(1):
        statement = statements.record_statement(
            keeper=keeper,
            agency=agency,
            said_on="2025-06",
            capacity=PublicStatement.Capacity.UNCLEAR,
            content={
                "quote": "not okay",
                "quote_language": "en",
                "words": {
                    "en": {
                        "title": "",
                        "text": "This record is not simulated. In June 2025 an officer in Bell is "
                        "reported to have told protesters that he understood their frustration and "
                        "that what was happening was “not okay”. Only these two words are given as "
                        "a quotation.",
                    },
                    "es": {
                        "title": "",
                        "text": "Este registro no es simulado. Se reportó que, en junio de 2025, "
                        "un oficial en Bell dijo a manifestantes que entendía su frustración y que "
                        "lo "
                        "que pasaba «no está bien». Solo estas palabras se dan como cita.",
                        "kind": "human",
                    },
                },
                "speaker": "",
                "descriptor": "an officer in Bell, not named in the report",
                "role": "",
                "identified_by": "",
                "before": "",
                "after": "",
                "context_missing": "Reported second-hand; the first recording is elsewhere and was "
                "not seen here.",
                "venue": "a protest",
                "place": "Bell, Los Angeles County, California",
                "audience": "people who protested",
            },
            by=farah,
        )
        editions.issue_edition(edition=loop.newest(statement.record), by=farah)


def member(name: str) -> Member:
    found: Member = Member.objects.get(name=name)
    return found
