from django.db import models

from townbell.conversations.models.conversation import Conversation
from townbell.people.models import Member


class Watch(models.Model):
    """What the hourly look at an open conversation found, for its team: alarms, never deletions."""

    conversation = models.OneToOneField(Conversation, models.CASCADE, related_name="watch")
    at = models.DateTimeField()
    # Votes on each statement at this look, by its number, to compare the next one with.
    seen = models.JSONField(default=dict)
    # Statements that get fewer votes than they need, and whether the drawing no longer steers.
    starving = models.JSONField(default=list)
    flat = models.BooleanField(default=False)
    # Sizes of clusters of ballots that are nearly the same, in steps of five people; findings
    # that change without them.
    alike = models.JSONField(default=list)
    changed = models.JSONField(default=list)
    # [statement, language]: agreed with differently in this language at the same position.
    languages = models.JSONField(default=list)

    # Who took part, small counts already withheld, and what each earlier look told; renewed when
    # at least five more people came.
    counts = models.JSONField(default=dict)
    counted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.conversation}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_calm(self) -> bool:
        return not (self.starving or self.flat or self.alike or self.languages)


class Margin(models.Model):
    """A published share of the people here, to see who is missing; no resident is asked for it."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="margins")
    label = models.CharField(max_length=80)
    percent = models.DecimalField(max_digits=4, decimal_places=1)
    source = models.CharField(max_length=300, help_text="the publication, table and year")
    # What of our counts it is compared with, e.g. language/es or batch/7; else a number typed in.
    against = models.CharField(max_length=60, blank=True)
    counted = models.PositiveIntegerField(null=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.label
