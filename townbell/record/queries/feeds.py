from collections.abc import Sequence

from townbell.record.models import Edition


def newest_editions(kinds: Sequence[str], *, corrected: bool, most: int) -> list[Edition]:
    """Return public editions of some kinds of record, or of their corrections, newest first."""
    editions = Edition.objects.filter(record__kind__in=kinds, issue__isnull=False)
    if corrected:
        editions = editions.filter(number__gt=1)
    return list(editions.select_related("record", "issue").order_by("-issue__at", "-pk")[:most])
