from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from townbell.conversations import access
from townbell.conversations.actions import moderating
from townbell.conversations.models import Conversation, Statement
from townbell.conversations.queries.moderation import decided_lately, queue_of
from townbell.moderation.actions import RuleMissing, TooLate
from townbell.moderation.models import Decision
from townbell.moderation.queries import rules_of
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role

MODERATORS = (Role.MODERATOR, Role.CONVENER)


@require_safe
@staff_only("the team reads what waits for a decision", *MODERATORS)
def queue(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_of_team(request.user, slug)
    return queue_page(request, conversation)


@require_POST
@staff_only("the team decides about statements", *MODERATORS)
def decide(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    conversation = access.conversation_of_team(request.user, slug)
    statement = access.statement_of_team(conversation, pk)
    try:
        act(request, conversation, statement, request.POST.get("decision", ""))
    except (moderating.WrongStanding, moderating.WrongOriginal):
        said = _("Somebody else has decided about this statement meanwhile. Nothing was changed.")
        return queue_page(request, conversation, said=said)
    except RuleMissing:
        said = _("Please choose the rule that the statement breaks. Nothing was changed.")
        return queue_page(request, conversation, said=said)
    return redirect(f"{reverse('desk:moderation', args=[slug])}#queue")


def act(
    request: StaffRequest, conversation: Conversation, statement: Statement, decision: str
) -> None:
    """Carry out "approve", "rule:3" or "into:17"."""
    word, _colon, number = decision.partition(":")
    by = request.user
    if decision == "approve":
        moderating.approve_statement(statement=statement, by=by)
    elif decision == "keep":
        moderating.keep_statement(statement=statement, by=by)
    elif word == "rule" and number.isdecimal() and conversation.rulebook is not None:
        rule = conversation.rulebook.rules.filter(number=number[:4]).first()
        if rule is None:
            raise RuleMissing
        moderating.reject_statement(statement=statement, rule=rule, by=by)
    elif word == "into" and number.isdecimal():
        original = conversation.statements.filter(number=number[:9]).first()
        if original is None:
            raise moderating.WrongOriginal
        moderating.merge_statement(statement=statement, into=original, by=by)
    else:
        raise Http404


@require_POST
@staff_only("the team takes back a decision of the last ten minutes", *MODERATORS)
def take_back(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    conversation = access.conversation_of_team(request.user, slug)
    decision = get_object_or_404(Decision, pk=pk, scope=conversation.scope)
    statement = access.statement_of_team(conversation, int(decision.subject.partition("/")[2]))
    try:
        moderating.take_decision_back(statement=statement, decision=decision, by=request.user)
    except (TooLate, moderating.WrongStanding):
        said = _("Ten minutes have passed, or somebody was faster. Nothing was changed.")
        return queue_page(request, conversation, said=said)
    return redirect(f"{reverse('desk:moderation', args=[slug])}#queue")


def queue_page(request: StaffRequest, conversation: Conversation, **said: Any) -> HttpResponse:
    language = get_language() or conversation.source_language
    context = {
        "conversation": conversation,
        "words": conversation.words(language),
        "rules": rules_of(conversation.rulebook),
        "queue": queue_of(conversation, language=language),
        "decided": decided_lately(conversation),
        **said,
    }
    return render(request, "conversations/desk/moderation.html", context)
