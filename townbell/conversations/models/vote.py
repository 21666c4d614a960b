from typing import ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from townbell.conversations.models.conversation import Conversation
from townbell.conversations.models.statement import Statement
from townbell.participation.models import AnonymousParticipant, SlipBatch


class Participant(AnonymousParticipant):
    """Somebody who voted in one conversation, and which way they came in."""

    class Entry(models.TextChoices):
        OPEN = "open", _("Open entry")
        KIOSK = "kiosk", _("On a shared tablet")
        SLIP = "slip", _("By slip")
        PAPER = "paper", _("On paper")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    entry = models.CharField(max_length=5, choices=Entry, default=Entry.OPEN)
    # Of a slip its batch only, which has at least twenty: never which slip.
    batch = models.ForeignKey(
        SlipBatch, models.PROTECT, null=True, related_name="+", db_index=False
    )

    @cached_property
    def choices(self) -> dict[int, int]:
        """Their answers, by statement; `participants.with_key` reads them along."""
        votes = Vote.objects.filter(conversation=self.conversation_id, participant=self.pk)
        return dict(votes.values_list("statement_id", "choice"))


class Vote(models.Model):
    """One participant's answer to one statement; a later answer replaces it."""

    class Choice(models.IntegerChoices):
        AGREE = 1, _("Agree")
        DISAGREE = -1, _("Disagree")
        PASS = 0, _("Pass")

    # The key begins with the conversation, so that PostgreSQL can partition by it. No foreign
    # keys in the database for the other two: one vote must cost one write.
    pk = models.CompositePrimaryKey("conversation_id", "participant_id", "statement_id")
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="votes", db_index=False
    )
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="votes", db_index=False, db_constraint=False
    )
    statement = models.ForeignKey(
        Statement, models.CASCADE, related_name="votes", db_index=False, db_constraint=False
    )
    choice = models.SmallIntegerField(choices=Choice)
    # The language version that was read; unknown for imported votes and ballots in two languages.
    text = models.ForeignKey(
        "conversations.StatementText",
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    # How likely the draw was to show this statement, in eighths: enough to weigh, too coarse to
    # tell the order in which somebody voted. Unknown where nothing was drawn.
    propensity = models.SmallIntegerField(null=True)
    day = models.DateField()

    EIGHTHS: ClassVar[int] = 8

    def __str__(self) -> str:
        return self.get_choice_display()
