from typing import Any

from django.db import models

from townbell.conversations.models.acts import Act
from townbell.conversations.models.conversation import Conversation
from townbell.people.models import Team


class Offers(models.QuerySet["Offer"]):
    def standing(self) -> "Offers":
        return self.filter(
            offerwithdrawal__isnull=True, declination__isnull=True, handover__isnull=True
        )


class Offer(Act):
    """One team's offer to hand a conversation to another; nothing changes before it accepts."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="offers")
    giver = models.ForeignKey(Team, models.PROTECT, related_name="+")
    taker = models.ForeignKey(Team, models.PROTECT, related_name="+")

    objects = Offers.as_manager()

    def __str__(self) -> str:
        return f"{self.conversation} offered to {self.taker}"

    def ledger_content(self) -> dict[str, Any]:
        return super().ledger_content() | {
            "from": named(self.giver),
            "to": named(self.taker),
        }


def named(team: Team) -> dict[str, str]:
    return {"team": team.name, "organisation": team.organisation.name}


class AnswerToOffer(Act):
    """What became of an offer."""

    offer = models.OneToOneField(Offer, models.CASCADE)

    class Meta:
        abstract = True

    def about(self) -> Conversation:
        return self.offer.conversation

    def ledger_content(self) -> dict[str, Any]:
        offer = self.offer
        return super().ledger_content() | {
            "from": named(offer.giver),
            "to": named(offer.taker),
            "offered_by": str(offer.by) if offer.by else None,
            "reason": offer.reason,
        }


class OfferWithdrawal(AnswerToOffer):
    """The end of an offer that its team took back."""

    def __str__(self) -> str:
        return f"{self.offer}, withdrawn"


class Declination(AnswerToOffer):
    """The answer of a team that does not want what it was offered, and why not."""

    def __str__(self) -> str:
        return f"{self.offer}, declined"

    def ledger_content(self) -> dict[str, Any]:
        return super().ledger_content() | {"reason": self.reason, "offered_why": self.offer.reason}


class Handover(AnswerToOffer):
    """The act by which another team took a conversation over, both sides willing."""

    def __str__(self) -> str:
        return f"{self.offer}, accepted"
