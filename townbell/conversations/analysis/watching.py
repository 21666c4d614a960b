"""What a team should look at: starving statements, ballots too alike, doubtful translations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import batched

import numpy as np

from townbell.conversations.analysis import routing
from townbell.conversations.analysis.findings import (
    SEED,
    VOTES_AT_A_TIME,
    published_statements,
)
from townbell.conversations.models import Conversation, Vote
from townbell.opinion import Votes, analyse
from townbell.opinion.default_analysis import Analysis
from townbell.opinion.duplicates import Duplicates, find_duplicates
from townbell.opinion.languages import compare_languages


@dataclass(frozen=True)
class Watched:
    """The findings of one look; statements go by their numbers."""

    seen: dict[int, int]
    starving: list[int] = field(default_factory=list)
    flat: bool = False
    alike: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    languages: list[tuple[int, str]] = field(default_factory=list)


def look(conversation: Conversation, before: Mapping[int, int]) -> Watched:
    """Look at a conversation's votes; `before` are those on each statement at the last look."""
    votes = read_votes_with_languages(conversation)
    numbers = [int(number) for number in votes.statement_ids]
    seen = dict(zip(numbers, votes.counts().seen.tolist(), strict=True))
    drawing = routing.alarms(seen, before)
    duplicates = find_duplicates(votes, seed=SEED)
    return Watched(
        seen=seen,
        starving=list(drawing.starving),
        flat=drawing.flat,
        alike=[int(size) for size in duplicates.sizes],
        changed=changed_findings(votes, duplicates, numbers),
        languages=doubtful_translations(votes, numbers),
    )


def changed_findings(votes: Votes, duplicates: Duplicates, numbers: list[int]) -> list[int]:
    """Return the statements whose verdict changes when each cluster counts as one ballot."""
    if not duplicates.sizes.size:
        return []
    first = np.unique(duplicates.clusters, return_index=True)[1]
    kept = duplicates.clusters < 0
    kept[first[duplicates.clusters[first] >= 0]] = True
    pairs = zip(verdicts(votes), verdicts(votes.select(participants=kept)), numbers, strict=True)
    return [number for with_all, without, number in pairs if with_all != without]


def verdicts(votes: Votes) -> list[object]:
    report = analyse(votes, model="default", seed=SEED)
    assert isinstance(report, Analysis)
    return [statement.verdict for statement in report.statements]


def doubtful_translations(votes: Votes, numbers: list[int]) -> list[tuple[int, str]]:
    if len(votes.language_names) < 2:
        return []
    flagged = compare_languages(votes, seed=SEED).flagged
    return [
        (numbers[statement], str(votes.language_names[language]))
        for language, statement in np.argwhere(flagged)
    ]


def read_votes_with_languages(conversation: Conversation) -> Votes:
    """Read the votes, each with the language it was read in where that text is the newest."""
    statements = published_statements(conversation)
    numbers = {statement.pk: statement.number or 0 for statement in statements}
    current: dict[int | None, str] = {}
    for statement in statements:
        newest = {
            text.language: text for text in sorted(statement.texts.all(), key=lambda t: t.version)
        }
        current |= {text.pk: language for language, text in newest.items()}
    rows = (
        Vote.objects.filter(conversation=conversation)
        .values_list("participant_id", "statement_id", "choice", "text_id")
        .iterator(chunk_size=VOTES_AT_A_TIME)
    )
    people: list[int] = []
    about: list[int] = []
    choices: list[int] = []
    spoken: list[str | None] = []
    for block in batched(rows, VOTES_AT_A_TIME):
        kept = [row for row in block if row[1] in numbers]
        people += [row[0] for row in kept]
        about += [numbers[row[1]] for row in kept]
        choices += [row[2] for row in kept]
        spoken += [current.get(row[3]) for row in kept]
    return Votes.from_triples(
        people,
        about,
        choices,
        statement_ids=sorted(numbers.values()),
        languages=np.array(spoken, dtype=object),
    )
