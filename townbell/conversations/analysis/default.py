"""The findings of Townbell's own method: two halves, verdicts, and the ballots they rest on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from townbell import VERSION
from townbell.conversations.analysis.found import Analysis, Voters, cell_of
from townbell.conversations.results.composing import Found
from townbell.conversations.results.reading import Placing
from townbell.disclosure import Cell
from townbell.opinion import default_analysis as engine
from townbell.opinion.default_analysis import PARAMETERS
from townbell.opinion.mapping import OpinionMap
from townbell.opinion.statement_finding import StatementFinding, verdict_name
from townbell.opinion.verdicts import LEAST_GAP, LEAST_OPPOSED, LEAST_SEEN, MAJORITY, needed

# Of so many answers in a half, how many must agree: as the page prints it.
PRINTED = (8, 10, 13, 20, 30, 50, 100, 200, 500, 1000)


def of_default(
    report: engine.Analysis,
    *,
    structure: dict[str, Any],
    measures: Mapping[Any, dict[str, Any]],
    halves_found_at: datetime | None = None,
) -> Analysis:
    """Return what the engine found; `halves_found_at` is of an earlier fit that it counted on."""
    found_at = {} if halves_found_at is None else {"halves_found_at": minute(halves_found_at)}
    answers = report.votes.votes_per_participant()
    voted = answers > 0
    cells = zip(*(map(cell_of, part.tallies()) for part in report.sixths.rows()), strict=True)
    return Analysis(
        participants=int(voted.sum()),
        found=[
            found(each, sixths, placing(report.opinion_map, each.id), measures.get(each.id, {}))
            for each, sixths in zip(report.statements, cells, strict=True)
        ],
        # On the same axes again, the squares would differ by the newcomers alone.
        positions=report.positions.means[voted] if halves_found_at is None else None,
        structure=structure,
        method={
            "model": report.model,
            "seed": report.seed,
            "engine": VERSION,
            "parameters": PARAMETERS,
            "rule": rule(),
            **found_at,
        },
        voters=Voters(
            report.votes.participant_ids[voted], answers[voted], report.sides.usual[voted]
        ),
    )


def found(
    statement: StatementFinding,
    sixths: tuple[Cell, ...],
    place: Placing | None,
    measures: Mapping[str, Any],
) -> Found:
    return Found(
        everyone=cell_of(statement.everyone.tally),
        parts=tuple(cell_of(side.tally) for side in statement.sides),
        sixths=sixths,
        third=statement.least_favourable_third,
        verdict=None if statement.verdict is None else verdict_name(statement.verdict),
        rank=statement.rank,
        firm=statement.firm,
        undo=statement.undo,
        changed=statement.changed,
        create=statement.create_ground,
        placing=place,
        measures=measures,
    )


def placing(drawn: OpinionMap, statement: int | str) -> Placing | None:
    """Return where a vote on a statement pulls; None where it came after the map was drawn."""
    at = drawn.rows.get(statement)
    if at is None:
        return None
    across, up = drawn.factors.loadings[at].tolist()
    return Placing(across, up, float(drawn.factors.noise[at]))


def minute(at: datetime) -> str:
    return at.isoformat(timespec="minutes")


def rule() -> dict[str, Any]:
    """Return the rule of the verdicts as the page prints it beside them."""
    return {
        "majority": MAJORITY,
        "gap": LEAST_GAP,
        "opposed": LEAST_OPPOSED,
        "least": LEAST_SEEN,
        "needed": [
            [seen, int(agree)] for seen, agree in zip(PRINTED, needed(PRINTED), strict=True)
        ],
    }
