from typing import Any

from django.db import models

from townbell.conversations.models.acts import Act
from townbell.conversations.models.conversation import Conversation


class ListedSites(models.QuerySet["ListedSite"]):
    def standing(self) -> "ListedSites":
        return self.filter(unlisting__isnull=True)


class ListedSite(Act):
    """A site that may show a conversation's card on its own pages: which, who said so, and when."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="sites")
    # As browsers compare it: https://, the name, a port where it is not 443.
    origin = models.CharField(max_length=270)

    objects = ListedSites.as_manager()

    def __str__(self) -> str:
        return self.origin

    def ledger_content(self) -> dict[str, Any]:
        return super().ledger_content() | {"site": self.origin}


class Unlisting(Act):
    """The act that takes a site off the list again."""

    site = models.OneToOneField(ListedSite, models.CASCADE, related_name="unlisting")

    def __str__(self) -> str:
        return f"{self.site} taken off"

    def about(self) -> Conversation:
        return self.site.conversation

    def ledger_content(self) -> dict[str, Any]:
        return super().ledger_content() | {"site": self.site.origin}
