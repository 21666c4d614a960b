"""Who could take a conversation over, what was offered, and what was handed on."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from townbell.conversations.access import teams_to_convene_for
from townbell.conversations.models import Conversation, Declination, Offer, Publication
from townbell.people.models import Member, Role, Team

FRESH = timedelta(days=14)


def teams_that_could_take(conversation: Conversation, *, offered_by: Member) -> QuerySet[Team]:
    """Return the other teams with a convener who is not the one who offers: both sides agree."""
    conveners = Member.objects.active().filter(
        memberships__team=OuterRef("pk"),
        appointments__role=Role.CONVENER,
        appointments__organisation=OuterRef("organisation"),
    )
    return (
        Team.objects.filter(Exists(conveners.exclude(pk=offered_by.pk)))
        .exclude(pk=conversation.team_id)
        .select_related("organisation")
        .order_by("organisation__name", "name")
    )


def standing_offer(conversation: Conversation) -> Offer | None:
    """Return the offer to hand this conversation over that nobody has answered yet."""
    standing = Offer.objects.standing().filter(conversation=conversation)
    return standing.select_related("giver", "taker__organisation", "by").first()


def declined_offers(conversation: Conversation) -> QuerySet[Declination]:
    """Return what the team that holds it offered others in vain, and why, the newest first."""
    declined = Declination.objects.filter(
        offer__conversation=conversation, offer__giver=conversation.team
    )
    return declined.select_related("offer__taker__organisation", "by").order_by("-at")


def fresh_refusal(conversation: Conversation) -> Declination | None:
    """Return the answer to the last offer, if it was declined within a fortnight."""
    last = Offer.objects.filter(conversation=conversation).order_by("-at").first()
    since = timezone.now() - FRESH
    return declined_offers(conversation).filter(offer=last, at__gte=since).first()


def offers_to(member: Member) -> QuerySet[Offer]:
    """Return the conversations that others offer to teams for which the member convenes."""
    return (
        Offer.objects.standing()
        .filter(taker__in=teams_to_convene_for(member))
        .exclude(by=member)
        .select_related("conversation", "giver__organisation", "taker")
        .prefetch_related("conversation__texts")
        .order_by("at")
    )


def handed_on(member: Member) -> QuerySet[Conversation]:
    """Return what the member's teams handed to others, with the results that stay theirs (`kept`).

    No other office can take down what was published before it held the conversation.
    """
    own = teams_to_convene_for(member)
    accepted = Offer.objects.filter(handover__isnull=False, giver__in=own)
    kept = Publication.objects.filter(team__in=own, withdrawal__isnull=True)
    return (
        Conversation.objects.filter(pk__in=accepted.values("conversation"))
        .exclude(team__in=own)
        .select_related("team__organisation", "launch")
        .prefetch_related("texts", Prefetch("publications", kept, to_attr="kept"))
        .order_by("-made_at")
    )
