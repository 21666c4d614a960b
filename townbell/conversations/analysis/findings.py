"""Votes out of the database, findings into a draft of a snapshot."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import batched
from typing import Any

import numpy as np
from numpy.typing import NDArray

from townbell.conversations.actions.publishing import Draft
from townbell.conversations.analysis.classic import of_classic
from townbell.conversations.analysis.default import of_default
from townbell.conversations.analysis.found import Analysis, limits
from townbell.conversations.analysis.strata import strata_of
from townbell.conversations.analysis.structure import look_for_groups, measure, slow_part
from townbell.conversations.models import Conversation, Snapshot, Statement, Vote
from townbell.conversations.queries.results import final_results
from townbell.conversations.results import composing
from townbell.disclosure import grid_of
from townbell.opinion import Votes, analyse
from townbell.opinion.analysis import Model
from townbell.opinion.classic_analysis import ClassicAnalysis
from townbell.opinion.mapping import EarlierMap

VOTES_AT_A_TIME = 100_000
SEED = 0

type Rows = Mapping[int, list[Mapping[str, Any]]]


def draft(
    conversation: Conversation,
    *,
    last: Snapshot | None = None,
    final: bool = False,
    model: Model = "default",
) -> Draft:
    """Analyse a conversation as it stands, and withhold what the small-cell rule withholds.

    The map is laid like that of `last`. Whether there are groups is looked for anew, and the
    measures are fitted, only when `last` did so a while ago, or when the result is final: that says
    what the votes say now.
    """
    statements = published_statements(conversation)
    votes = read_votes(conversation, statements)
    report = analyse(votes, model=model, seed=SEED, earlier=map_of(last))
    # The first final result counts everything. It alone may be a few answers from the one before.
    whole = final and not final_results(conversation).exists()
    earlier = {} if whole else earlier_rows(conversation)
    if isinstance(report, ClassicAnalysis):
        return compose(conversation, statements, of_classic(report), earlier)
    slow = slow_part(last) if last is not None and not final else None
    structure, measures = slow or (look_for_groups(report), measure(report))
    found = of_default(report, structure=structure, measures=measures)
    return compose(conversation, statements, found, earlier)


def earlier_rows(conversation: Conversation) -> Rows:
    """Return what earlier results show of each statement, by its number, the newest first.

    Published versions stay public, so they are all among them.
    """
    rows: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for snapshot in conversation.snapshots.all():
        for row in snapshot.data["statements"]:
            rows[row["number"]].append(row)
    return rows


def map_of(last: Snapshot | None) -> EarlierMap | None:
    """Return what a stored result keeps of its map: where its statements pull, and no person."""
    if last is None or last.data["method"]["model"] != "default":
        return None
    return {
        row["number"]: (row["placing"]["across"], row["placing"]["up"])
        for row in last.data["statements"]
        if row["placing"] is not None
    }


def published_statements(conversation: Conversation) -> list[Statement]:
    """Return the statements that are analysed, in the order of their numbers."""
    published = Statement.objects.published().filter(conversation=conversation)
    return list(published.order_by("number").prefetch_related("texts", "merged__statement"))


def read_votes(conversation: Conversation, statements: Sequence[Statement]) -> Votes:
    """Read the votes on these statements in blocks, never as model objects.

    Statements go by their public number, so that who has the published file can repeat the draw.
    Each vote has the language it was read in where that text is still the newest.
    """
    numbers = {statement.pk: statement.number or 0 for statement in statements}
    newest = newest_texts(statements)
    spoken = sorted(set(newest.values()))
    code = {text: spoken.index(language) for text, language in newest.items()}
    rows = (
        Vote.objects.filter(conversation=conversation)
        .values_list("participant_id", "statement_id", "choice", "text_id")
        .iterator(chunk_size=VOTES_AT_A_TIME)
    )
    blocks = [columns(block, numbers, code) for block in batched(rows, VOTES_AT_A_TIME)]
    people, about, choices, read = np.concatenate([np.empty((4, 0), np.int64), *blocks], axis=1)
    return Votes.from_triples(
        people,
        about,
        choices,
        statement_ids=sorted(numbers.values()),
        # With one language there is nothing to compare.
        languages=np.array([*spoken, None], dtype=object)[read] if len(spoken) > 1 else None,
    )


def newest_texts(statements: Sequence[Statement]) -> dict[int, str]:
    """Return the texts that are the newest in their language, with that language."""
    newest = {
        (statement.pk, text.language): text.pk
        for statement in statements
        for text in sorted(statement.texts.all(), key=lambda each: each.version)
    }
    return {text: language for (_, language), text in newest.items()}


def columns(
    block: Sequence[tuple[int, int, int, int | None]],
    numbers: dict[int, int],
    code: dict[int, int],
) -> NDArray[np.int64]:
    """Return a block in columns, without votes on statements that were taken down or merged.

    The last column is the code of the language that was read, −1 where it is not known.
    """
    kept = [
        (who, numbers[what], choice, -1 if text is None else code.get(text, -1))
        for who, what, choice, text in block
        if what in numbers
    ]
    return np.array(kept, dtype=np.int64).reshape(-1, 4).T


def compose(
    conversation: Conversation, statements: Sequence[Statement], analysis: Analysis, earlier: Rows
) -> Draft:
    texts = {
        str(each.number): {"texts": composing.compose_texts(each.texts.all())}
        for each in statements
    }
    rows = [
        composing.compose_row(
            statement, found, limits, earlier=earlier.get(statement.number or 0, ())
        )
        | {"texts": composing.sealed(texts[str(statement.number)]["texts"])}
        for statement, found in zip(statements, analysis.found, strict=True)
    ]
    data = {
        "schema": composing.SCHEMA,
        "conversation": composing.about(conversation),
        "people": composing.people(analysis.participants, rows),
        "strata": None if analysis.voters is None else strata_of(conversation, analysis.voters),
        "moderation": composing.moderation(conversation),
        "structure": composing.structure(analysis.structure, rows),
        "map": composing.compose_map(grid_of(analysis.positions)),
        "statements": rows,
        "method": analysis.method,
    }
    return Draft(analysis.participants, data, texts)
