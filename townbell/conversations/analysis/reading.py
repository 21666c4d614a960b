"""Votes out of the database, into columns: there may be millions, so never as model objects."""

from collections.abc import Mapping, Sequence
from itertools import batched, repeat

import numpy as np
from django.db import connection
from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast
from numpy.typing import NDArray

from townbell.conversations.models import Conversation, Participant, Statement, Vote
from townbell.opinion import Votes
from townbell.opinion.identifiers import distinct, positions

VOTES_AT_A_TIME = 50_000
NOT_KNOWN = -1
# From this share of all people on, one sweep over the whole table is quicker than the index.
LARGE_SHARE = 0.1

type Row = tuple[int, int, int, int | None]
type Columns = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int8], NDArray[np.int16]]

NOTHING: Columns = (
    np.empty(0, np.int64),
    np.empty(0, np.int32),
    np.empty(0, np.int8),
    np.empty(0, np.int16),
)


def published_statements(conversation: Conversation) -> list[Statement]:
    """Return the statements that are analysed, in the order of their numbers."""
    published = Statement.objects.published().filter(conversation=conversation)
    return list(published.order_by("number").prefetch_related("texts", "merged__statement"))


def read_votes(conversation: Conversation, statements: Sequence[Statement]) -> Votes:
    """Read the votes on these statements in blocks.

    Statements go by their public number, so that who has the published file can repeat the draw.
    Each vote has the language it was read in where that text is still the newest.
    """
    numbered = sorted(statements, key=lambda each: each.number or 0)
    newest = newest_texts(statements)
    spoken = sorted(set(newest.values()))
    place = {each.pk: at for at, each in enumerate(numbered)}
    code = {text: spoken.index(language) for text, language in newest.items()}
    rows = (
        votes_of(conversation)
        .values_list("participant_id", "statement_id", "choice", "text_id")
        .iterator(chunk_size=VOTES_AT_A_TIME)
    )
    blocks = [columns(block, place, code) for block in batched(rows, VOTES_AT_A_TIME)]
    people, about, choices, read = map(np.concatenate, zip(NOTHING, *blocks, strict=True))
    axis = distinct(people)
    # With one language read there is nothing to compare.
    several = np.unique(read[read != NOT_KNOWN]).size > 1
    return Votes.from_positions(
        positions(people, axis, "participants"),
        about,
        choices,
        participant_ids=axis,
        statement_ids=np.array([each.number or 0 for each in numbered], dtype=np.int64),
        excluded=np.zeros(len(numbered), dtype=np.bool_),
        languages=read if several else None,
        language_names=tuple(spoken) if several else (),
    )


def votes_of(conversation: Conversation) -> QuerySet[Vote]:
    """Select a conversation's votes, in the way that is quick for so many.

    Rows lie in random order. SQLite would follow its index to each of them, one page read a vote.
    """
    if connection.vendor == "sqlite" and is_large(conversation):
        not_indexed = Cast("conversation_id", BigIntegerField())
        return Vote.objects.alias(held_in=not_indexed).filter(held_in=conversation.pk)
    return Vote.objects.filter(conversation=conversation)


def is_large(conversation: Conversation) -> bool:
    """Say whether many of all people here take part in this conversation."""
    people = Participant.objects.filter(conversation=conversation).count()
    return people >= LARGE_SHARE * Participant.objects.count()


def newest_texts(statements: Sequence[Statement]) -> dict[int, str]:
    """Return the texts that are the newest in their language, with that language."""
    newest = {
        (statement.pk, text.language): text.pk
        for statement in statements
        for text in sorted(statement.texts.all(), key=lambda each: each.version)
    }
    return {text: language for (_, language), text in newest.items()}


def columns(block: Sequence[Row], place: Mapping[int, int], code: Mapping[int, int]) -> Columns:
    """Return a block in columns, without votes on statements that were taken down or merged.

    Statements by their `place`; the last column is the `code` of the language that was read.
    """
    who, what, choices, texts = zip(*block, strict=True)
    about = np.fromiter(map(place.get, what, repeat(NOT_KNOWN)), np.int32, len(block))
    read = np.fromiter(map(code.get, texts, repeat(NOT_KNOWN)), np.int16, len(block))
    kept = about != NOT_KNOWN
    return np.array(who)[kept], about[kept], np.array(choices, np.int8)[kept], read[kept]
