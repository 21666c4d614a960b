from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from townbell.conversations import access
from townbell.conversations.actions import convening
from townbell.conversations.forms.desk import (
    RevisionForm,
    RulebookForm,
    RulesForm,
    SeedsForm,
    WordsForm,
    usable,
)
from townbell.conversations.forms.translations import SeedTableForm
from townbell.conversations.models import Conversation
from townbell.conversations.queries.desk import seeds_of
from townbell.moderation.actions import write_rulebook
from townbell.moderation.queries import rules_of
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role
from townbell.web.languages import name_of

FORM = "conversations/desk/form.html"


@staff_only("conveners write the words of their conversation", Role.CONVENER)
def words(request: StaffRequest, slug: str, language: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    # The other languages are translations, and have a page of their own.
    if language != conversation.source_language:
        raise Http404
    if convening.is_launched(conversation):
        return revise(request, conversation, language)
    text = conversation.texts.filter(language=language).first()
    initial = {name: getattr(text, name, "") for name in WordsForm.base_fields}
    form = WordsForm(request.POST or None, initial=initial)
    if form.is_valid():
        convening.write_text(conversation=conversation, language=language, **form.cleaned_data)
        return redirect("desk:conversation", slug)
    return render(request, FORM, page(conversation, form, capfirst(name_of(language))))


def revise(request: StaffRequest, conversation: Conversation, language: str) -> HttpResponse:
    text = conversation.text_in(language)
    initial = {"background": text.background, "promise": text.promise}
    form = RevisionForm(request.POST or None, initial=initial)
    if form.is_valid():
        convening.revise_text(
            conversation=conversation, language=language, by=request.user, **form.cleaned_data
        )
        return redirect("desk:conversation", conversation.slug)
    return render(request, FORM, page(conversation, form, capfirst(name_of(language))))


@staff_only("conveners add statements of the host", Role.CONVENER)
def seeds(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    languages = conversation.languages
    is_table = request.POST.get("from") == "table"
    form = SeedsForm(None if is_table else request.POST or None, languages=languages)
    table = SeedTableForm(
        request.POST if is_table else None, request.FILES if is_table else None, languages=languages
    )
    if form.is_valid():
        convening.add_seeds(
            conversation=conversation, seeds=form.seeds(), kind=form.cleaned_data.get("kind") or ""
        )
        return redirect("desk:seeds", slug)
    if table.is_valid():
        # Nothing is saved yet: the table stands in the form as if somebody had typed it.
        rows = table.cleaned_data["rows"]
        typed = {language: "\n".join(lines) for language, lines in rows.items()}
        form = SeedsForm(initial=typed, languages=languages)
    context = page(conversation, form, _("The host's statements"))
    context |= {"seeds": seeds_of(conversation), "table": table, "is_table": is_table}
    return render(request, "conversations/desk/seeds.html", context)


@staff_only("conveners choose the rules of a draft", Role.CONVENER)
def rules(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.draft_to_convene(request.user, slug)
    form = RulesForm(request.POST or None, conversation=conversation)
    if form.is_valid():
        convening.choose_rules(conversation=conversation, **form.cleaned_data)
        return redirect("desk:conversation", slug)
    return render(
        request,
        "conversations/desk/rules.html",
        page(conversation, form, _("Rules of this conversation"))
        | {"rulebooks": [(book, rules_of(book)) for book in usable(conversation)]},
    )


@staff_only("conveners write rules for their organisation", Role.CONVENER)
def new_rules(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.draft_to_convene(request.user, slug)
    form = RulebookForm(request.POST or None)
    if form.is_valid():
        rulebook = write_rulebook(
            organisation=conversation.host,
            title=form.cleaned_data["title"],
            rules=form.cleaned_data["rules"],
        )
        convening.choose_rules(conversation=conversation, rulebook=rulebook)
        return redirect("desk:conversation", slug)
    return render(request, FORM, page(conversation, form, _("Rules of your own")))


def page(conversation: Conversation, form: object, title: str) -> dict[str, object]:
    return {"conversation": conversation, "form": form, "title": title}
