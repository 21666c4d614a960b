"""Find words in what conversations show to everyone, in whatever language they are in."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from townbell.conversations.models import (
    Archiving,
    Closure,
    Conversation,
    Snapshot,
    Statement,
    StatementText,
)
from townbell.conversations.queries.board import newest_results, pinned, pinned_result
from townbell.conversations.queries.desk import name_of
from townbell.web.board import MOST_FOUND, Found, Pinned
from townbell.web.languages import name_of as language_name
from townbell.web.words import holds


def find_conversations(wanted: list[str], language: str) -> Found:
    """Find conversations by question, background or promise, the newest first."""
    asked = [each for each in public() if holds(words_of(each), wanted)]
    archived = in_the_archive()
    cards = [
        labelled(pinned(each, language, "conversations:conversation"), each, archived, *ended(each))
        for each in asked[:MOST_FOUND]
    ]
    return Found(len(asked), cards)


def public() -> Iterable[Conversation]:
    standing = Prefetch("closures", Closure.objects.standing())
    launched = Conversation.objects.launched().select_related("host", "launch")
    return launched.prefetch_related("texts", standing).order_by("-launch__at")


def words_of(conversation: Conversation) -> str:
    texts = [each for each in conversation.texts.all() if each.language in conversation.languages]
    return " ".join(f"{each.question} {each.background} {each.promise}" for each in texts)


def ended(conversation: Conversation) -> tuple[str, ...]:
    closures = conversation.closures.all()
    standing = name_of(conversation, closures[0] if closures else None)
    return (_("closed"),) if standing in {"closed", "ended"} else ()


def find_statements(wanted: list[str], language: str) -> Found:
    """Find published statements, those with the words in the reader's language first."""
    newest = newest_texts()
    # Of a statement that holds the words in several languages, the reader's counts.
    best: dict[int, str] = {}
    for (statement, tongue), text in newest.items():
        if holds(text, wanted) and best.get(statement) != language:
            best[statement] = tongue
    order = sorted(best, key=lambda statement: best[statement] != language)
    shown = in_the_same_order(order[:MOST_FOUND])
    with_result = counted(shown)
    cards = [
        card_of_statement(
            each,
            found_in=best[each.pk],
            language=language,
            address=line_of(each, has_result=each.conversation_id in with_result),
        )
        for each in shown
    ]
    return Found(len(best), cards)


def newest_texts() -> dict[tuple[int, str], str]:
    """Return what published statements say now, by statement and language, the newest first."""
    texts = StatementText.objects.filter(
        statement__standing=Statement.Standing.PUBLISHED,
        statement__conversation__launch__isnull=False,
    ).order_by("-statement__day", "-statement__number", "statement", "version")
    rows = texts.values_list(
        "statement", "language", "text", "kind", "statement__conversation__languages"
    )
    return {
        (statement, language): text
        for statement, language, text, kind, offered in rows.iterator()
        # A translation into a language that was withdrawn is shown nowhere.
        if kind == StatementText.Kind.ORIGINAL or language in offered
    }


def in_the_same_order(keys: list[int]) -> list[Statement]:
    statements = Statement.objects.published().filter(pk__in=keys)
    found = statements.select_related("conversation").prefetch_related(
        "texts", "conversation__texts"
    )
    return sorted(found, key=lambda statement: keys.index(statement.pk))


def counted(statements: list[Statement]) -> set[int]:
    """Return which of the statements' conversations have a result."""
    asked = {statement.conversation_id for statement in statements}
    there = Snapshot.objects.filter(conversation__in=asked)
    return set(there.values_list("conversation", flat=True).order_by().distinct())


def card_of_statement(
    statement: Statement, *, found_in: str, language: str, address: str
) -> Pinned:
    text = statement.text_in(language)
    if text.language not in {found_in, language}:
        text = statement.text_in(found_in)
    question = statement.conversation.text_in(language).question
    elsewhere = _("found in %(language)s") % {"language": language_name(found_in)}
    return Pinned(
        title=text.text,
        language=text.language,
        path=address,
        facts=(
            _("Statement %(number)s in “%(question)s”")
            % {"number": statement.number, "question": question},
            *([elsewhere] if text.language != found_in else []),
        ),
        labels=(str(statement.get_author_display()),),
    )


def line_of(statement: Statement, *, has_result: bool) -> str:
    """Return where a statement stands among the others, or the conversation before any result."""
    slug = statement.conversation.slug
    if not has_result:
        return reverse("conversations:conversation", args=[slug])
    return f"{reverse('conversations:statements', args=[slug])}#s{statement.number}"


def find_results(wanted: list[str], language: str) -> Found:
    """Find published results by the question that was asked, in any of its languages."""
    found = [each for each in newest_results() if holds(words_of(each.conversation), wanted)]
    archived = in_the_archive()
    cards = [
        labelled(pinned_result(each, language), each.conversation, archived)
        for each in found[:MOST_FOUND]
    ]
    return Found(len(found), cards)


def in_the_archive() -> set[int]:
    return set(Archiving.objects.standing().values_list("conversation", flat=True))


def labelled(card: Pinned, conversation: Conversation, archived: set[int], *also: str) -> Pinned:
    own = (_("archived"),) if conversation.pk in archived else also
    return replace(card, labels=(*card.labels, *own))
