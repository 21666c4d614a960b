from typing import Any

from django.db import models

from townbell.conversations.models.acts import Act
from townbell.conversations.models.conversation import Conversation
from townbell.people.models import Member


class CoConveners(models.QuerySet["CoConvener"]):
    def standing(self) -> "CoConveners":
        return self.filter(removal__isnull=True)


class CoConvener(Act):
    """A convener of another team of the host who was asked to run one conversation too."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="co_conveners")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")

    objects = CoConveners.as_manager()

    def __str__(self) -> str:
        return f"{self.member}, {self.conversation}"

    def ledger_content(self) -> dict[str, Any]:
        return super().ledger_content() | {"member": self.member.name}


class CoConvenerRemoval(Act):
    """The end of somebody's running a conversation of another team."""

    co_convener = models.OneToOneField(CoConvener, models.CASCADE, related_name="removal")

    def __str__(self) -> str:
        return f"{self.co_convener}, ended"

    def about(self) -> Conversation:
        return self.co_convener.conversation

    def ledger_content(self) -> dict[str, Any]:
        return super().ledger_content() | {"member": self.co_convener.member.name}
