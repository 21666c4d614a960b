from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from townbell.moderation.models import Rulebook
from townbell.people.models import Organisation, Team


class Conversations(models.QuerySet["Conversation"]):
    def launched(self) -> "Conversations":
        return self.filter(launch__isnull=False)

    def closed(self) -> "Conversations":
        return self.launched().filter(Exists(closed_now()))

    def archived(self) -> "Conversations":
        return self.filter(Exists(archived_now()))

    def listed(self) -> "Conversations":
        """Keep the launched ones that were not archived: what lists of them show."""
        return self.launched().exclude(Exists(archived_now()))

    def open(self) -> "Conversations":
        # The database's clock, so that a prepared query need not be written anew.
        return (
            self.launched()
            .filter(Q(opens_at__isnull=True) | Q(opens_at__lte=Now()))
            .filter(Q(closes_at__isnull=True) | Q(closes_at__gt=Now()))
            .exclude(Exists(closed_now()))
        )


def closed_now() -> models.QuerySet[Any]:
    from townbell.conversations.models.acts import Closure

    return Closure.objects.standing().filter(of_outer())


def archived_now() -> models.QuerySet[Any]:
    from townbell.conversations.models.archive import Archiving

    return Archiving.objects.standing().filter(of_outer())


def of_outer() -> Q:
    return Q(conversation=OuterRef("pk"))


class Conversation(models.Model):
    """A question put to a community, with the statements and votes that answer it."""

    class Provenance(models.TextChoices):
        LIVE = "live", _("Held here")
        SIMULATED = "simulated", _("Simulated")
        IMPORTED = "imported", _("Imported from another platform")

    class Moderation(models.TextChoices):
        BEFORE = "before", _("A moderator reads each statement before it is shown")
        AFTER = "after", _("Statements show at once; a moderator may remove them")

    class Entry(models.TextChoices):
        OPEN = "open", _("Anyone who has the link")
        SLIP = "slip", _("Only people with a slip")
        BOTH = "both", _("Anyone, and people with a slip are counted apart")

    slug = models.SlugField(max_length=60, unique=True)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="conversations")
    team = models.ForeignKey(Team, models.PROTECT, related_name="conversations")
    rulebook = models.ForeignKey(Rulebook, models.PROTECT, null=True, blank=True, related_name="+")
    languages = models.JSONField(default=list, help_text="BCP 47 tags, the first is the source")
    moderation = models.CharField(max_length=10, choices=Moderation, default=Moderation.BEFORE)
    entry = models.CharField(max_length=5, choices=Entry, default=Entry.OPEN)
    provenance = models.CharField(
        max_length=10, choices=Provenance, default=Provenance.LIVE, editable=False
    )
    # What an import must say of its source, e.g. its licence and its authors.
    source = models.TextField(blank=True, editable=False)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="copies"
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = Conversations.as_manager()

    def __str__(self) -> str:
        return self.slug

    @property
    def scope(self) -> str:
        """The name of this conversation in rooms that do not know conversations."""
        return f"conversation/{self.pk}"

    @property
    def source_language(self) -> str:
        return str(self.languages[0])

    def words(self, language: str | None) -> "ConversationText | None":
        """Return a draft's words in `language`, else in any; None before they are written."""
        # One whose question is not translated yet, or that was withdrawn, is not there for readers.
        texts = {
            text.language: text
            for text in self.texts.all()
            if text.question and text.language in self.languages
        }
        own = texts.get(language or "") or texts.get(self.source_language)
        return own or next(iter(texts.values()), None)

    def text_in(self, language: str) -> "ConversationText":
        """Return question and background in `language`, else in the source language."""
        found = self.words(language)
        if found is None:
            raise ConversationText.DoesNotExist
        return found

    def ledger_id(self) -> str:
        return self.scope

    def ledger_version(self) -> int:
        return 1

    def ledger_content(self) -> dict[str, Any]:
        return {
            "slug": self.slug,
            "host": self.host.name,
            "languages": self.languages,
            "moderation": self.moderation,
            "entry": self.entry,
            "texts": {
                text.language: {
                    "question": text.question,
                    "background": text.background,
                    "promise": text.promise,
                }
                for text in self.texts.all()
            },
        }


class ConversationText(models.Model):
    """The question, its background and the promise of what happens next, in one language."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=35)
    question = models.CharField(max_length=200)
    background = models.TextField(blank=True, max_length=5000)
    promise = models.TextField(
        blank=True, max_length=1000, help_text="what will be done with the result, and by when"
    )
    # How each of the three was translated, e.g. {"question": "machine"}; nothing of the source.
    kinds = models.JSONField(default=dict, blank=True)

    # What the three buttons say in a language that the site does not speak, beside its own words.
    answers = models.JSONField(default=dict, blank=True)

    PARTS: ClassVar = ("question", "background", "promise")
    ANSWERS: ClassVar = {"agree": _("Agree"), "disagree": _("Disagree"), "pass": _("Pass")}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "language"], name="one_conversation_text_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def answers_shown(self) -> tuple[str, ...]:
        """All that the three buttons show of this: equal for equal buttons."""
        return (self.language, *(self.answers.get(name, "") for name in self.ANSWERS))
