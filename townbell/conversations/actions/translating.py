"""Translations are typed, pasted or imported by staff; the server translates nothing by itself."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from townbell.conversations.actions.convening import NotNow, is_launched, translate_statement
from townbell.conversations.models import (
    Conversation,
    ConversationText,
    GlossaryTerm,
    LanguageReturn,
    LanguageWithdrawal,
    Revision,
    WaitingTable,
)
from townbell.ledger import actions as ledger
from townbell.people.models import Member

TRANSLATED = "Translated into %s."
TABLES_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """New words of one line: a part of the conversation, or a statement by its number."""

    key: str
    language: str
    text: str
    kind: str


@transaction.atomic
def offer_language(*, conversation: Conversation, language: str, by: Member) -> None:
    """Let a conversation be translated into one more language, or into a withdrawn one again."""
    current = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    if language in current.languages:
        return
    current.languages = [*current.languages, language]
    current.save(update_fields=["languages"])
    for withdrawal in current.withdrawn_languages.filter(language=language, end__isnull=True):
        end = LanguageReturn.objects.create(withdrawal=withdrawal, by=by)
        ledger.append("language offered again", end, public=True)


@transaction.atomic
def withdraw_language(
    *, conversation: Conversation, language: str, by: Member, reason: str
) -> None:
    """Offer a conversation in a language no longer, and say publicly why once it is public.

    Translations stay stored, and so do the votes of those who read them.
    """
    current = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    if language == current.source_language or language not in current.languages:
        raise NotNow
    current.languages = [each for each in current.languages if each != language]
    current.save(update_fields=["languages"])
    if is_launched(current):
        withdrawal = LanguageWithdrawal.objects.create(
            conversation=current, language=language, by=by, reason=reason
        )
        ledger.append("language withdrawn", withdrawal, public=True)


@transaction.atomic
def save_translations(*, conversation: Conversation, changes: list[Change], by: Member) -> None:
    """Save new words: of statements as new versions, of the question with what was there before."""
    statements = {each.number: each for each in conversation.statements.published()}
    words: dict[str, list[Change]] = {}
    for change in changes:
        if not change.key.isdecimal():
            words.setdefault(change.language, []).append(change)
        else:
            translate_statement(
                statement=statements[int(change.key)],
                language=change.language,
                text=change.text,
                kind=change.kind,
            )
    for language, parts in words.items():
        translate_words(conversation=conversation, language=language, changes=parts, by=by)


@transaction.atomic
def translate_words(
    *, conversation: Conversation, language: str, changes: list[Change], by: Member
) -> ConversationText:
    """Translate the question, its background or the promise."""
    if language == conversation.source_language:
        raise ValueError("the source is written, not translated")
    text = (
        ConversationText.objects.select_for_update()
        .filter(conversation=conversation, language=language)
        .first()
    ) or ConversationText(conversation=conversation, language=language)
    before = Revision(
        conversation=conversation,
        language=language,
        question=text.question,
        background=text.background,
        promise=text.promise,
        by=by,
        reason=TRANSLATED % language,
    )
    for change in changes:
        if change.key in text.ANSWERS:
            text.answers = text.answers | {change.key: change.text}
        else:
            setattr(text, change.key, change.text)
    text.kinds = text.kinds | {change.key: change.kind for change in changes}
    text.save()
    if is_launched(conversation):
        before.save()
        ledger.append("conversation revised", before, public=True)
    return text


@transaction.atomic
def keep_table(*, conversation: Conversation, text: str, by: Member) -> WaitingTable:
    """Keep a table until its sender has seen what it would change."""
    WaitingTable.objects.filter(conversation=conversation, by=by).delete()
    return WaitingTable.objects.create(conversation=conversation, text=text, by=by)


@transaction.atomic
def save_table(*, table: WaitingTable, changes: list[Change], by: Member) -> None:
    """Save what a table changes, and forget the table."""
    save_translations(conversation=table.conversation, changes=changes, by=by)
    table.delete()


@transaction.atomic
def forget_tables() -> int:
    """Delete the tables that nobody said yes to within a day."""
    forgotten, _ = WaitingTable.objects.filter(at__lt=timezone.now() - TABLES_KEPT).delete()
    return forgotten


@transaction.atomic
def write_glossary(*, conversation: Conversation, language: str, terms: dict[str, str]) -> None:
    """Write how the host says some words in a language; words given an empty text are deleted."""
    kept = GlossaryTerm.objects.filter(organisation=conversation.host, language=language)
    kept.filter(term__in=[term for term, text in terms.items() if not text]).delete()
    for term, text in terms.items():
        if text:
            GlossaryTerm.objects.update_or_create(
                organisation=conversation.host,
                language=language,
                term=term,
                defaults={"translation": text},
            )
