from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from townbell.conversations import access, participants
from townbell.conversations.actions import convening, voting
from townbell.conversations.analysis.routing import Drawn
from townbell.conversations.cards import draw_following, next_card, parts
from townbell.conversations.deck import deck_of
from townbell.conversations.forms.public import Ballot
from townbell.conversations.languages import content_language, query
from townbell.conversations.models import Conversation, Participant, Statement
from townbell.conversations.queries.open import entry_while_open
from townbell.conversations.queries.paper import awaited_until
from townbell.participation import identity
from townbell.web import limits
from townbell.web.access import open_to_everyone
from townbell.web.fragments import asks_for_part
from townbell.web.guard import same_origin_post
from townbell.web.redirects import SeeOther

PAGE = "conversations/conversation.html"


class Voted(NamedTuple):
    """Who has just voted on what, and what was drawn for them next, if that still stands."""

    participant: Participant
    key: str
    statement: int
    drawn: Drawn | None


@require_safe
@open_to_everyone("anyone may read a launched conversation and draw a card")
def conversation(request: HttpRequest, slug: str) -> HttpResponse:
    found = access.conversation_at_hand(slug)
    return card_page(
        request,
        found,
        last=number_in(request, "voted"),
        wanted=number_in(request, "card"),
        said=_("You are in. Your slip is used now.") if request.GET.get("came") == "slip" else "",
    )


@same_origin_post
@require_POST
@open_to_everyone("anyone may vote in an open conversation")
def vote(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    statement = access.shown_statement(slug, pk)
    ballot = Ballot.read(request.POST)
    if ballot is None:
        return answer(request, statement, said=_("Please choose one of the three answers."))

    key = key_of(request, statement.conversation)
    try:
        participant = participants.with_key(statement.conversation, key)
        if participant is None:
            if not limits.allowed(request, "participant"):
                return limits.please_wait(request)
            participant = voting.register_participant(conversation=statement.conversation, key=key)
        participant.choices[statement.pk] = ballot.choice
        drawn = draw_following(statement.conversation, participant, key)
        stands = voting.cast_vote(
            statement=statement,
            participant=participant,
            choice=ballot.choice,
            text=text_read(ballot, statement),
            propensity=ballot.propensity,
            following=drawn.statement if drawn else None,
        )
    # Either may happen while the page is open: the next card says so.
    except voting.ConversationClosed:
        return answer(
            request, statement, said=_("This conversation has closed. Your earlier votes count.")
        )
    except voting.SlipNeeded:
        return answer(
            request,
            statement,
            said=_("Only people with a slip take part here. Your answer was not counted."),
        )
    except voting.StatementUnavailable:
        return answer(
            request,
            statement,
            said=_("That statement was taken down while you were reading. Your other votes count."),
        )
    voted = Voted(participant, key, statement.pk, drawn if stands else None)
    response = answer(request, statement, voted=voted)
    if participants.key_from(request, statement.conversation) is None:
        participants.remember(response, statement.conversation, key)
    return response


@same_origin_post
@require_POST
@open_to_everyone("anyone may take their own vote back")
def undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    statement = access.shown_statement(slug, pk)
    participant = participants.find(request, statement.conversation)
    if participant is None:
        return answer(request, statement)
    try:
        voting.undo_vote(statement=statement, participant=participant)
    except voting.ConversationClosed:
        return answer(
            request, statement, said=_("This conversation has closed. Votes can no longer change.")
        )
    return answer(request, statement, wanted=True)


def answer(
    request: HttpRequest,
    statement: Statement,
    *,
    voted: Voted | None = None,
    said: str = "",
    wanted: bool = False,
) -> HttpResponse:
    """Return the next card: at once to htmx or with something to say, else by a redirect."""
    card = statement.pk if wanted else None
    if asks_for_part(request) or said:
        return card_page(request, statement.conversation, voted=voted, said=said, wanted=card)
    address = reverse("conversations:conversation", args=[statement.conversation.slug])
    shown = {"voted": voted.statement} if voted else {"card": card} if card else {}
    return SeeOther(f"{address}{query(request, statement.conversation, **shown)}#card")


def card_page(
    request: HttpRequest,
    conversation: Conversation,
    *,
    voted: Voted | None = None,
    said: str = "",
    last: int | None = None,
    wanted: int | None = None,
) -> HttpResponse:
    """Return the page with somebody's next card, or to htmx only the card.

    `last` is the statement they may take their answer back from.
    """
    cookie = participants.key_from(request, conversation)
    key = voted.key if voted else key_of(request, conversation)
    # Whose vote was counted a moment ago is known, and so is that the conversation is open.
    participant = voted.participant if voted else participants.with_key(conversation, key)
    entry = None if voted else entry_while_open(conversation.pk)
    language, reads = content_language(request, conversation), query(request, conversation)
    words = conversation.text_in(language)
    is_open = voted is not None or entry is not None
    needs_slip = entry is not None and voting.needs_slip(entry, participant)
    card = next_card(
        conversation,
        participant=participant,
        seed=key,
        language=language,
        last=voted.statement if voted else last,
        wanted=wanted,
        drawn=voted.drawn if voted else None,
    )
    context = {
        "conversation": conversation,
        "words": words,
        "is_open": is_open,
        "closure": None if is_open else convening.standing_closure(conversation),
        "paper_until": None if is_open else awaited_until(conversation),
        "needs_slip": needs_slip,
        # What the addresses on the page end in, so that parts kept for another reader are not used.
        "reads": reads,
        # Who has the cookie needs no key in the page, where its compressed length could tell of it.
        "key": None if cookie else key,
        "is_new": participant is None,
        "said": said,
        "card": card,
        **parts(card, words=words, reads=reads, may_vote=is_open and not needs_slip),
    }
    response = rendered(request, context)
    if cookie and participant is not None and is_open and not asks_for_part(request):
        # Known for as long again as from the first vote.
        participants.remember(response, conversation, cookie)
    return response


def rendered(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Return the card alone to htmx, else the whole page; nobody may keep either."""
    if asks_for_part(request):
        response = HttpResponse(render_to_string(f"{PAGE}#card", context))
    else:
        response = render(request, PAGE, context)
    response["Cache-Control"] = "no-store"
    return response


def text_read(ballot: Ballot, statement: Statement) -> int | None:
    """Return the text that the card showed, if it is one of the statement's."""
    text = ballot.text
    known = text is not None and deck_of(statement.conversation).has_text(statement.pk, text)
    return text if known else None


def key_of(request: HttpRequest, conversation: Conversation) -> str:
    """Return the cookie's key, else the one the first card carried, else a fresh one."""
    carried = request.POST.get("key", "")
    cookie = participants.key_from(request, conversation)
    return cookie or (carried if identity.is_key(carried) else identity.new_key())


def number_in(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 20 else None
