"""The findings of the classic method, for comparison: it always finds groups."""

import numpy as np

from townbell import VERSION
from townbell.conversations.analysis.found import Analysis, cell_of
from townbell.conversations.results.composing import Found
from townbell.conversations.results.reading import MAJORITY_AGREES, MAJORITY_DISAGREES, Placing
from townbell.opinion.classic_analysis import ClassicAnalysis, ClassicStatement


def of_classic(report: ClassicAnalysis) -> Analysis:
    ranks = {each.id: rank for rank, each in enumerate(report.majorities, start=1)}
    counted = report.classic.counted
    return Analysis(
        participants=int((report.votes.votes_per_participant() > 0).sum()),
        found=[found(report, each, ranks.get(each.id)) for each in report.statements],
        positions=report.classic.projection.positions[counted],
        structure={
            "kind": "classic",
            "groups": [
                {
                    "people": people,
                    "statements": [
                        {"number": report.statements[each.statement].id, "agrees": each.agrees}
                        for each in chosen
                    ],
                }
                for people, chosen in zip(report.group_sizes, report.representative, strict=True)
            ],
        },
        method={
            "model": report.model,
            "seed": report.seed,
            "engine": VERSION,
            "parameters": report.parameters,
        },
    )


def found(report: ClassicAnalysis, statement: ClassicStatement, rank: int | None) -> Found:
    across, up = np.asarray(report.classic.projection.axes[:, statement.position], dtype=float)
    verdict = None
    if statement.majority is not None:
        verdict = MAJORITY_AGREES if statement.majority.agrees else MAJORITY_DISAGREES
    return Found(
        everyone=cell_of(statement.everyone),
        parts=tuple(cell_of(group) for group in statement.groups),
        verdict=verdict,
        rank=rank,
        placing=Placing(float(across), float(up), None),
    )
