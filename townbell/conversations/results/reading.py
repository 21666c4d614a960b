"""A stored result as pages read it: its numbers, with their texts in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

COMMON_GROUND = "common ground"
COMMON_REJECTION = "common rejection"
DIFFERENCE = "difference"
DIVIDED = "divided"
NO_CLEAR_RESULT = "no clear result"
NOT_ENOUGH_VOTES = "not enough votes"
# Of the classic method, which knows no sides.
MAJORITY_AGREES = "majority agrees"
MAJORITY_DISAGREES = "majority disagrees"


@dataclass(frozen=True)
class Share:
    """Answers of some people to one statement, and the limits between which their share may lie."""

    agree: int
    disagree: int
    passed: int
    agree_limits: tuple[float, float] | None = None
    disagree_limits: tuple[float, float] | None = None

    @property
    def seen(self) -> int:
        return self.agree + self.disagree + self.passed

    @property
    def agree_percent(self) -> int:
        return percent(self.agree, self.seen)

    @property
    def disagree_percent(self) -> int:
        return percent(self.disagree, self.seen)

    @property
    def passed_percent(self) -> int:
        return percent(self.passed, self.seen)


def percent(part: int, whole: int) -> int:
    """Return a whole percentage, halves rounded up, as people round."""
    return (200 * part + whole) // (2 * whole) if whole else 0


@dataclass(frozen=True)
class Removal:
    """What stands where a text was that was taken down later."""

    rule: int | None
    day: date


@dataclass(frozen=True)
class Text:
    """A statement in one language, and how it came to be in it."""

    language: str
    kind: str
    text: str


@dataclass(frozen=True)
class Placing:
    """What a vote on a statement tells about a person's place on the map."""

    across: float
    up: float
    noise: float | None


@dataclass(frozen=True)
class Row:
    """One statement of a result."""

    number: int
    author: str
    text: Text | None
    removal: Removal | None
    everyone: Share | None
    without_rest: bool
    # The last few answers are not in these numbers yet: the difference would tell of them.
    newer_votes_wait: bool
    parts: tuple[Share | None, ...]
    third: Share | None
    verdict: str | None
    rank: int | None
    firm: bool | None
    undo: int | None
    changed: int | None
    create: int | None
    merged: tuple[int, ...]
    placing: Placing | None
    measures: Mapping[str, Any]

    @property
    def withheld(self) -> bool:
        return self.everyone is None

    @property
    def is_finding(self) -> bool:
        return self.verdict in {COMMON_GROUND, COMMON_REJECTION, DIFFERENCE}

    @property
    def more_ballots(self) -> int | None:
        """How many more ballots against it would not change a finding."""
        return None if self.undo is None else self.undo - 1

    @property
    def expected(self) -> int | None:
        """How many of a hundred would agree, had everybody been asked and nobody passed."""
        share = self.measures.get("expected")
        return None if share is None else round(100 * share)

    @property
    def appeal(self) -> float | None:
        """What both ends of the line add to the usual vote, in votes from 0 to 1."""
        return self.measures.get("appeal")

    @property
    def perhaps_mistranslated(self) -> bool:
        return bool(self.measures.get("otherwise_in"))

    @property
    def gap(self) -> int | None:
        """How far apart the parts are, in points of a hundred."""
        shown = [part.agree_percent for part in self.parts if part is not None and part.seen]
        return max(shown) - min(shown) if len(shown) > 1 else None


@dataclass(frozen=True)
class Stratum:
    """People who came in one way: how many, answers a person, and how many are usually in half B.

    ``kind`` is whose the slips were, where they came with slips.
    """

    entry: str
    kind: str | None
    people: int
    answers: float
    half_b: int

    @property
    def half_b_percent(self) -> int:
        return percent(self.half_b, self.people)


@dataclass(frozen=True)
class Strata:
    """The ways people came in that are large enough to show, and all other people together.

    They may be of an earlier day than the result. ``only`` is the way of everybody, if it is one.
    """

    on: date
    people: int
    only: str | None
    rows: tuple[Stratum, ...]
    others: int


@dataclass(frozen=True)
class Group:
    """Some of the people, and the statements they answer unlike the others: which, and how."""

    people: int | None  # None where there are few
    statements: list[tuple[Row, bool]]


