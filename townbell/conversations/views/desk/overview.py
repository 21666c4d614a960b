from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townbell.conversations import access
from townbell.conversations.actions import convening
from townbell.conversations.cards import next_card, parts
from townbell.conversations.forms.desk import ConversationForm, DraftForm
from townbell.conversations.queries.desk import conversations_of, standing_of
from townbell.conversations.queries.handing_over import handed_on, offers_to
from townbell.conversations.queries.paper import awaited_until
from townbell.conversations.queries.results import findings_to_ask, newest_result, published_results
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role

HOLDERS = (Role.CONVENER, Role.MODERATOR)


@require_safe
@staff_only("staff see the conversations of their teams", *HOLDERS)
def conversations(request: StaffRequest) -> HttpResponse:
    found = list(conversations_of(request.user))
    context = {
        "listed": [each for each in found if not each.is_archived],
        "offers": offers_to(request.user),
        "handed_on": handed_on(request.user),
        "archived": [each for each in found if each.is_archived],
        "may_convene": Role.CONVENER in request.desk.roles,
    }
    return render(request, "conversations/desk/list.html", context)


@staff_only("conveners begin conversations for their teams", Role.CONVENER)
def new(request: StaffRequest) -> HttpResponse:
    teams = access.teams_to_convene_for(request.user)
    form = ConversationForm(
        request.POST or None,
        teams=teams,
        initial={"languages": ["en", "es"], "team": teams.first()},
    )
    if form.is_valid():
        fields = form.cleaned_data
        made = convening.create_conversation(
            **fields | {"languages": source_first(fields["languages"])}
        )
        return redirect("desk:words", made.slug, made.source_language)
    return render(request, "conversations/desk/new.html", {"form": form})


def source_first(languages: list[str]) -> list[str]:
    """Put the language that the convener works in first: they write in it."""
    return sorted(languages, key=lambda language: language != get_language())


@require_safe
@staff_only("the team sees where its conversation stands", *HOLDERS)
def conversation(request: StaffRequest, slug: str) -> HttpResponse:
    found = access.conversation_of_team(request.user, slug)
    context = {
        "conversation": found,
        "words": found.words(get_language()),
        "standing": standing_of(found),
        "watch": getattr(found, "watch", None),
        "shown": newest_result(found),
        "versions": published_results(found),
        "findings": findings_to_ask(found, get_language() or found.source_language),
        "may_convene": access.may_convene(request.user, found),
        "paper_until": awaited_until(found),
        "may_give": access.convenes(request.user, found.team),
    }
    return render(request, "conversations/desk/conversation.html", context)


@staff_only("conveners settle how a draft will be held", Role.CONVENER)
def settings(request: StaffRequest, slug: str) -> HttpResponse:
    found = access.draft_to_convene(request.user, slug)
    initial = {name: getattr(found, name) for name in DraftForm().fields}
    form = DraftForm(request.POST or None, initial=initial)
    if form.is_valid():
        convening.change_draft(conversation=found, **form.cleaned_data)
        return redirect("desk:conversation", slug)
    context = {"conversation": found, "form": form, "title": _("How it is held")}
    return render(request, "conversations/desk/form.html", context)


@require_safe
@staff_only("the team sees a draft as residents will", *HOLDERS)
def preview(request: StaffRequest, slug: str) -> HttpResponse:
    found = access.conversation_of_team(request.user, slug)
    # Published, it is no preview any more: its buttons would count.
    if convening.is_launched(found):
        return redirect("conversations:conversation", slug)
    language = get_language() or found.source_language
    words = found.words(language)
    card = next_card(found, participant=None, seed="0" * 32, language=language)
    context = {
        "conversation": found,
        "words": words,
        "is_new": True,
        "is_open": True,
        "is_preview": True,
        "card": card,
        **parts(card, words=words, reads="", may_vote=True),
    }
    return render(request, "conversations/conversation.html", context)
