"""A fact sheet: the numbers that may be published, with the texts they are about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from townbell.disclosure import grid_of
from townbell.factsheet.withholding import NOT_ENOUGH_VOTES, withheld
from townbell.factsheet.words import NOTES, Words
from townbell.opinion import Export, analyse
from townbell.opinion.analysis import COUNTED, Model
from townbell.opinion.classic_analysis import ClassicAnalysis
from townbell.opinion.default_analysis import Analysis
from townbell.opinion.progress import Progress, silent
from townbell.opinion.verdicts import LEAST_SEEN

FEW_PEOPLE = 50
REJECTED = -1

type Row = Mapping[str, Any]


@dataclass(frozen=True)
class FactSheet:
    """What may be published of a conversation, in one language."""

    document: Mapping[str, Any]  # without what the small-cell rule withholds
    texts: Mapping[int | str, str]
    topic: str
    description: str
    notes: Sequence[str]
    cast: tuple[date, date] | None  # the first and last day of the votes
    words: Words

    @property
    def is_classic(self) -> bool:
        return bool(self.document["model"] == "classic")

    @cached_property
    def rows(self) -> list[Row]:
        """Every statement but those moderated out: a rejected text is not to be published."""
        return [row for row in self.document["statements"] if not row["excluded"]]

    @cached_property
    def by_id(self) -> Mapping[int | str, Row]:
        return {row["id"]: row for row in self.rows}

    def having(self, verdict: str) -> list[Row]:
        """Return the statements with a verdict, the strongest first."""
        found = [row for row in self.rows if row.get("verdict") == verdict]
        return sorted(found, key=lambda row: row["rank"] or 0)

    @property
    def majorities(self) -> list[Row]:
        """Of the classic method: what most answer alike, agreement first, strongest first."""
        found = [row for row in self.rows if row["majority"] is not None]
        return sorted(found, key=lambda row: (row["majority"], -share_of(row)))

    def text(self, row: Row) -> str:
        written = self.texts.get(row["id"], "").strip()
        return written or self.words.say("no text", id=row["id"])

    @staticmethod
    def is_tentative(row: Row) -> bool:
        """Say whether a few more ballots could undo a finding; the classic method cannot tell."""
        return row.get("undo") is not None and not row["firm"]

    def mistranslated(self, row: Row) -> bool:
        """Say whether people at the same place answer it otherwise in another language."""
        return bool((row.get("measures") or {}).get("otherwise_in"))

    def quoted(self, row: Row) -> str:
        return self.words.say("quoted", text=self.text(row))

    def summary(self) -> list[str]:
        """Return the summary, made by rules from the numbers, in the order of importance."""
        people, say = self.document["people"]["voted"], self.words.say
        if people == 0:
            return [say("nobody")]
        votes, statements = self.document["votes"], len(self.rows)
        return [
            say("who took part", count=people, votes=votes, statements=statements),
            *(self._classic_findings() if self.is_classic else self._findings()),
            *([say("small")] if people < FEW_PEOPLE else []),
            say("self-chosen"),
        ]

    def _findings(self) -> Iterator[str]:
        say = self.words.say
        if all(row["verdict"] in (None, NOT_ENOUGH_VOTES) for row in self.rows):
            yield say("too few to say", least=LEAST_SEEN)
            return
        yield say("halves in short")
        for verdict, key, nothing in (
            ("common ground", "shared", "nothing shared"),
            ("common rejection", "rejected", None),
            ("difference", "differing", "nothing differs"),
        ):
            found = self.having(verdict)
            if found:
                yield say(key, count=len(found), first=self.quoted(found[0]))
            elif nothing:
                yield say(nothing)
        for verdict, key in (
            ("divided", "divided"),
            ("no clear result", "unclear"),
            (NOT_ENOUGH_VOTES, "not enough"),
        ):
            if count := len(self.having(verdict)):
                yield say(key, count=count)
        if tentative := sum(map(self.is_tentative, self.rows)):
            yield say("tentative findings", count=tentative)

    def structure(self) -> list[str]:
        """Say whether there are separate groups, and how that was looked for."""
        found, say = self.document["structure"], self.words.say
        if not found["divisions"]:
            return [say("too few for groups")]
        if found["kind"] == "groups":
            return [say("groups found", count=len(found["groups"])), say("groups explained")]
        return [say("spectrum")]

    def group(self, number: int, people: int | None) -> str:
        """Name a group with its size, unless that is withheld."""
        if people is None:
            return self.words.say("group", number=number)
        return self.words.say("group of", number=number, count=people)

    def _classic_findings(self) -> Iterator[str]:
        say, groups = self.words.say, len(self.document["groups"])
        yield say("classic groups", count=groups, people=self.document["people"]["counted"])
        yield say("classic warning")
        found = self.majorities
        if found:
            yield say("classic majorities", count=len(found), first=self.quoted(found[0]))
        else:
            yield say("no majorities")


def share_of(row: Row) -> float:
    """Return the share of everybody that answers as the majority does."""
    answers = row["everyone"]
    return float(answers[row["majority"]] / max(seen(answers), 1))


def seen(answers: Row) -> int:
    return int(answers["agree"] + answers["disagree"] + answers["pass"])


def make_sheet(
    export: Export,
    *,
    model: Model,
    language: str,
    seed: int = 0,
    name: str = "",
    progress: Progress = silent,
) -> FactSheet:
    """Analyse an export and withhold what must be.

    Parameters
    ----------
    name : what the conversation is called where the export has no topic.

    Raises
    ------
    OpinionError
        When the votes cannot be analysed.
    """
    analysis = analyse(export.votes, model=model, seed=seed, progress=progress)
    if isinstance(analysis, Analysis):
        progress("foretelling answers, looking for groups", COUNTED)
    words = Words(language)
    return FactSheet(
        document=withheld(analysis.to_json(), grid_of(_positions(analysis))),
        texts={each.id: each.text for each in export.statements if each.moderated != REJECTED},
        topic=export.topic or name or words.say("untitled"),
        description=export.description,
        notes=[note.said(NOTES[language]) for note in export.notes],
        cast=_days(export),
        words=words,
    )


def _positions(analysis: Analysis | ClassicAnalysis) -> NDArray[np.float64]:
    """Return the places of the people who are counted on the map."""
    if isinstance(analysis, ClassicAnalysis):
        return analysis.classic.projection.positions[analysis.classic.counted]
    return analysis.positions.means[analysis.votes.voters()]


def _days(export: Export) -> tuple[date, date] | None:
    if export.cast_at is None or export.cast_at.size == 0:
        return None
    first, last = (
        datetime.fromtimestamp(int(at) / 1000, UTC).date()
        for at in (export.cast_at.min(), export.cast_at.max())
    )
    return first, last
