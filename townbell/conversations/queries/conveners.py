"""Who runs a conversation: the conveners of its team, and others of the host who were named."""

from django.db.models import QuerySet

from townbell.conversations.models import CoConvener, Conversation
from townbell.people.models import Member, Role


def conveners_of_team(conversation: Conversation) -> QuerySet[Member]:
    """Return who convenes by a place in the team."""
    active: QuerySet[Member] = (
        Member.objects.active()
        .in_role(Role.CONVENER, conversation.host)
        .working_in(conversation.team)
        .order_by("name")
    )
    return active


def co_conveners_of(conversation: Conversation) -> QuerySet[CoConvener]:
    """Return who was named for this conversation, while they convene for its host at all."""
    return (
        CoConvener.objects.standing()
        .filter(conversation=conversation, member__in=conveners_of_host(conversation))
        .select_related("member")
        .order_by("member__name")
    )


def could_convene(conversation: Conversation) -> QuerySet[Member]:
    """Return whom the team could name: conveners of the host who do not run this one yet."""
    named = CoConvener.objects.standing().filter(conversation=conversation)
    return (
        conveners_of_host(conversation)
        .exclude(memberships__team=conversation.team)
        .exclude(pk__in=named.values("member"))
        .order_by("name")
    )


def conveners_of_host(conversation: Conversation) -> QuerySet[Member]:
    convening: QuerySet[Member] = Member.objects.active().in_role(Role.CONVENER, conversation.host)
    return convening
