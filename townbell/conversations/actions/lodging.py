from datetime import date

from django.db import transaction

from townbell.conversations.models import Conversation
from townbell.conversations.queries.results import Shown
from townbell.people.models import Member, Organisation
from townbell.record.actions.loop import lodge_ask
from townbell.record.models import Ask


def is_finding(shown: Shown, number: int) -> bool:
    """Say whether a published result has statement `number` with words that can be asked."""
    conversation: Conversation = shown.conversation
    row = shown.reading(conversation.source_language).by_number.get(number)
    return row is not None and row.text is not None and row.everyone is not None


@transaction.atomic
def lodge_finding(*, shown: Shown, number: int, office: Organisation, due: date, by: Member) -> Ask:
    """Make a published finding an ask, with the numbers of that version and a link to it."""
    conversation = shown.conversation
    words = {}
    for language in conversation.languages:
        row = shown.reading(language).by_number[number]
        if row.text is not None and row.text.language == language:
            words[language] = {"title": row.text.text, "text": "", "kind": row.text.kind}
    row = shown.reading(conversation.source_language).by_number[number]
    everyone = row.everyone
    assert everyone is not None, "is_finding was asked first"
    return lodge_ask(
        asker=conversation.host,
        office=office,
        due=due,
        words=words,
        by=by,
        source=Ask.Source.FINDING,
        origin=f"{conversation.scope}/statement/{number}",
        snapshot={
            "statement": number,
            "verdict": row.verdict,
            "agree": everyone.agree,
            "disagree": everyone.disagree,
            "seen": everyone.seen,
            "participants": shown.snapshot.participants,
            "sha256": shown.snapshot.sha256,
        },
        address=shown.address("results"),
    )
