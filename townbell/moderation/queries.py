from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from townbell.moderation.actions import TAKEN_BACK_WITHIN
from townbell.moderation.models import Decision, Rule, Rulebook
from townbell.people.models import Organisation


def still_reversible(scope: str) -> list[Decision]:
    """Return the decisions of the last ten minutes that were not taken back, newest first."""
    since = timezone.now() - TAKEN_BACK_WITHIN
    decisions = Decision.objects.filter(scope=scope, at__gt=since, reversal__isnull=True)
    return list(decisions.select_related("rule", "by").order_by("-at", "-pk"))


def standing_decision(subject: str) -> Decision | None:
    """Return the last decision about `subject` that was not taken back."""
    decisions = Decision.objects.filter(subject=subject, reversal__isnull=True)
    return decisions.select_related("rule").order_by("-at", "-pk").first()


def rulebook_of(organisation: Organisation) -> Rulebook | None:
    """Return the newest rulebook of an organisation, else one that is everybody's."""
    own = Rulebook.objects.filter(organisation=organisation).last()
    return own or Rulebook.objects.filter(organisation=None).last()


def rules_of(rulebook: Rulebook | None) -> list[Rule]:
    """Return the numbered rules with their texts, none where a host has published none."""
    return list(rulebook.rules.prefetch_related("texts")) if rulebook else []


@dataclass(frozen=True)
class LogLine:
    """How many contributions a day ended in one way, by one rule; never the texts."""

    day: date
    outcome: str
    rule: Rule | None
    count: int
    taken_back: int

    @property
    def outcome_label(self) -> str:
        return str(Decision.Outcome(self.outcome).label)


def public_log(scope: str) -> list[LogLine]:
    """Return what was decided in `scope`, newest day first."""
    decisions = Decision.objects.filter(scope=scope).select_related("rule")
    found: dict[tuple[date, str, Rule | None], list[bool]] = {}
    for decision in decisions.prefetch_related("reversal", "rule__texts").order_by("-at", "-pk"):
        key = (timezone.localdate(decision.at), decision.outcome, decision.rule)
        found.setdefault(key, []).append(hasattr(decision, "reversal"))
    return [LogLine(*key, len(backs), sum(backs)) for key, backs in found.items()]
