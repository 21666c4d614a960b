from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from townbell.people.desk import Waiting
from townbell.people.models import Member

FEW = 3


def recovery_codes_to_write_down(member: Member) -> Iterable[Waiting]:
    """Ask for recovery codes on paper while somebody could still make some."""
    # In a demo people come without proofs, so there is nothing to recover.
    if not settings.DEMO and member.recovery_codes.count() < FEW:
        yield Waiting(
            _("Write down recovery codes, for the day you lose your phone."),
            reverse("people:recovery_codes"),
        )
