from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from townbell.conversations.actions.speaking import publish
from townbell.conversations.actions.voting import mark_for_analysis
from townbell.conversations.models import (
    Closure,
    Conversation,
    ConversationText,
    EntryChange,
    Extension,
    Launch,
    Reopening,
    Revision,
    Statement,
    StatementText,
)
from townbell.ledger import actions as ledger
from townbell.moderation.models import Rulebook
from townbell.people.models import Member, Team


class NotReady(Exception):
    """A conversation is published only with a question, rules and a promise of what follows."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class NotNow(Exception):
    """The conversation is not in the state that this act needs."""


@transaction.atomic
def create_conversation(
    *, team: Team, slug: str, languages: list[str], **fields: Any
) -> Conversation:
    """Begin a draft that only the team sees."""
    return Conversation.objects.create(
        host=team.organisation, team=team, slug=slug, languages=languages, **fields
    )


@transaction.atomic
def write_text(
    *, conversation: Conversation, language: str, question: str, background: str, promise: str
) -> ConversationText:
    """Write a draft's question, background and promise in one language."""
    if is_launched(conversation):
        raise NotNow
    text, _ = ConversationText.objects.update_or_create(
        conversation=conversation,
        language=language,
        defaults={"question": question, "background": background, "promise": promise},
    )
    return text


@transaction.atomic
def revise_text(
    *,
    conversation: Conversation,
    language: str,
    background: str,
    promise: str,
    by: Member,
    reason: str,
) -> Revision:
    """Change the background or the promise of a launched conversation, and say publicly why.

    The question stays: votes were cast on it.
    """
    text = ConversationText.objects.select_for_update().get(
        conversation=conversation, language=language
    )
    revision = Revision.objects.create(
        conversation=conversation,
        language=language,
        background=text.background,
        promise=text.promise,
        by=by,
        reason=reason,
    )
    text.background, text.promise = background, promise
    text.save(update_fields=["background", "promise"])
    ledger.append("conversation revised", revision, public=True)
    return revision


@transaction.atomic
def add_seed(
    *, conversation: Conversation, texts: Mapping[str, str], kind: str = StatementText.Kind.HUMAN
) -> Statement:
    """Add a statement of the host's own, in one or several languages, the first the original."""
    statement = Statement(
        conversation=conversation, author=Statement.Author.CONVENER, day=timezone.localdate()
    )
    publish(statement)
    statement.save(force_insert=True)
    for place, (language, text) in enumerate(texts.items()):
        own = StatementText.Kind.ORIGINAL if place == 0 else kind
        StatementText.objects.create(statement=statement, language=language, text=text, kind=own)
    mark_for_analysis(conversation.pk)
    return statement


@transaction.atomic
def add_seeds(
    *, conversation: Conversation, seeds: list[dict[str, str]], kind: str
) -> list[Statement]:
    """Add several statements of the host's own: all of them or none."""
    return [add_seed(conversation=conversation, texts=texts, kind=kind) for texts in seeds]


@transaction.atomic
def change_draft(*, conversation: Conversation, **fields: Any) -> None:
    """Change how a draft will be held."""
    if is_launched(conversation):
        raise NotNow
    Conversation.objects.filter(pk=conversation.pk).update(**fields)


@transaction.atomic
def choose_rules(*, conversation: Conversation, rulebook: Rulebook) -> None:
    """Settle the rules that a draft will be moderated by."""
    change_draft(conversation=conversation, rulebook=rulebook)


@transaction.atomic
def translate_statement(
    *, statement: Statement, language: str, text: str, kind: str
) -> StatementText:
    """Add a translation; an earlier one in the same language stays for those who read it."""
    Statement.objects.select_for_update().get(pk=statement.pk)
    versions = statement.texts.filter(language=language).order_by("-version")
    newest = versions.values_list("version", flat=True).first()
    return StatementText.objects.create(
        statement=statement, language=language, text=text, kind=kind, version=(newest or 0) + 1
    )


@transaction.atomic
def launch_conversation(*, conversation: Conversation, by: Member | None) -> Launch:
    """Make a conversation public, once it has rules and a promise of what happens next."""
    lacking = missing(conversation)
    if lacking:
        raise NotReady(lacking)
    if is_launched(conversation):
        raise NotNow
    launch = Launch.objects.create(conversation=conversation, by=by)
    ledger.append("conversation opened", conversation, public=True)
    return launch


def missing(conversation: Conversation) -> list[str]:
    """Name what a draft still lacks: question, promise, rules."""
    source = conversation.texts.filter(language=conversation.source_language).first()
    lacking = [
        name for name in ("question", "promise") if source is None or not getattr(source, name)
    ]
    return lacking if conversation.rulebook_id is not None else [*lacking, "rules"]


@transaction.atomic
def close_conversation(*, conversation: Conversation, by: Member | None, reason: str) -> Closure:
    """End a conversation and say publicly who ended it and why."""
    Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    if not is_launched(conversation) or standing_closure(conversation):
        raise NotNow
    closure = Closure.objects.create(conversation=conversation, by=by, reason=reason)
    ledger.append("conversation closed", closure, public=True)
    mark_for_analysis(conversation.pk)
    return closure


@transaction.atomic
def reopen_conversation(
    *, conversation: Conversation, by: Member, reason: str, closes_at: datetime | None = None
) -> Reopening:
    """Take a closure back and say publicly why; an end that has passed needs a new one."""
    Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    closure = standing_closure(conversation)
    # An open conversation stands on the lists: an archived one goes back there first.
    if closure is None or Conversation.objects.archived().filter(pk=conversation.pk).exists():
        raise NotNow
    reopening = Reopening.objects.create(closure=closure, by=by, reason=reason)
    ledger.append("conversation reopened", reopening, public=True)
    ended = conversation.closes_at is not None and conversation.closes_at <= timezone.now()
    if ended or closes_at is not None:
        extend_conversation(conversation=conversation, by=by, reason=reason, closes_at=closes_at)
    return reopening


@transaction.atomic
def extend_conversation(
    *, conversation: Conversation, by: Member, reason: str, closes_at: datetime | None
) -> Extension:
    """Move the announced end, and say publicly why."""
    if standing_closure(conversation) or (closes_at is not None and closes_at <= timezone.now()):
        raise NotNow
    extension = Extension.objects.create(
        conversation=conversation,
        was=conversation.closes_at,
        becomes=closes_at,
        by=by,
        reason=reason,
    )
    conversation.closes_at = closes_at
    conversation.save(update_fields=["closes_at"])
    ledger.append("conversation extended", extension, public=True)
    return extension


@transaction.atomic
def change_entry(
    *, conversation: Conversation, by: Member, reason: str, becomes: str
) -> EntryChange:
    """Change who may take part from now on, and say publicly why; votes cast before stay."""
    current = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    closed = standing_closure(conversation)
    if not is_launched(conversation) or closed or becomes == current.entry:
        raise NotNow
    change = EntryChange.objects.create(
        conversation=conversation, was=current.entry, becomes=becomes, by=by, reason=reason
    )
    conversation.entry = becomes
    conversation.save(update_fields=["entry"])
    ledger.append("entry changed", change, public=True)
    return change


def is_launched(conversation: Conversation) -> bool:
    return Launch.objects.filter(conversation=conversation).exists()


def standing_closure(conversation: Conversation) -> Closure | None:
    return Closure.objects.standing().filter(conversation=conversation).first()
