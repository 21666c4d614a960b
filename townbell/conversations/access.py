"""Who may see or do what in a conversation: the object, or 404."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from townbell.conversations.deck import deck_at_hand
from townbell.conversations.models import Conversation, Statement
from townbell.conversations.queries.results import Shown, newest_result, published_result
from townbell.participation.printing import Paper
from townbell.people.models import Member, Role, Team


def public_conversation(slug: str) -> Conversation:
    """Return the launched conversation at `slug`, open or closed."""
    return get_object_or_404(
        Conversation.objects.launched().select_related("host").prefetch_related("texts"), slug=slug
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
    """Return the conversations of the member's teams, where they convene or moderate."""
    held = member.appointments.filter(role__in=[Role.CONVENER, Role.MODERATOR])
    return Conversation.objects.filter(
        team__memberships__member=member, host__in=held.values("organisation")
    )


def conversation_of_team(member: Member, slug: str) -> Conversation:
    """Return a conversation of one of the member's teams, draft or not."""
    found = conversations_of_teams(member).select_related(
        "host", "team", "rulebook", "launch", "watch", "copied_from__launch"
    )
    return get_object_or_404(found.prefetch_related("texts"), slug=slug)


def may_convene(member: Member, conversation: Conversation) -> bool:
    return member.has_role(Role.CONVENER, conversation.host) and member.works_in(conversation.team)


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


def draft_to_convene(member: Member, slug: str) -> Conversation:
    """Return a conversation that nobody but its team has seen yet."""
    conversation = conversation_to_convene(member, slug)
    if Conversation.objects.launched().filter(pk=conversation.pk).exists():
        raise Http404
    return conversation


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
