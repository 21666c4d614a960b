from django.db import transaction

from townbell.conversations.actions.convening import NotNow, is_launched, standing_closure
from townbell.conversations.actions.convening_together import (
    NotYours,
    must_convene,
    remove_co_convener,
)
from townbell.conversations.models import (
    CoConvener,
    Conversation,
    Declination,
    Handover,
    Offer,
    OfferWithdrawal,
)
from townbell.conversations.queries.handing_over import teams_that_could_take
from townbell.ledger import actions as ledger
from townbell.people.models import Member, Team


class CannotTake(Exception):
    """This team has the conversation already, or nobody else who could convene it."""


@transaction.atomic
def offer_conversation(
    *, conversation: Conversation, taker: Team, by: Member, reason: str
) -> Offer:
    """Offer a conversation that has not closed to another team; nothing changes before it accepts.

    A closed one stays with those who closed it: its result is theirs.
    """
    held = Conversation.objects.select_for_update(no_key=True, of=("self",)).get(pk=conversation.pk)
    must_convene(by, held.team)
    if standing_closure(held) or Offer.objects.standing().filter(conversation=held).exists():
        raise NotNow
    if not teams_that_could_take(held, offered_by=by).filter(pk=taker.pk).exists():
        raise CannotTake
    offer = Offer.objects.create(
        conversation=held, giver=held.team, taker=taker, by=by, reason=reason
    )
    ledger.append("handover offered", offer)
    return offer


@transaction.atomic
def withdraw_offer(*, offer: Offer, by: Member) -> OfferWithdrawal:
    """Take an offer back, as a convener of the giving team."""
    standing = lock(offer)
    must_convene(by, standing.giver)
    withdrawal = OfferWithdrawal.objects.create(offer=standing, by=by)
    ledger.append("handover offer ended", withdrawal)
    return withdrawal


@transaction.atomic
def decline_offer(*, offer: Offer, by: Member, reason: str) -> Declination:
    """Decline an offer, as a convener of the team it was made to, and tell the other one why."""
    standing = lock(offer)
    must_convene(by, standing.taker)
    declination = Declination.objects.create(offer=standing, by=by, reason=reason)
    ledger.append("handover offer declined", declination)
    return declination


@transaction.atomic
def accept_offer(*, offer: Offer, by: Member) -> Handover:
    """Take a conversation over: from now on it belongs to the other team and its organisation.

    Whoever the giving team named to convene it too goes out with that team.
    """
    standing = lock(offer)
    must_convene(by, standing.taker)
    if by == standing.by:
        raise NotYours
    conversation = standing.conversation
    if standing_closure(conversation) or conversation.team_id != standing.giver_id:
        raise NotNow
    conversation.team, conversation.host = standing.taker, standing.taker.organisation
    conversation.save(update_fields=["team", "host"])
    for named in CoConvener.objects.standing().filter(conversation=conversation):
        remove_co_convener(co_convener=named, by=by)
    handover = Handover.objects.create(offer=standing, by=by)
    ledger.append("conversation handed over", handover, public=is_launched(conversation))
    return handover


def lock(offer: Offer) -> Offer:
    """Return an offer that still stands; others who answer it wait, and then find it answered."""
    Conversation.objects.select_for_update(no_key=True).get(pk=offer.conversation_id)
    offers = Offer.objects.standing().select_related("conversation", "giver", "taker__organisation")
    standing = offers.filter(pk=offer.pk).first()
    if standing is None:
        raise NotNow
    return standing
