"""What a team should look at: starving statements, ballots too alike, doubtful translations."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from townbell.conversations.analysis import routing
from townbell.conversations.analysis.findings import SEED
from townbell.conversations.analysis.reading import published_statements, read_votes
from townbell.conversations.models import Conversation
from townbell.disclosure import in_steps
from townbell.opinion import Votes, analyse
from townbell.opinion.duplicates import find_duplicates
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
    votes = read_votes(conversation, published_statements(conversation))
    numbers = [int(number) for number in votes.statement_ids]
    seen = dict(zip(numbers, votes.counts().seen.tolist(), strict=True))
    drawing = routing.alarms(seen, before)
    duplicates = find_duplicates(votes, seed=SEED)
    return Watched(
        seen=seen,
        starving=list(drawing.starving),
        flat=drawing.flat,
        alike=[in_steps(int(size)) for size in duplicates.sizes],
        changed=changed_findings(votes, numbers) if duplicates.sizes.size else [],
        languages=doubtful_translations(votes, numbers),
    )


def changed_findings(votes: Votes, numbers: list[int]) -> list[int]:
    """Return the statements whose verdict changes when each cluster counts as one ballot."""
    report = analyse(votes, seed=SEED)
    pairs = zip(report.statements, report.without_duplicates().statements, numbers, strict=True)
    return [number for all_in, without, number in pairs if all_in.verdict != without.verdict]


def doubtful_translations(votes: Votes, numbers: list[int]) -> list[tuple[int, str]]:
    flags = compare_languages(votes, seed=SEED).flags
    return [
        (numbers[statement], votes.language_names[language])
        for language, statement in np.argwhere(flags)
    ]
