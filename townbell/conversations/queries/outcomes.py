from dataclasses import dataclass

from townbell.conversations.models import Conversation, Statement, StatementText
from townbell.moderation.models import Rule
from townbell.moderation.queries import standing_decision
from townbell.participation.queries import subject_of_receipt


@dataclass(frozen=True)
class Outcome:
    """What became of a statement: where it stands, by which rule, merged into which."""

    statement: Statement
    text: StatementText | None
    rule: Rule | None
    original: Statement | None


def outcome_of(conversation: Conversation, code: str, *, language: str) -> Outcome | None:
    """Return what became of the statement whose receipt is `code`, if it is one of these."""
    kind, _, pk = (subject_of_receipt(code) or "").partition("/")
    if kind != "statement":
        return None
    statement = conversation.statements.filter(pk=pk).prefetch_related("texts").first()
    if statement is None:
        return None
    decision = standing_decision(statement.subject)
    return Outcome(
        statement=statement,
        text=statement.text_in(language) if statement.texts.all() else None,
        rule=None if decision is None else decision.rule,
        original=statement.merge.into if hasattr(statement, "merge") else None,
    )
