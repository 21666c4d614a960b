from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from townbell.conversations.models.conversation import Conversation
from townbell.moderation.models import Rule
from townbell.participation.identity import random_id


class Statements(models.QuerySet["Statement"]):
    def pending(self) -> "Statements":
        return self.filter(standing=Statement.Standing.PENDING)

    def published(self) -> "Statements":
        return self.filter(standing=Statement.Standing.PUBLISHED)


class Statement(models.Model):
    """One short sentence that others can agree or disagree with."""

    class Author(models.TextChoices):
        RESIDENT = "resident", _("Resident")
        CONVENER = "convener", _("Asked by the host")
        OFFICIAL = "official", _("Official")

    class Standing(models.TextChoices):
        PENDING = "pending", _("Waiting for a moderator")
        PUBLISHED = "published", _("Published")
        REJECTED = "rejected", _("Not published")
        MERGED = "merged", _("Merged with a similar one")
        REMOVED = "removed", _("Removed after publication")

    # Random, and no link to a participant: an author cannot be joined to a voter (SAFETY §1.5).
    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="statements")
    # What people see and cite: "statement 12". Given at publication, in that order; of what was
    # imported it is the number there, which may be 0.
    number = models.PositiveIntegerField(null=True, editable=False)
    author = models.CharField(max_length=10, choices=Author, default=Author.RESIDENT)
    # The moderation room holds the decisions; this is where the last one left the statement.
    standing = models.CharField(
        max_length=10, choices=Standing, default=Standing.PENDING, editable=False
    )
    day = models.DateField()

    objects = Statements.as_manager()

    class Meta:
        indexes = [models.Index(fields=["conversation", "standing"])]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "number"], name="one_statement_of_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"statement {self.pk if self.number is None else self.number}"

    @property
    def subject(self) -> str:
        """The name of this statement in rooms that do not know statements."""
        return f"statement/{self.pk}"

    def text_in(self, language: str) -> "StatementText":
        """Return the newest text in `language`, else the original."""
        newest = {text.language: text for text in sorted(self.texts.all(), key=by_version)}
        return newest.get(language) or newest[self.source_language]

    @property
    def source_language(self) -> str:
        """The language it was written in."""
        original = StatementText.Kind.ORIGINAL
        return next(text.language for text in self.texts.all() if text.kind == original)

    def next_number(self) -> int:
        highest = Statement.objects.filter(conversation=self.conversation).aggregate(
            highest=Max("number")
        )
        return (highest["highest"] or 0) + 1


def by_version(text: "StatementText") -> int:
    return text.version


class StatementText(models.Model):
    """A statement in one language: the original, or a translation and its kind."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("as written")
        HUMAN = "human", _("translated by a person")
        MACHINE = "machine", _("translated by a machine")
        CORRECTED = "corrected", _("translated by a machine, corrected by a person")

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=35)
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ORIGINAL)
    text = models.CharField(max_length=1000)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "language", "version"], name="one_text_a_language_and_version"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Merge(models.Model):
    """The original that a merged statement is listed under."""

    statement = models.OneToOneField(Statement, models.CASCADE, related_name="merge")
    into = models.ForeignKey(Statement, models.CASCADE, related_name="merged")

    def __str__(self) -> str:
        return f"{self.statement} merged into {self.into}"


class Flag(models.Model):
    """Somebody's word that a published statement breaks a rule; nothing about who said so."""

    # Random, so that the order of rows says nothing about the order of people.
    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="flags")
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="+")
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.statement} flagged by rule {self.rule}"
