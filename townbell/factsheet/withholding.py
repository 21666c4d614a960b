"""From an analysis to the numbers that may be published of it, by the small-cell rule."""

from collections.abc import Mapping, Sequence
from typing import Any

from townbell.disclosure import (
    SMALLEST_BASE,
    Cell,
    Disclosed,
    Grid,
    disclose,
    disclose_third,
    withhold_small,
)
from townbell.opinion.published import rounded, sealed
from townbell.opinion.verdicts import interval

NOT_ENOUGH_VOTES = "not enough votes"

# What was computed from all cells of a statement, and would tell of the one that is not shown.
FROM_ALL_CELLS = (
    "rank",
    "undo",
    "changed",
    "create_ground",
    "create_rejection",
    "create_at_least",
    "placing",
    "majority",
    "consensus",
    "consensus_mean",
    "measures",
)


def withheld(document: Mapping[str, Any], grid: Grid | None) -> dict[str, Any]:
    """Return an analysis with its map and without what the small-cell rule withholds.

    Parameters
    ----------
    document : what ``to_json`` of an analysis returned.
    grid : the opinion map, from ``disclosure.grid_of``.
    """
    kind = "groups" if document["model"] == "classic" else "sides"
    statements = [_statement(row, kind) for row in document["statements"]]
    whole = {row["id"] for row in statements if _is_whole(row, kind)}
    shown = {**document, "statements": statements, "map": _map(grid)}
    if "groups" in document:
        shown["groups"] = [_group(each, whole) for each in document["groups"]]
    if "structure" in document:
        shown["structure"] = _structure(document["structure"], whole)
    return sealed(shown)


def _structure(structure: Mapping[str, Any], whole: set[int | str]) -> dict[str, Any]:
    sizes = withhold_small([group["people"] for group in structure["groups"]])
    groups = [
        {
            "people": people,
            "statements": [each for each in group["statements"] if each["id"] in whole],
        }
        for people, group in zip(sizes, structure["groups"], strict=True)
    ]
    return {**structure, "groups": groups}


def _statement(row: Mapping[str, Any], kind: str) -> dict[str, Any]:
    everyone, parts = _cell(row["everyone"]), [_cell(each) for each in row[kind]]
    found = disclose(everyone, parts)
    shown = {key: value for key, value in row.items() if key != "sixths"} | {
        "everyone": _answers(found.total),
        "without_rest": found.without_rest,
        kind: [_answers(part) for part in found.parts],
    }
    if found.total is None or None in found.parts:
        shown |= {key: None for key in FROM_ALL_CELLS if key in row}
        if kind == "sides":
            shown |= {"verdict": row["verdict"] and NOT_ENOUGH_VOTES, "firm": False, "third": None}
        return shown
    return shown | ({"third": _third(row, found)} if kind == "sides" else {})


def _third(row: Mapping[str, Any], found: Disclosed) -> dict[str, Any] | None:
    sixths = [_cell(each) for each in row["sixths"]]
    return _answers(disclose_third(sixths, row["least_favourable_third"]))


def _is_whole(row: Mapping[str, Any], kind: str) -> bool:
    return row["everyone"] is not None and None not in row[kind]


def _group(group: Mapping[str, Any], whole: set[int | str]) -> dict[str, Any]:
    """Return a group with the statements that stand for it, none for a group of a few people."""
    few = group["people"] < SMALLEST_BASE
    kept = [each for each in group["representative"] if each["id"] in whole and not few]
    return {**group, "people": None if few else group["people"], "representative": kept}


def _cell(answers: Mapping[str, Any]) -> Cell:
    return Cell(answers["agree"], answers["disagree"], answers["pass"])


def _answers(cell: Cell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    counts = {"agree": cell.agree, "disagree": cell.disagree, "pass": cell.passed}
    return counts | {
        "agree_limits": _limits(cell.agree, cell.base),
        "disagree_limits": _limits(cell.disagree, cell.base),
    }


def _limits(count: int, base: int) -> Sequence[float] | None:
    if base == 0:
        return None
    found = interval(count, base)
    limits: Sequence[float] = rounded([found.lower, found.upper])
    return limits


def _map(grid: Grid | None) -> dict[str, Any] | None:
    if grid is None:
        return None
    return {
        "size": grid.size,
        "reach": grid.reach,
        "people": grid.people,
        "bins": [[each.column, each.row, each.people] for each in grid.bins],
    }
