"""From votes to findings, and findings into a draft of a snapshot."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from townbell.conversations.actions.publishing import Draft
from townbell.conversations.analysis.classic import of_classic
from townbell.conversations.analysis.default import of_default
from townbell.conversations.analysis.found import Analysis, limits
from townbell.conversations.analysis.reading import published_statements, read_votes
from townbell.conversations.analysis.strata import strata_of
from townbell.conversations.analysis.structure import look_for_groups, measure, slow_part
from townbell.conversations.models import Conversation, Snapshot, Statement
from townbell.conversations.queries.results import final_results
from townbell.conversations.results import composing
from townbell.disclosure import grid_of
from townbell.opinion import analyse
from townbell.opinion.analysis import Model
from townbell.opinion.classic_analysis import ClassicAnalysis
from townbell.opinion.mapping import EarlierMap

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
