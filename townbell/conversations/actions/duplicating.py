from django.db import transaction

from townbell.conversations.actions.convening import add_seed
from townbell.conversations.models import (
    Conversation,
    ConversationText,
    Margin,
    Statement,
    StatementText,
)
from townbell.people.models import Member, Team


@transaction.atomic
def duplicate_conversation(
    *, conversation: Conversation, team: Team, slug: str, by: Member
) -> Conversation:
    """Begin a draft with the words, rules, languages and host's statements of another conversation.

    What residents said and how they voted stays where it is, and so do the days.
    """
    rulebook = conversation.rulebook
    if rulebook is not None and rulebook.organisation_id not in {None, team.organisation_id}:
        rulebook = None
    made = Conversation.objects.create(
        slug=slug,
        host=team.organisation,
        team=team,
        rulebook=rulebook,
        languages=conversation.languages,
        moderation=conversation.moderation,
        entry=conversation.entry,
        copied_from=conversation,
    )
    copy_words(conversation, to=made)
    copy_margins(conversation, to=made, by=by)
    seeds = conversation.statements.published().filter(author=Statement.Author.CONVENER)
    for seed in seeds.order_by("number").prefetch_related("texts"):
        copy_seed(seed, to=made)
    return made


def copy_words(conversation: Conversation, *, to: Conversation) -> None:
    """Copy question, background and promise in every language, with how each was translated."""
    ConversationText.objects.bulk_create(
        ConversationText(
            conversation=to,
            language=text.language,
            question=text.question,
            background=text.background,
            promise=text.promise,
            kinds=text.kinds,
            answers=text.answers,
        )
        for text in conversation.texts.all()
    )


def copy_margins(conversation: Conversation, *, to: Conversation, by: Member) -> None:
    """Copy the published shares that the copy will have counts of its own to compare with.

    Others stand beside a number typed in or a batch of slips, which belong to this conversation.
    """
    Margin.objects.bulk_create(
        Margin(
            conversation=to,
            label=margin.label,
            percent=margin.percent,
            source=margin.source,
            against=margin.against,
            by=by,
        )
        for margin in conversation.margins.exclude(against="").order_by("pk")
        if not margin.against.startswith("batch/")
    )


def copy_seed(seed: Statement, *, to: Conversation) -> None:
    """Add a seed with its newest text in each language, the original first."""
    original = seed.text_in("")
    newest = {text.language: text for text in sorted(seed.texts.all(), key=lambda t: t.version)}
    del newest[original.language]
    statement = add_seed(conversation=to, texts={original.language: original.text})
    StatementText.objects.bulk_create(
        StatementText(statement=statement, language=text.language, text=text.text, kind=text.kind)
        for text in newest.values()
    )
