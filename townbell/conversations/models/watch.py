from django.db import models

from townbell.conversations.models.conversation import Conversation


class Watch(models.Model):
    """What the hourly look at an open conversation found, for its team: alarms, never deletions."""

    conversation = models.OneToOneField(Conversation, models.CASCADE, related_name="watch")
    at = models.DateTimeField()
    # Votes on each statement at this look, by its number, to compare the next one with.
    seen = models.JSONField(default=dict)
    # Statements that get fewer votes than they need, and whether the drawing no longer steers.
    starving = models.JSONField(default=list)
    flat = models.BooleanField(default=False)
    # Sizes of clusters of ballots that are nearly the same; findings that change without them.
    alike = models.JSONField(default=list)
    changed = models.JSONField(default=list)
    # [statement, language]: agreed with differently in this language at the same position.
    languages = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.conversation}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_calm(self) -> bool:
        return not (self.starving or self.flat or self.alike or self.languages)
