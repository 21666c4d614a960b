from django.db import transaction

from townbell.conversations.access import convenes
from townbell.conversations.actions.convening import NotNow
from townbell.conversations.models import CoConvener, CoConvenerRemoval, Conversation
from townbell.conversations.queries.conveners import could_convene
from townbell.ledger import actions as ledger
from townbell.people.models import Member, Team


class NotYours(Exception):
    """Only a convener of the team concerned can do this."""


class CannotConvene(Exception):
    """This person convenes the conversation already, or nothing of its host."""


@transaction.atomic
def add_co_convener(*, conversation: Conversation, member: Member, by: Member) -> CoConvener:
    """Let a convener of another team of the host run this conversation too, and log it."""
    held = Conversation.objects.select_for_update(no_key=True, of=("self",)).get(pk=conversation.pk)
    must_convene(by, held.team)
    if not could_convene(held).filter(pk=member.pk).exists():
        raise CannotConvene
    added = CoConvener.objects.create(conversation=held, member=member, by=by)
    ledger.append("co-convener added", added)
    return added


@transaction.atomic
def remove_co_convener(*, co_convener: CoConvener, by: Member) -> CoConvenerRemoval:
    """End somebody's running a conversation of another team, and log it."""
    locked = Conversation.objects.select_for_update(no_key=True)
    conversation = locked.get(pk=co_convener.conversation_id)
    must_convene(by, conversation.team)
    if not CoConvener.objects.standing().filter(pk=co_convener.pk).exists():
        raise NotNow
    removal = CoConvenerRemoval.objects.create(co_convener=co_convener, by=by)
    ledger.append("co-convener removed", removal)
    return removal


def must_convene(by: Member, team: Team) -> None:
    if not convenes(by, team):
        raise NotYours
