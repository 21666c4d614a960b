from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townbell.conversations.forms.public import LONGEST_STATEMENT, PlainTextField, misleads
from townbell.conversations.models import Conversation, StatementText
from townbell.moderation.models import Rulebook
from townbell.people.models import Team
from townbell.web.languages import both_names, direction, has_interface, name_of

Kind = StatementText.Kind
# Words of the addresses beside those of conversations.
TAKEN_SLUGS = {"cards", "new", "offers", "rules"}
MOST_SEEDS_AT_ONCE = 200


def moment(**options: Any) -> forms.DateTimeField:
    """Return a field for a day and an hour in the site's time zone."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(widget=widget, **options)


class ConversationForm(forms.Form):
    """How a conversation is held; its words have a form of their own."""

    team = forms.ModelChoiceField(
        queryset=Team.objects.none(),
        label=_("Team"),
        help_text=_("Only this team edits, moderates and closes the conversation."),
        empty_label=None,
    )
    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("Short words with hyphens, for example safe-streets. It cannot change later."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The first one is the language you write in."),
    )
    moderation = forms.ChoiceField(
        label=_("When is a statement shown?"),
        choices=Conversation.Moderation,
        widget=forms.RadioSelect,
        initial=Conversation.Moderation.BEFORE,
    )
    entry = forms.ChoiceField(
        label=_("Who may take part?"),
        choices=Conversation.Entry,
        widget=forms.RadioSelect,
        initial=Conversation.Entry.OPEN,
        help_text=_(
            "Slips are codes on paper that let one person in, once. You make them at your desk. "
            "Without them nobody checks who takes part, and the page says so."
        ),
    )
    opens_at = moment(label=_("Opens"), required=False, help_text=_("Empty: when you publish it."))
    closes_at = moment(
        label=_("Closes"), required=False, help_text=_("Empty: when you close it by hand.")
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        slug: str = slugify(self.cleaned_data["slug"])
        if slug in TAKEN_SLUGS or Conversation.objects.filter(slug=slug).exists():
            raise ValidationError(gettext("This address is taken. Please choose another."))
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        check_span(self, cleaned.get("opens_at"), cleaned.get("closes_at"))
        return cleaned


def check_span(form: forms.Form, opens_at: Any, closes_at: Any) -> None:
    if closes_at is not None and closes_at <= (opens_at or timezone.now()):
        form.add_error("closes_at", gettext("The end must be later than the beginning and now."))


class DraftForm(ConversationForm):
    """The same form for a draft that has its team and its address already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, teams=Team.objects.none(), **kwargs)
        del self.fields["team"], self.fields["slug"]
        # Offered at the page of translations; kept unless somebody takes the tick away.
        further = [each for each in self.initial.get("languages", []) if not has_interface(each)]
        self.fields["languages"].choices = [  # type: ignore[attr-defined]
            *settings.LANGUAGES,
            *((each, both_names(each)) for each in further),
        ]


