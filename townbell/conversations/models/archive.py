from django.db import models

from townbell.conversations.models.acts import Act
from townbell.conversations.models.conversation import Conversation


class Archivings(models.QuerySet["Archiving"]):
    def standing(self) -> "Archivings":
        return self.filter(unarchiving__isnull=True)


class Archiving(Act):
    """The act that takes a closed conversation off the lists; its addresses stay as they are."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="archivings")

    objects = Archivings.as_manager()

    def __str__(self) -> str:
        return f"{self.conversation} archived"


class Unarchiving(Act):
    """The act that puts an archived conversation back on the lists."""

    archiving = models.OneToOneField(Archiving, models.CASCADE, related_name="unarchiving")

    def __str__(self) -> str:
        return f"{self.archiving.conversation} back on the lists"

    def about(self) -> Conversation:
        return self.archiving.conversation
