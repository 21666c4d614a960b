"""From an analysis to what may be published of it: the small-cell rule applied, texts sealed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from townbell.conversations.models import Conversation, Statement, StatementText
from townbell.conversations.results import sealing
from townbell.conversations.results.reading import NOT_ENOUGH_VOTES, Placing
from townbell.disclosure import Cell, Disclosed, Grid, disclose_again, disclose_third

SCHEMA = "townbell result 1"

# From how many of how many to the limits between which a share may lie.
Interval = Callable[[int, int], tuple[float, float]]


@dataclass(frozen=True)
class Found:
    """What the engine found about one statement, nothing withheld yet.

    ``sixths`` and ``third`` are there when people stand on two sides: six neighbouring parts of
    them, and the third of them that favours the statement least.
    """

    everyone: Cell
    parts: tuple[Cell, ...] = ()
    sixths: tuple[Cell, ...] = ()
    third: int | None = None
    verdict: str | None = None
    rank: int | None = None
    firm: bool | None = None
    undo: int | None = None
    changed: int | None = None
    create: int | None = None
    placing: Placing | None = None
    measures: Mapping[str, Any] = field(default_factory=dict)


def compose_row(
    statement: Statement,
    found: Found,
    interval: Interval,
    *,
    earlier: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Return the public numbers of a statement, after its `earlier` rows, the newest first.

    Of a statement with a withheld cell nothing is kept that was computed from its cells: a
    verdict or a number of ballots would tell what the cell does not. Where so few answered since
    an earlier result that the difference would tell of them, all its numbers stay as they were.
    """
    about = {
        "number": statement.number,
        "author": statement.author,
        "merged": sorted(
            each.statement.number
            for each in statement.merged.all()
            if each.statement.number is not None
        ),
    }
    told = list(map(disclosed, earlier))
    shown = disclose_again(found.everyone, found.parts, earlier=told)
    if shown is None:
        return {**earlier[0], **about, "newer_votes_wait": True}
    row = {
        **about,
        "newer_votes_wait": False,
        "everyone": answers(shown.total, interval),
        "without_rest": shown.without_rest,
        "parts": [answers(part, interval) for part in shown.parts],
        "third": None,
        "verdict": NOT_ENOUGH_VOTES if found.sixths else None,
        "placing": None,
        "measures": {},
    }
    if not is_whole(shown):
        return row | dict.fromkeys(DERIVED)
    third = third_of(found, earlier=[cell_in(each["third"]) for each in earlier])
    if third is None and told[:1] == [shown]:
        third = cell_in(earlier[0]["third"])
    return row | derived(found, interval) | {"third": answers(third, interval)}


def disclosed(row: Mapping[str, Any]) -> Disclosed:
    """Return which cells a row shows."""
    parts = tuple(map(cell_in, row["parts"]))
    return Disclosed(cell_in(row["everyone"]), parts, without_rest=row["without_rest"])


def cell_in(stored: Mapping[str, Any] | None) -> Cell | None:
    return None if stored is None else Cell(stored["agree"], stored["disagree"], stored["pass"])


DERIVED = ("rank", "firm", "undo", "changed", "create")


def is_whole(shown: Disclosed) -> bool:
    return shown.total is not None and None not in shown.parts


def third_of(found: Found, *, earlier: Iterable[Cell | None]) -> Cell | None:
    if found.third is None:
        return None
    told = [each for each in earlier if each is not None]
    return disclose_third(found.sixths, found.third, earlier=told)


def derived(found: Found, interval: Interval) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "placing": None if found.placing is None else asdict(found.placing),
        "measures": dict(found.measures),
    } | {name: getattr(found, name) for name in DERIVED}


def structure(found: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what was found of groups, without statements that have a withheld number or are gone.

    What sets a group apart was found from all answers, the withheld ones too.
    """
    whole = {
        row["number"] for row in rows if row["everyone"] is not None and None not in row["parts"]
    }
    groups = [
        {**group, "statements": [each for each in group["statements"] if each["number"] in whole]}
        for group in found.get("groups", ())
    ]
    return {**found, "groups": groups}


def answers(cell: Cell | None, interval: Interval) -> dict[str, Any] | None:
    if cell is None:
        return None
    counts = {"agree": cell.agree, "disagree": cell.disagree, "pass": cell.passed}
    if cell.base == 0:
        return counts
    return counts | {
        "agree_limits": list(interval(cell.agree, cell.base)),
        "disagree_limits": list(interval(cell.disagree, cell.base)),
    }


def compose_texts(texts: Iterable[StatementText]) -> list[dict[str, Any]]:
    """Return the newest text in each language with its salt, the original first."""
    newest = {text.language: text for text in sorted(texts, key=lambda text: text.version)}
    original_first = sorted(
        newest.values(), key=lambda text: (text.kind != StatementText.Kind.ORIGINAL, text.language)
    )
    return [
        {
            "language": text.language,
            "kind": text.kind,
            "text": text.text,
            "salt": sealing.new_salt(),
        }
        for text in original_first
    ]


def sealed(texts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return, of texts with their salts, what the published numbers keep."""
    return [
        {
            "language": each["language"],
            "kind": each["kind"],
            "sha256": sealing.seal(each["text"], each["salt"]),
        }
        for each in texts
    ]


def compose_map(grid: Grid | None) -> dict[str, Any] | None:
    if grid is None:
        return None
    return {
        "size": grid.size,
        "reach": grid.reach,
        "people": grid.people,
        "bins": [[each.column, each.row, each.people] for each in grid.bins],
    }


def about(conversation: Conversation) -> dict[str, Any]:
    """Return what a reader must know of the conversation itself, as it is on this day."""
    closure = conversation.closures.standing().order_by("at").last()
    return {
        "slug": conversation.slug,
        "host": conversation.host.name,
        "provenance": conversation.provenance,
        "source": conversation.source,
        "question": questions(conversation),
        "opened_on": day_of(conversation.opens_at or conversation.launch.at),
        "closed_on": None if closure is None else day_of(conversation.closes_at or closure.at),
        "state": "open" if closure is None else "closed",
        "on": timezone.localdate().isoformat(),
    }


def questions(conversation: Conversation) -> list[dict[str, str]]:
    """Return the question in each language, the source's first."""
    texts = {text.language: text.question for text in conversation.texts.all()}
    source = conversation.source_language
    return [
        {"language": language, "text": text}
        for language, text in sorted(texts.items(), key=lambda each: (each[0] != source, each[0]))
    ]


def day_of(at: datetime) -> str:
    return timezone.localdate(at).isoformat()


def people(participants: int, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Count who took part. Only answers that are shown are counted: else a sum would tell more."""
    shown = [row["everyone"] for row in rows if row["everyone"] is not None]
    votes = sum(each["agree"] + each["disagree"] + each["pass"] for each in shown)
    return {"participants": participants, "votes": votes}


def moderation(conversation: Conversation) -> dict[str, int]:
    """Count where the statements stand."""
    standings = conversation.statements.values_list("standing").annotate(Count("pk")).order_by()
    return {str(standing): 0 for standing in Statement.Standing} | dict(standings)
