"""Cast ballots against firm findings that should not matter, refit, and count the flips.

The number on a result page holds with the sides where they are. Here the ballots come from new
accounts, and the sides are found anew with them. "Bare" accounts answer nothing else; "strangers"
answer the rest as anybody does; "copies" as somebody on the side under pressure, which also moves
the line between the sides: the worst that can be done. As many as would not undo the finding with
the sides where they were (the number less one), and half as many. Last, without any new ballot,
how many firm findings are not found again when the statements are dealt into other folds.
"""

import argparse
from pathlib import Path

import numpy as np

from benchmarks.conversations import folders, short
from benchmarks.tables import add_write_option, report, table
from townbell.opinion import Votes, read_polis
from townbell.opinion.margins import measure_margins
from townbell.opinion.sides import Sides, count_parts, find_sides, merged
from townbell.opinion.verdicts import Verdict, Verdicts, interval, judge

FINDINGS = 10  # at most, drawn from the firm ones of a conversation
DEALS = 4  # other ways of dealing the statements into folds
WAYS = (("bare", 1.0), ("strangers", 1.0), ("copies", 1.0), ("copies", 0.5))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="six findings of each conversation")
    add_write_option(parser)
    arguments = parser.parse_args()
    most = 6 if arguments.quick else FINDINGS
    rows, total = [], np.zeros((len(WAYS) + 1, 2), dtype=int)
    for folder in folders():
        counted = [flips(folder, kind, part, most) for kind, part in WAYS]
        counted = np.array([*counted, dealt_otherwise(folder)])
        rows.append([short(folder), *described(counted)])
        total += counted
        print(f"{short(folder)} done", flush=True)
    rows.append(["all", *described(total)])
    names = [f"{kind}, {'the number less one' if part == 1 else 'half'}" for kind, part in WAYS]
    names.append("dealt otherwise")
    shares = [f"{name}: {found / of:.1%}" for name, (found, of) in zip(names, total, strict=True)]
    body = f"{table(['conversation', *names], rows)}\n\nFlipped: {'; '.join(shares)}."
    report("flips", "Firm findings after refitting", body, write=arguments.write)


def described(counted: np.ndarray) -> list[str]:
    return [f"{flipped} of {cases}" for flipped, cases in counted]


def flips(folder: Path, kind: str, part: float, most: int) -> tuple[int, int]:
    """Return how many firm findings flip, of how many tried."""
    votes = read_polis(folder)
    sides = find_sides(votes)
    verdicts = judged(votes, sides)
    margins = measure_margins(verdicts)
    firm = np.flatnonzero(margins.firm & ~votes.excluded)
    random = np.random.default_rng(0)
    tried = random.permutation(firm)[:most]
    flipped = 0
    for statement in tried:
        ballots = int(part * (margins.undo[statement] - 1))
        pressed = pressure(verdicts, int(statement), ballots)
        later = with_ballots(votes, sides, int(statement), pressed, kind, random)
        after = judged(later, find_sides(later)).verdict[statement]
        flipped += after != verdicts.verdict[statement]
    return int(flipped), tried.size


def dealt_otherwise(folder: Path) -> tuple[int, int]:
    """Return how many firm findings are another verdict with other folds, of how many."""
    votes = read_polis(folder)
    verdicts = judged(votes, find_sides(votes))
    firm = measure_margins(verdicts).firm & ~votes.excluded
    others = [judged(votes, find_sides(votes, seed=1 + deal)).verdict for deal in range(DEALS)]
    changed = sum(int((other != verdicts.verdict)[firm].sum()) for other in others)
    return changed, DEALS * int(firm.sum())


def judged(votes: Votes, sides: Sides) -> Verdicts:
    return judge(merged(count_parts(votes, sides), 2), votes.counts())


def pressure(verdicts: Verdicts, statement: int, ballots: int) -> list[tuple[int, int]]:
    """Return (side, answer) of each ballot, where they hurt the finding most."""
    seen = verdicts.sides.seen[:, statement]
    agree = verdicts.sides.agree[:, statement]
    kind = Verdict(verdicts.verdict[statement])
    if kind is not Verdict.DIFFERENCE:
        part = agree if kind is Verdict.COMMON_GROUND else verdicts.sides.disagree[:, statement]
        weak = int(interval(part, seen + ballots).lower.argmin())
        return [(weak, -1 if kind is Verdict.COMMON_GROUND else 1)] * ballots
    low = int((agree / seen).argmin())
    split = np.arange(ballots + 1)  # how many agree on the low side; the rest disagree on the high
    upper = interval(agree[low] + split, seen[low] + split).upper
    lower = interval(agree[1 - low], seen[1 - low] + ballots - split).lower
    best = int((lower - upper).argmin())
    return [(low, 1)] * best + [(1 - low, -1)] * (ballots - best)


def with_ballots(
    votes: Votes,
    sides: Sides,
    statement: int,
    pressed: list[tuple[int, int]],
    kind: str,
    random: np.random.Generator,
) -> Votes:
    """Add a new account for each ballot, that answers the rest as somebody else does."""
    half = sides.halves[sides.folds[statement]]
    who, what, answers = [votes.participants], [votes.statements], [votes.values]
    for number, (side, answer) in enumerate(pressed):
        models = np.flatnonzero(half == side if kind == "copies" else half >= 0)
        own = votes.participants == random.choice(models)
        others = own & (votes.statements != statement) & (kind != "bare")
        who.append(np.full(others.sum() + 1, votes.n_participants + number))
        what.append(np.append(votes.statements[others], statement))
        answers.append(np.append(votes.values[others], answer))
    return Votes.from_triples(
        np.concatenate(who),
        np.concatenate(what),
        np.concatenate(answers),
        participant_ids=np.arange(votes.n_participants + len(pressed)),
        statement_ids=np.arange(votes.n_statements),
        excluded=votes.excluded,
    )


if __name__ == "__main__":
    main()
