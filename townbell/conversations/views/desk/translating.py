from contextlib import suppress
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townbell.conversations import access, sheets
from townbell.conversations.actions import translating
from townbell.conversations.actions.convening import NotNow
from townbell.conversations.forms.acts import ReasonForm
from townbell.conversations.forms.translations import GlossaryForm, LanguageForm, TableForm
from townbell.conversations.models import Conversation, StatementText
from townbell.conversations.queries.translations import Line, Worksheet, glossary_of, terms_in
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role

TRANSLATORS = (Role.CONVENER, Role.MODERATOR)
LINES_A_PAGE = 30


@staff_only("the team sees how far its translations are", *TRANSLATORS)
def translations(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_of_team(request.user, slug)
    may_convene = access.may_convene(request.user, conversation)
    form = LanguageForm(request.POST or None, offered=conversation.languages)
    if may_convene and form.is_valid():
        translating.offer_language(conversation=conversation, by=request.user, **form.cleaned_data)
        return redirect("desk:translation", slug, form.cleaned_data["language"])
    context = {
        "conversation": conversation,
        "progress": Worksheet(conversation).progress(),
        "form": form if may_convene else None,
    }
    return render(request, "conversations/desk/translations.html", context)


@staff_only("conveners withdraw a language, with a reason", Role.CONVENER)
def withdraw(request: StaffRequest, slug: str, language: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    if language not in conversation.languages or language == conversation.source_language:
        raise Http404
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        # Somebody else may have withdrawn it in the same moment.
        with suppress(NotNow):
            translating.withdraw_language(
                conversation=conversation, language=language, by=request.user, **form.cleaned_data
            )
        return redirect("desk:translations", slug)
    context = {"conversation": conversation, "form": form, "language": language}
    return render(request, "conversations/desk/withdraw_language.html", context)


@staff_only("the team translates side by side", *TRANSLATORS)
def translation(request: StaffRequest, slug: str, language: str) -> HttpResponse:
    conversation = conversation_in(request, slug, language)
    missing_only = request.GET.get("missing") == "1"
    lines = lines_for(request, conversation, language)
    shown = [line for line in lines if not (missing_only and line.text)]
    page = Paginator(shown, LINES_A_PAGE).get_page(request.GET.get("page"))
    rows = [Row(line) for line in page]
    if request.method == "POST":
        # Of what was sent, not of what is missing now: a saved line must not take its
        # neighbours out of their places.
        rows = [Row(line, request.POST) for line in lines if f"was-{line.key}" in request.POST]
        changes = [row.change for row in rows if row.change]
        translating.save_translations(conversation=conversation, changes=changes, by=request.user)
        if not any(row.error for row in rows):
            return redirect(f"{request.get_full_path()}#saved")
        fresh = {line.key: line for line in lines_for(request, conversation, language)}
        rows = [row if row.error else Row(fresh[row.line.key]) for row in rows]
    context = {
        "conversation": conversation,
        "language": language,
        "progress": Worksheet(conversation).progress_of(language),
        "missing_only": missing_only,
        "page": page,
        "rows": with_terms(rows, conversation, language),
        "kinds": [kind for kind in StatementText.Kind.choices if kind[0] in sheets.KINDS],
    }
    return render(request, "conversations/desk/translation.html", context)


class Row:
    """A line on the page: as it is stored, or as somebody has just sent it."""

    def __init__(self, line: Line, sent: Any = None) -> None:
        self.line = line
        self.text, self.kind, self.error = line.text, line.kind, ""
        self.terms: tuple[object, ...] = ()
        self.change: translating.Change | None = None
        if sent is not None:
            self.take(sent)

    def take(self, sent: Any) -> None:
        line = self.line
        text = sent.get(f"text-{line.key}", "").replace("\r\n", "\n").strip()
        kind, was = sent.get(f"kind-{line.key}", ""), sent[f"was-{line.key}"]
        if (text, kind) == (line.text, line.kind) or (not text and not line.text):
            return
        if marked(text, kind, line) == was:
            # Left as it was shown; somebody else has changed it since.
            return
        self.text, self.kind = text, kind
        self.error = self.wrong(was)
        if not self.error:
            self.change = translating.Change(line.key, line.language, text, kind)

    def wrong(self, was: str) -> str:
        if was != self.line.mark:
            return _("Somebody saved this meanwhile: “%(text)s”. Yours was not saved.") % {
                "text": self.line.text
            }
        if not self.text:
            return _("A translation can be corrected, not taken away.")
        return sheets.wrong_with(self.text, self.kind, self.line)


def marked(text: str, kind: str, line: Line) -> str:
    return Line(line.key, line.source_language, line.source, line.language, text, kind).mark


def with_terms(rows: list[Row], conversation: Conversation, language: str) -> list[Row]:
    glossary = glossary_of(conversation, language)
    for row in rows:
        row.terms = terms_in(row.line.source, glossary)
    return rows


def lines_for(request: StaffRequest, conversation: Conversation, language: str) -> list[Line]:
    """Return what the member may translate: statements, and conveners the question too."""
    fresh = access.conversation_of_team(request.user, conversation.slug)
    lines = Worksheet(fresh).lines(language)
    may_convene = access.may_convene(request.user, conversation)
    return [line for line in lines if may_convene or line.is_statement]


def conversation_in(request: StaffRequest, slug: str, language: str) -> Conversation:
    conversation = access.conversation_of_team(request.user, slug)
    if language not in conversation.languages:
        raise Http404
    return conversation


@staff_only("the team keeps a glossary for its organisation", *TRANSLATORS)
def glossary(request: StaffRequest, slug: str, language: str) -> HttpResponse:
    conversation = conversation_in(request, slug, language)
    form = GlossaryForm(request.POST or None)
    if form.is_valid():
        translating.write_glossary(
            conversation=conversation, language=language, terms=form.cleaned_data["terms"]
        )
        return redirect("desk:glossary", slug, language)
    context = {
        "conversation": conversation,
        "language": language,
        "terms": glossary_of(conversation, language),
        "form": form,
    }
    return render(request, "conversations/desk/glossary.html", context)


@require_safe
@staff_only("the team takes its translations along as a table", *TRANSLATORS)
def table_csv(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_of_team(request.user, slug)
    sheet = Worksheet(conversation)
    lines = [line for language in conversation.languages for line in sheet.lines(language)]
    answer = HttpResponse(sheets.written(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-translations.csv"'
    return answer


@staff_only("the team sends a table of translations", *TRANSLATORS)
def table(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_of_team(request.user, slug)
    form = TableForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        kept = translating.keep_table(
            conversation=conversation, text=form.cleaned_data["table"], by=request.user
        )
        return redirect("desk:table_report", slug, kept.pk)
    context = {"conversation": conversation, "form": form}
    return render(request, "conversations/desk/table.html", context)


@staff_only("the team sees what its table would change, and says yes", *TRANSLATORS)
def table_report(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    conversation = access.conversation_of_team(request.user, slug)
    kept = get_object_or_404(conversation.tables.filter(by=request.user), pk=pk)
    found = sheets.verdicts(
        conversation, kept.text, with_words=access.may_convene(request.user, conversation)
    )
    changes = [verdict.change for verdict in found if verdict.change]
    shown = sheets.fingerprint(found)
    if request.method == "POST" and request.POST.get("shown") == shown:
        translating.save_table(table=kept, changes=changes, by=request.user)
        return redirect(f"{reverse('desk:translations', args=[slug])}#saved")
    context = {
        "conversation": conversation,
        "wrong": [verdict for verdict in found if verdict.wrong],
        "changing": [verdict for verdict in found if verdict.change],
        "same": sum(verdict.same for verdict in found),
        "shown": shown,
        "changed_meanwhile": request.method == "POST",
    }
    return render(request, "conversations/desk/table_report.html", context)
