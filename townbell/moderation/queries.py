from townbell.moderation.models import Decision


def standing_decision(subject: str) -> Decision | None:
    """Return the last decision about `subject` that was not taken back."""
    decisions = Decision.objects.filter(subject=subject, reversal__isnull=True)
    return decisions.select_related("rule").order_by("-at", "-pk").first()