class WordsForm(forms.Form):
    """A conversation's words in one language."""

    question = PlainTextField(
        label=_("Question"),
        max_length=200,
        help_text=_("One question in plain words, not leading to any answer."),
    )
    background = forms.CharField(
        label=_("Background"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Why you ask, what is decided already and what is open. Markdown is possible."),
    )
    promise = forms.CharField(
        label=_("What will be done with the result, and by when"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("People see this before they vote. You cannot publish without it."),
    )
    # A draft may do without it, but nobody should take it for a thing one may leave out.
    promise.needed_later = True  # type: ignore[attr-defined]


class RevisionForm(WordsForm):
    """The words of a launched conversation: the question stays, the rest changes with a reason."""

    reason = PlainTextField(
        label=_("Why do you change this?"),
        max_length=300,
        help_text=_("Everybody sees the reason."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["question"]


class SeedsForm(forms.Form):
    """Statements of the host: one a line, in each language of the conversation."""

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for place, language in enumerate(languages):
            self.fields[language] = forms.CharField(
                label=_("Statements in %(language)s") % {"language": name_of(language)},
                required=place == 0,
                strip=place == 0,
                widget=forms.Textarea(
                    attrs={"rows": 6, "lang": language, "dir": direction(language)}
                ),
                help_text=_("One a line, at most 280 characters each.")
                if place == 0
                else _("The same statements, line by line. Leave empty to translate later."),
            )

        if len(languages) > 1:
            self.fields["kind"] = forms.ChoiceField(
                label=_("How was it translated?"),
                required=False,
                choices=[each for each in Kind.choices if each[0] != Kind.ORIGINAL],
                widget=forms.RadioSelect,
                help_text=_("Needed where you filled in more than one language."),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        source, *others = self.languages
        lines = {source: self.lines(cleaned.get(source))}
        count = len(lines[source])
        for language in others:
            lines[language] = self.lines_beside(cleaned.get(language), count)
        for language, own in lines.items():
            self.check(language, own, count)
        if count > MOST_SEEDS_AT_ONCE:
            self.add_error(source, gettext("At most 200 statements at once."))
        if any(any(lines[language]) for language in others) and not cleaned.get("kind"):
            self.add_error(
                "kind", gettext("Say how it was translated: human, machine or corrected.")
            )
        cleaned["lines"] = lines
        return cleaned

    def check(self, language: str, lines: list[str], count: int) -> None:
        if lines and len(lines) != count:
            self.add_error(
                language,
                gettext("%(own)d lines here, %(count)d in the first language.")
                % {"own": len(lines), "count": count},
            )
        for number, line in enumerate(lines, start=1):
            if len(line) > LONGEST_STATEMENT:
                self.add_error(
                    language, gettext("Line %(number)d is too long.") % {"number": number}
                )
            if any(map(misleads, line)):
                self.add_error(
                    language,
                    gettext("Line %(number)d holds characters that change how others read it.")
                    % {"number": number},
                )

    @staticmethod
    def lines(text: str | None) -> list[str]:
        return [line for line in SeedsForm.lines_and_gaps(text) if line]

    @staticmethod
    def lines_beside(text: str | None, count: int) -> list[str]:
        """Return the lines; as many as the first language has may have gaps among them."""
        lines = SeedsForm.lines_and_gaps(text)
        return lines if len(lines) == count and any(lines) else SeedsForm.lines(text)

    @staticmethod
    def lines_and_gaps(text: str | None) -> list[str]:
        return [" ".join(line.split()) for line in (text or "").splitlines()]

    def seeds(self) -> list[dict[str, str]]:
        """Return the statements, each as its texts by language, the source first."""
        lines = self.cleaned_data["lines"]
        filled = [language for language in self.languages if lines[language]]
        field = PlainTextField()
        return [
            {
                language: field.to_python(text)
                for language, text in zip(filled, row, strict=True)
                if text
            }
            for row in zip(*(lines[language] for language in filled), strict=True)
        ]


class RulebookForm(forms.Form):
    """Rules of the host's own, one a line, in both languages."""

    title = PlainTextField(label=_("Title"), max_length=120)
    en = forms.CharField(
        label=_("Rules in English"),
        widget=forms.Textarea(attrs={"rows": 8, "lang": "en"}),
        help_text=_("One a line. About how something is said, never about which view it holds."),
    )
    es = forms.CharField(
        label=_("Rules in Spanish"), widget=forms.Textarea(attrs={"rows": 8, "lang": "es"})
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        english, spanish = (SeedsForm.lines(cleaned.get(language)) for language in ("en", "es"))
        if english and spanish and len(english) != len(spanish):
            self.add_error("es", gettext("Both languages need the same number of rules."))
        for language, lines in (("en", english), ("es", spanish)):
            if any(len(line) > 300 for line in lines):
                self.add_error(language, gettext("A rule has at most 300 characters."))
        cleaned["rules"] = [
            {"en": one, "es": other} for one, other in zip(english, spanish, strict=False)
        ]
        return cleaned


class RulesForm(forms.Form):
    rulebook = forms.ModelChoiceField(
        queryset=Rulebook.objects.none(),
        label=_("Rules of this conversation"),
        error_messages={"required": _("Please choose one of these.")},
    )

    def __init__(self, *args: Any, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rulebook"].queryset = usable(conversation)  # type: ignore[attr-defined]


def usable(conversation: Conversation) -> QuerySet[Rulebook]:
    own = Q(organisation=conversation.host)
    return Rulebook.objects.filter(own | Q(organisation=None)).order_by("pk")
