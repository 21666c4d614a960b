from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townbell.conversations import access
from townbell.conversations.actions import paper as actions
from townbell.conversations.actions.convening import NotNow
from townbell.conversations.forms.paper import BundleForm, EditionForm, WhyForm
from townbell.conversations.queries import paper as queries
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role
from townbell.web.redirects import see_other

PAPER_ROLES = (Role.CONVENER, Role.CLERK)


@require_safe
@staff_only("conveners and clerks see where their paper ballots stand", *PAPER_ROLES)
def paper(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_on_paper(request.user, slug)
    context = {
        "conversation": conversation,
        "editions": queries.editions_of(conversation),
        "bundles": queries.bundles_of(conversation),
        "until": queries.taken_until(conversation),
        "awaited": queries.is_awaited(conversation),
        "may_convene": access.may_convene(request.user, conversation),
    }
    return render(request, "conversations/desk/paper/paper.html", context)


@staff_only("conveners make an edition of a paper ballot", Role.CONVENER)
def new_edition(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    published = conversation.statements.published().order_by("number").prefetch_related("texts")
    language = get_language() or conversation.source_language
    statements = [(each, each.text_in(language).text) for each in published]
    form = EditionForm(request.POST or None, statements=statements)
    if form.is_valid():
        try:
            made = actions.make_edition(
                conversation=conversation, by=request.user, **form.cleaned_data
            )
            return see_other("desk:edition", slug, made.number)
        except NotNow:
            form.add_error(None, _("A ballot can be made while the conversation is open."))
    context = {"conversation": conversation, "form": form}
    return render(request, "conversations/desk/paper/new.html", context)


@require_safe
@staff_only("conveners and clerks print a ballot and see its bundles", *PAPER_ROLES)
def edition(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    conversation = access.conversation_on_paper(request.user, slug)
    found = access.edition_of(conversation, number)
    languages = queries.languages_of(found)
    context = {
        "conversation": conversation,
        "edition": found,
        "lines": queries.lines_of(found, get_language() or ""),
        "printable": queries.is_printable(found),
        "languages": languages,
        "pairs": [(languages[0], other) for other in languages[1:]],
        "bundles": queries.bundles_of(conversation).filter(edition=found),
        "may_convene": access.may_convene(request.user, conversation),
    }
    return render(request, "conversations/desk/paper/edition.html", context)


@staff_only("conveners end an edition, with a reason", Role.CONVENER)
def withdraw_edition(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    found = access.edition_of(conversation, number)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            actions.withdraw_edition(edition=found, by=request.user, **form.cleaned_data)
            return see_other("desk:paper", slug)
        except NotNow:
            form.add_error(None, _("A bundle is still open: close or discard it first."))
    context = {
        "conversation": conversation,
        "form": form,
        "title": _("End edition %(number)d") % {"number": number},
        "said": _("No more ballots of it are taken then. Say that all are in, or what was wrong."),
    }
    return render(request, "conversations/desk/paper/form.html", context)


@staff_only("conveners and clerks begin to type in a bundle", *PAPER_ROLES)
def new_bundle(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    conversation = access.conversation_on_paper(request.user, slug)
    found = access.edition_of(conversation, number)
    form = BundleForm(request.POST or None, languages=queries.languages_of(found))
    if form.is_valid():
        try:
            opened = actions.open_bundle(edition=found, by=request.user, **form.cleaned_data)
            return see_other("desk:bundle", slug, opened.pk)
        except NotNow:
            form.add_error(None, _("This edition takes no ballots now."))
    context = {
        "conversation": conversation,
        "form": form,
        "title": _("Type in a bundle of edition %(number)d") % {"number": number},
        "said": _("Check that every ballot in it says edition %(number)d.") % {"number": number},
    }
    return render(request, "conversations/desk/paper/form.html", context)
