from django.db import transaction

from townbell.conversations.actions.publishing import restore_text, strike_text
from townbell.conversations.actions.speaking import publish
from townbell.conversations.actions.voting import mark_for_analysis
from townbell.conversations.models import Merge, Statement
from townbell.moderation import actions as moderation
from townbell.moderation.models import Decision, Rule
from townbell.people.models import Member

Standing = Statement.Standing


class WrongStanding(Exception):
    """Somebody else has decided about this statement in the meantime."""


class WrongOriginal(Exception):
    """A statement can be merged only into another published one of its conversation."""


@transaction.atomic
def approve_statement(*, statement: Statement, by: Member) -> Decision:
    """Publish a statement that was waiting."""
    statement = locked(statement, Standing.PENDING)
    was = statement.standing
    publish(statement)
    statement.save(update_fields=["standing", "number"])
    return decide(statement, Decision.Outcome.APPROVED, was=was, by=by)


@transaction.atomic
def reject_statement(*, statement: Statement, rule: Rule, by: Member) -> Decision:
    """Refuse a waiting statement, or remove a published one, by a rule of its conversation."""
    statement = locked(statement, Standing.PENDING, Standing.PUBLISHED)
    if rule.rulebook_id != statement.conversation.rulebook_id:
        raise moderation.RuleMissing
    was = statement.standing
    outcome = Decision.Outcome.REJECTED if was == Standing.PENDING else Decision.Outcome.REMOVED
    move(statement, Standing(outcome.value))
    if was == Standing.PUBLISHED:
        strike_text(statement=statement, rule=rule.number)
    return decide(statement, outcome, was=was, by=by, rule=rule)


@transaction.atomic
def merge_statement(*, statement: Statement, into: Statement, by: Member) -> Decision:
    """Close a statement that says the same as another; its votes stay with it, uncounted."""
    statement = locked(statement, Standing.PENDING, Standing.PUBLISHED)
    fits = into.conversation_id == statement.conversation_id and into.pk != statement.pk
    if not fits or not Statement.objects.published().filter(pk=into.pk).exists():
        raise WrongOriginal
    was = statement.standing
    move(statement, Standing.MERGED)
    Merge.objects.create(statement=statement, into=into)
    # What was merged into this one is listed under the new original from now on.
    statement.merged.update(into=into)
    return decide(statement, Decision.Outcome.MERGED, was=was, by=by)


@transaction.atomic
def keep_statement(*, statement: Statement, by: Member) -> Decision:
    """Leave a reported statement where it is; its reports are answered by that."""
    statement = locked(statement, Standing.PUBLISHED)
    statement.flags.all().delete()
    return decide(statement, Decision.Outcome.KEPT, was=statement.standing, by=by)


@transaction.atomic
def take_decision_back(*, statement: Statement, decision: Decision, by: Member) -> None:
    """Put a statement where it stood before a decision of the last ten minutes."""
    if decision.subject != statement.subject:
        raise ValueError("a decision about another statement")
    statement = locked(statement, Standing(MOVED_TO[Decision.Outcome(decision.outcome)]))
    moderation.take_back(decision=decision, by=by)
    Merge.objects.filter(statement=statement).delete()
    move(statement, Standing(decision.was))
    restore_text(statement=statement)


MOVED_TO = {
    Decision.Outcome.APPROVED: Standing.PUBLISHED,
    Decision.Outcome.REJECTED: Standing.REJECTED,
    Decision.Outcome.MERGED: Standing.MERGED,
    Decision.Outcome.REMOVED: Standing.REMOVED,
    Decision.Outcome.KEPT: Standing.PUBLISHED,
}


def locked(statement: Statement, *allowed: Statement.Standing) -> Statement:
    """Return the statement as it stands now, so that two moderators do not both decide."""
    current = Statement.objects.select_for_update().get(pk=statement.pk)
    if current.standing not in allowed:
        raise WrongStanding
    return current


def move(statement: Statement, standing: Statement.Standing) -> None:
    statement.standing = standing
    statement.save(update_fields=["standing"])


def decide(
    statement: Statement,
    outcome: Decision.Outcome,
    *,
    was: str,
    by: Member,
    rule: Rule | None = None,
) -> Decision:
    mark_for_analysis(statement.conversation_id)
    return moderation.record_decision(
        scope=statement.conversation.scope,
        subject=statement.subject,
        outcome=outcome,
        was=was,
        by=by,
        rule=rule,
    )
