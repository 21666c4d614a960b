from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from townbell.conversations.models.acts import Act
from townbell.conversations.models.conversation import Conversation
from townbell.conversations.models.statement import StatementText
from townbell.participation.identity import random_id
from townbell.people.models import Member


class Editions(models.QuerySet["Edition"]):
    def standing(self) -> "Editions":
        return self.filter(withdrawal__isnull=True)


class Edition(models.Model):
    """A paper ballot as it is printed: the statements it has, for good and in their order."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = Editions.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation", "number"], name="one_ballot_edition_of_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"edition {self.number}"

    @property
    def source_language(self) -> str:
        """The first language it was made in, whatever the conversation is read in now."""
        return self.lines.order_by("pk").values_list("language", flat=True)[0]


class EditionStatement(models.Model):
    """One line of a paper ballot: the very text that it carries in one language."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    # The language of the ballot; a statement that is not translated stands there as written.
    language = models.CharField(max_length=35)
    text = models.ForeignKey(StatementText, models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "language", "position"], name="one_line_at_a_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"


class EditionWithdrawal(Act):
    """The act after which no more ballots of an edition are taken."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="withdrawal")

    def __str__(self) -> str:
        return f"{self.edition} withdrawn"

    def about(self) -> Conversation:
        return self.edition.conversation


class Bundles(models.QuerySet["Bundle"]):
    def open(self) -> "Bundles":
        return self.filter(closure__isnull=True, discarding__isnull=True)


class Bundle(models.Model):
    """A pile of ballots, counted by hand, that one clerk types in."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="bundles")
    label = models.CharField(max_length=60)
    # The language the ballots were read in; empty where they carry two, or the pile is mixed.
    language = models.CharField(max_length=35, blank=True)
    total = models.PositiveSmallIntegerField(help_text="as counted by hand")
    # Which ballot the clerk may still take back; nothing tells the order of the others.
    last = models.BigIntegerField(null=True, editable=False)

    objects = Bundles.as_manager()

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return not (hasattr(self, "closure") or hasattr(self, "discarding"))

    @property
    def holder(self) -> Member | None:
        """Return the clerk who types it in now."""
        latest = self.holdings.order_by("-pk").select_related("by").first()
        return None if latest is None else latest.by


class Holding(models.Model):
    """Who took a bundle into their hands, and when; the last one types it in."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="holdings")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.bundle}, held by {self.by}"


class BundleAct(Act):
    """An act about one bundle."""

    bundle: Any

    class Meta:
        abstract = True

    def about(self) -> Conversation:
        conversation: Conversation = self.bundle.edition.conversation
        return conversation


class Recount(BundleAct):
    """A total that was corrected after the pile was counted again."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="recounts")
    was = models.PositiveSmallIntegerField()
    becomes = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.bundle}: {self.becomes}, not {self.was}"


class BundleClosure(BundleAct):
    """The act that makes the ballots of a bundle count."""

    bundle = models.OneToOneField(Bundle, models.CASCADE, related_name="closure")

    def __str__(self) -> str:
        return f"{self.bundle} closed"

    def ledger_content(self) -> dict[str, Any]:
        # Numbers only: the label may name a place, and who typed is nobody's business.
        return {
            "conversation": self.about().slug,
            "edition": self.bundle.edition.number,
            "ballots": self.bundle.total,
        }


class BundleDiscarding(BundleAct):
    """The act that throws a bundle's typed ballots away; the paper may be typed in anew."""

    bundle = models.OneToOneField(Bundle, models.CASCADE, related_name="discarding")

    def __str__(self) -> str:
        return f"{self.bundle} discarded"


class Mark(models.TextChoices):
    """What a ballot says of one statement."""

    AGREE = "agree", _("Agree")
    DISAGREE = "disagree", _("Disagree")
    PASS = "pass", _("Pass")
    NONE = "none", _("Left blank")


class Ballot(models.Model):
    """One paper ballot as it was typed in, until its bundle is closed."""

    # Random, so that the order of rows says nothing about the order of the pile.
    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="ballots")
    answers = models.JSONField(help_text="the mark at each position of the edition")

    def __str__(self) -> str:
        return "a ballot"
