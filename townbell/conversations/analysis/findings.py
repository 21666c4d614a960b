"""From votes to findings, and findings into a draft of a snapshot."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from townbell.conversations.actions.publishing import Draft
from townbell.conversations.analysis.classic import of_classic
from townbell.conversations.analysis.default import of_default
from townbell.conversations.analysis.fits import Fits, Kept
from townbell.conversations.analysis.found import Analysis, limits
from townbell.conversations.analysis.reading import published_statements, read_votes
from townbell.conversations.analysis.strata import strata_of
from townbell.conversations.analysis.structure import as_found, look_for_groups, measure, slow_part
from townbell.conversations.models import Conversation, Snapshot, Statement
from townbell.conversations.queries.results import final_results
from townbell.conversations.results import composing
from townbell.disclosure import grid_of
from townbell.opinion import Votes, analyse
from townbell.opinion import default_analysis as engine
from townbell.opinion.analysis import Model
from townbell.opinion.mapping import EarlierMap

SEED = 0

type Rows = Mapping[int, list[Mapping[str, Any]]]


def draft(
    conversation: Conversation,
    *,
    last: Snapshot | None = None,
    final: bool = False,
    model: Model = "default",
    fits: Fits | None = None,
) -> Draft:
    """Analyse a conversation as it stands, and withhold what the small-cell rule withholds.

    Where `fits` has a fresh fit, the votes are counted on the halves it found. A first result and a
    final one are fitted, always: they say what the votes say now, and who has them can repeat it.
    """
    statements = published_statements(conversation)
    votes = read_votes(conversation, statements)
    # The first final result counts everything. It alone may be a few answers from the one before.
    whole = final and not final_results(conversation).exists()
    earlier = {} if whole else earlier_rows(conversation)
    if model == "classic":
        found = of_classic(analyse(votes, model="classic", seed=SEED))
    else:
        fits = Fits() if fits is None else fits
        found = found_in(votes, conversation, last=last, final=final, fits=fits)
    return compose(conversation, statements, found, earlier, last)


def found_in(
    votes: Votes, conversation: Conversation, *, last: Snapshot | None, final: bool, fits: Fits
) -> Analysis:
    """Count the votes on a fresh fit, or fit them and keep that."""
    kept = None if last is None or final else fits.fresh(conversation.pk)
    if last is not None and kept is not None:
        return counted(votes, last, kept)
    begun = fits.clock()
    report = analyse(votes, seed=SEED, earlier=map_of(last))
    fits.keep(conversation.pk, report.fit, begun=begun)
    return fitted(report, None if final else last)


def counted(votes: Votes, last: Snapshot, kept: Kept) -> Analysis:
    """Count on halves as they were found; groups and measures are those of `last`."""
    structure, measures = as_found(last)
    return of_default(
        kept.fit.refreshed(votes),
        structure=structure,
        measures=measures,
        halves_found_at=kept.found_at,
    )


def fitted(report: engine.Analysis, last: Snapshot | None) -> Analysis:
    """Take what was fitted, and look for groups and fit the measures where `last` did so long ago.

    Without a `last` they are always found anew.
    """
    slow = None if last is None else slow_part(last)
    structure, measures = slow or (look_for_groups(report), measure(report))
    return of_default(report, structure=structure, measures=measures)


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
    conversation: Conversation,
    statements: Sequence[Statement],
    analysis: Analysis,
    earlier: Rows,
    last: Snapshot | None,
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
        "map": drawn_map(analysis, last),
        "statements": rows,
        "method": analysis.method,
    }
    return Draft.sealed(analysis.participants, data, texts)


def drawn_map(analysis: Analysis, last: Snapshot | None) -> dict[str, Any] | None:
    if analysis.positions is not None:
        return composing.compose_map(grid_of(analysis.positions))
    stays: dict[str, Any] | None = None if last is None else last.data["map"]
    return stays
