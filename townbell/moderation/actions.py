from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from townbell.ledger import actions as ledger
from townbell.moderation.models import Decision, Reversal, Rule, Rulebook, RuleText
from townbell.people.models import Member, Organisation

TAKEN_BACK_WITHIN = timedelta(minutes=10)


class RuleMissing(Exception):
    """A contribution can be refused only by a published rule."""


class TooLate(Exception):
    """A decision can be taken back within ten minutes, and only once."""


@transaction.atomic
def record_decision(
    *,
    scope: str,
    subject: str,
    outcome: Decision.Outcome,
    was: str,
    by: Member | None,
    rule: Rule | None = None,
) -> Decision:
    """Log what was decided about a contribution, and by which rule."""
    refused = outcome in {Decision.Outcome.REJECTED, Decision.Outcome.REMOVED}
    if refused and rule is None:
        raise RuleMissing
    decision = Decision.objects.create(
        scope=scope, subject=subject, outcome=outcome, was=was, rule=rule, by=by
    )
    ledger.append(f"contribution {outcome}", decision)
    return decision


@transaction.atomic
def take_back(*, decision: Decision, by: Member) -> Reversal:
    """Log that a decision of the last ten minutes no longer stands."""
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    old = timezone.now() - decision.at > TAKEN_BACK_WITHIN
    if old or Reversal.objects.filter(decision=decision).exists():
        raise TooLate
    reversal = Reversal.objects.create(decision=decision, by=by)
    ledger.append("decision taken back", reversal)
    return reversal


@transaction.atomic
def write_rulebook(
    *, organisation: Organisation | None, title: str, rules: list[dict[str, str]]
) -> Rulebook:
    """Write a numbered rulebook; each rule is a text by language."""
    rulebook = Rulebook.objects.create(organisation=organisation, title=title)
    for number, texts in enumerate(rules, start=1):
        rule = Rule.objects.create(rulebook=rulebook, number=number)
        for language, text in texts.items():
            RuleText.objects.create(rule=rule, language=language, text=text)
    return rulebook
