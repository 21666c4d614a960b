"""Who may see or do what in a conversation: the object, or 404."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from townbell.conversations.deck import deck_at_hand
from townbell.conversations.models import (
    Bundle,
    CoConvener,
    Conversation,
    Edition,
    Handover,
    Offer,
    Publication,
    Statement,
)
from townbell.conversations.models.conversation import archived_now
from townbell.conversations.queries.results import Shown, newest_result, published_result
from townbell.participation.models import Kiosk, SlipBatch
from townbell.participation.printing import Paper
from townbell.participation.queries import kiosk_with, kiosks_of
from townbell.people.models import Member, Organisation, Role, Team


def public_conversation(slug: str) -> Conversation:
    """Return the launched conversation at `slug`, open or closed."""
    return get_object_or_404(
        Conversation.objects.launched()
        .annotate(
            is_archived=Exists(archived_now()),
            was_handed_over=Exists(Handover.objects.filter(offer__conversation=OuterRef("pk"))),
        )
        .select_related("host")
        .prefetch_related("texts"),
        slug=slug,
    )


def public_team(pk: int) -> Team:
    """Return a team that has put a question to everybody; others are nobody's business."""
    teams = Team.objects.filter(pk__in=teams_in_public()).select_related("organisation")
    return get_object_or_404(teams, pk=pk)


def asking_organisation(slug: str) -> Organisation:
    """Return an organisation of which a team has put a question to everybody."""
    asking = teams_in_public().values("organisation")
    return get_object_or_404(Organisation, slug=slug, pk__in=asking)


def teams_in_public() -> QuerySet[Team]:
    """Return the teams that hold a launched conversation, or held one when they published."""
    launched = Conversation.objects.launched()
    return Team.objects.filter(
        Q(pk__in=launched.values("team")) | Q(pk__in=Publication.objects.values("team"))
    )


def conversation_at_hand(slug: str) -> Conversation:
    """Return the launched conversation at `slug` as its voting page may show it: seconds old."""
    deck = deck_at_hand(slug)
    if deck is not None and hasattr(deck.conversation, "launch"):
        return deck.conversation
    return public_conversation(slug)


def shown_statement(slug: str, pk: int) -> Statement:
    """Return a statement that the public may see, or may have seen when its page was opened.

    A statement rejected meanwhile is returned too: the action refuses, and the next card says so.
    """
    deck = deck_at_hand(slug)
    if deck is not None and pk in deck.statements and hasattr(deck.conversation, "launch"):
        return deck.statements[pk]
    statements = Statement.objects.filter(number__isnull=False).select_related("conversation")
    statement = get_object_or_404(statements, pk=pk, conversation__slug=slug)
    if not Conversation.objects.launched().filter(pk=statement.conversation_id).exists():
        raise Http404
    return statement


def teams_to_convene_for(member: Member) -> QuerySet[Team]:
    """Return the teams for which `member` may begin conversations."""
    return Team.objects.filter(
        memberships__member=member,
        organisation__in=member.appointments.filter(role=Role.CONVENER).values("organisation"),
    ).order_by("name")


def conversations_of_teams(member: Member) -> QuerySet[Conversation]:
    """Return the conversations of the member's teams, where they convene or moderate.

    Beside them those of other teams of the organisation that they were named to convene.
    """
    held = member.appointments.filter(role__in=[Role.CONVENER, Role.MODERATOR])
    convened = member.appointments.filter(role=Role.CONVENER)
    named = CoConvener.objects.standing().filter(member=member)
    return Conversation.objects.filter(
        Q(team__in=member.memberships.values("team"), host__in=held.values("organisation"))
        | Q(pk__in=named.values("conversation"), host__in=convened.values("organisation"))
    )


def conversation_of_team(member: Member, slug: str) -> Conversation:
    """Return a conversation of one of the member's teams, draft or not."""
    found = conversations_of_teams(member).select_related(
        "host", "team", "rulebook", "launch", "watch", "copied_from__launch"
    )
    return get_object_or_404(found.prefetch_related("texts"), slug=slug)


def may_convene(member: Member, conversation: Conversation) -> bool:
    """Say whether this person runs a conversation: in its team, or named for it by the team."""
    return convenes(member, conversation.team) or (
        member.has_role(Role.CONVENER, conversation.host)
        and CoConvener.objects.standing().filter(conversation=conversation, member=member).exists()
    )


def convenes(member: Member, team: Team) -> bool:
    """Say whether this person opens, closes, gives and takes conversations for `team`."""
    return member.has_role(Role.CONVENER, team.organisation) and member.works_in(team)


def conversation_to_convene(member: Member, slug: str) -> Conversation:
    """Return a conversation that the member may edit, open and close."""
    conversation = conversation_of_team(member, slug)
    if not may_convene(member, conversation):
        raise Http404
    return conversation