@dataclass(frozen=True)
class Result:
    """A result in one language."""

    data: Mapping[str, Any]
    texts: Mapping[str, Any]
    language: str

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._row(each) for each in self.data["statements"])

    @cached_property
    def by_number(self) -> dict[int, Row]:
        return {row.number: row for row in self.rows}

    @cached_property
    def question(self) -> Text:
        asked = text_in(self.data["conversation"]["question"], self.language)
        assert asked is not None, "a conversation has a question"
        return asked

    @property
    def is_classic(self) -> bool:
        return bool(self.data["method"]["model"] == "classic")

    @property
    def halves_found_at(self) -> datetime | None:
        """When the halves were found; None where that was when the answers were counted."""
        stored = self.data["method"].get("halves_found_at")
        return None if stored is None else datetime.fromisoformat(stored)

    @property
    def some_answers_wait(self) -> bool:
        return any(row.newer_votes_wait for row in self.rows)

    @property
    def has_measures(self) -> bool:
        return any(row.measures for row in self.rows)

    @property
    def n_parts(self) -> int:
        return max((len(row.parts) for row in self.rows), default=0)

    @property
    def groups(self) -> list[Group]:
        """Return the groups, where there are any, each with the statements that set it apart."""
        return [
            Group(
                people=group["people"],
                statements=[
                    (self.by_number[each["number"]], each["agrees"])
                    for each in group["statements"]
                    if None not in self.by_number[each["number"]].parts
                ],
            )
            for group in self.data["structure"].get("groups", ())
        ]

    @cached_property
    def strata(self) -> Strata | None:
        """Return how people came in; None where it is not known or nobody counted it."""
        stored = self.data.get("strata")
        if not stored:
            return None
        return Strata(
            on=date.fromisoformat(stored["on"]),
            people=stored["people"],
            only=stored["only"] and stored["only"][0],
            rows=tuple(
                Stratum(row["entry"], row["class"], row["people"], row["answers"], row["half_b"])
                for row in stored["rows"]
            ),
            others=stored["others"],
        )

    def having(self, *verdicts: str) -> list[Row]:
        """Return the statements with one of these verdicts, the strongest first."""
        found = [row for row in self.rows if row.verdict in verdicts]
        return sorted(found, key=lambda row: (verdicts.index(row.verdict or ""), row.rank or 0))

    def _row(self, stored: Mapping[str, Any]) -> Row:
        kept = self.texts.get(str(stored["number"]), {})
        return Row(
            number=stored["number"],
            author=stored["author"],
            text=text_in(kept.get("texts", ()), self.language),
            removal=removal_of(kept),
            everyone=share_of(stored["everyone"]),
            without_rest=stored["without_rest"],
            newer_votes_wait=stored.get("newer_votes_wait", False),
            parts=tuple(share_of(part) for part in stored["parts"]),
            third=share_of(stored["third"]),
            verdict=stored["verdict"],
            rank=stored["rank"],
            firm=stored["firm"],
            undo=stored["undo"],
            changed=stored["changed"],
            create=stored["create"],
            merged=tuple(stored["merged"]),
            placing=None if stored["placing"] is None else Placing(**stored["placing"]),
            measures=stored["measures"],
        )


def text_in(texts: Sequence[Mapping[str, str]], language: str) -> Text | None:
    """Return the text in `language`, else the original, which is the first."""
    if not texts:
        return None
    chosen = next((each for each in texts if each["language"] == language), texts[0])
    return Text(chosen["language"], chosen.get("kind", ""), chosen["text"])


def removal_of(kept: Mapping[str, Any]) -> Removal | None:
    if "removed" not in kept:
        return None
    return Removal(kept["removed"]["rule"], date.fromisoformat(kept["removed"]["day"]))


def share_of(stored: Mapping[str, Any] | None) -> Share | None:
    if stored is None:
        return None
    return Share(
        stored["agree"],
        stored["disagree"],
        stored["pass"],
        limits_of(stored.get("agree_limits")),
        limits_of(stored.get("disagree_limits")),
    )


def limits_of(stored: Sequence[float] | None) -> tuple[float, float] | None:
    return None if stored is None else (stored[0], stored[1])