def conversations_administered(member: Member) -> QuerySet[Conversation]:
    """Return the conversations of the organisations that the member administers."""
    return (
        Conversation.objects.filter(host__in=member.administers().values("pk"))
        .select_related("host", "launch")
        .prefetch_related("texts", "closures__reopening")
        .order_by("-made_at")
    )


def conversation_to_embed(member: Member, slug: str) -> Conversation:
    """Return a conversation whose card the member may let other sites show."""
    found = conversations_administered(member).filter(slug=slug).first()
    return found or conversation_to_convene(member, slug)


def conversation_of_own_team(member: Member, slug: str) -> Conversation:
    """Return a conversation of a team for which the member convenes: theirs to give away."""
    conversation = conversation_to_convene(member, slug)
    if not convenes(member, conversation.team):
        raise Http404
    return conversation


def draft_to_convene(member: Member, slug: str) -> Conversation:
    """Return a conversation that nobody but its team has seen yet."""
    conversation = conversation_to_convene(member, slug)
    if Conversation.objects.launched().filter(pk=conversation.pk).exists():
        raise Http404
    return conversation


def offer_to_take_back(member: Member, pk: int) -> Offer:
    """Return a standing offer of a team for which the member convenes."""
    offer = standing_offer(pk)
    if not convenes(member, offer.giver):
        raise Http404
    return offer


def offer_to_answer(member: Member, pk: int) -> Offer:
    """Return a standing offer that was made to a team for which the member convenes."""
    offer = standing_offer(pk)
    if not convenes(member, offer.taker):
        raise Http404
    return offer


def standing_offer(pk: int) -> Offer:
    offers = Offer.objects.standing().select_related(
        "conversation", "giver__organisation", "taker__organisation", "by"
    )
    return get_object_or_404(offers, pk=pk)


def result_to_withdraw(member: Member, slug: str, number: int) -> Publication:
    """Return a published result of a team for which the member convenes.

    It stays with the team that held the conversation on that day: no other office can hide it.
    """
    found = get_object_or_404(
        Publication.objects.filter(withdrawal__isnull=True).select_related(
            "conversation__host", "conversation__team", "team__organisation"
        ),
        conversation__slug=slug,
        number=number,
    )
    runs_it = found.team == found.conversation.team and may_convene(member, found.conversation)
    if not runs_it and not convenes(member, found.team):
        raise Http404
    return found


def batch_of(conversation: Conversation, pk: int) -> SlipBatch:
    """Return a batch of slips that were made for this conversation."""
    return get_object_or_404(SlipBatch, pk=pk, scope=conversation.scope)


def statement_of_team(conversation: Conversation, pk: int) -> Statement:
    """Return any statement of a conversation that the member may already see."""
    return get_object_or_404(conversation.statements.select_related("conversation"), pk=pk)


def shown_result(conversation: Conversation, number: int | None) -> Shown | None:
    """Return a published version of the result, or the newest there is: None where none is yet."""
    if number is None:
        return newest_result(conversation)
    shown = published_result(conversation, number)
    if shown is None:
        raise Http404
    return shown


def standing_result(slug: str, number: int | None) -> Shown:
    """Return a result that is there and was not withdrawn, for its files."""
    shown = shown_result(public_conversation(slug), number)
    if shown is None or shown.withdrawal is not None:
        raise Http404
    return shown


def paper_named(name: str) -> Paper:
    if name not in set(Paper):
        raise Http404
    return Paper(name)


def kiosk(slug: str, code: str) -> tuple[Conversation, Kiosk]:
    """Return a conversation and the shared tablet that stands at this address."""
    conversation = public_conversation(slug)
    found = kiosk_with(scope=conversation.scope, code=code)
    if found is None:
        raise Http404
    return conversation, found


def kiosk_to_withdraw(conversation: Conversation, pk: int) -> Kiosk:
    """Return a shared tablet of a conversation that the member may convene."""
    return get_object_or_404(kiosks_of(conversation.scope), pk=pk)


def conversation_on_paper(member: Member, slug: str) -> Conversation:
    """Return a launched conversation whose paper ballots the member may print and type in."""
    launched = Conversation.objects.launched().select_related("host", "team")
    found = get_object_or_404(launched.prefetch_related("texts"), slug=slug)
    clerk = member.has_role(Role.CLERK, found.host) and member.works_in(found.team)
    if not (clerk or may_convene(member, found)):
        raise Http404
    return found


def edition_of(conversation: Conversation, number: int) -> Edition:
    return get_object_or_404(
        conversation.editions.select_related("conversation__host", "withdrawal"), number=number
    )


def bundle_of(conversation: Conversation, pk: int) -> Bundle:
    bundles = Bundle.objects.filter(edition__conversation=conversation).select_related(
        "edition__conversation", "closure__by", "discarding__by"
    )
    return get_object_or_404(bundles, pk=pk)
