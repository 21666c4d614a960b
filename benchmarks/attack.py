"""Push a divisive statement with fabricated accounts, and see whom it convinces.

Blocks of 1, 2 and 5 % of the accounts join a real conversation and agree with the statement on
which its sides are farthest apart, among the half of the statements with the most votes. What
Townbell makes of it, and the lower limit on the weaker side that its verdict and its ranking rest
on, are shown beside Polis's group-aware consensus of the same votes in the same run.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.conversations import folders, short
from benchmarks.tables import add_write_option, report, table
from townbell.opinion import Votes, read_polis
from townbell.opinion.classic import classic
from townbell.opinion.duplicates import LEAST_ACCOUNTS, find_duplicates
from townbell.opinion.margins import measure_margins
from townbell.opinion.sides import Sides, count_parts, find_sides, merged
from townbell.opinion.verdicts import Verdict, Verdicts, judge

SHARES = (0.01, 0.02, 0.05)
SEEDS = 2
MOST_AFTER_COLLAPSING = 0.03

Ballots = list[tuple[np.ndarray, np.ndarray]]  # statements and answers, per account


@dataclass(frozen=True)
class Town:
    """A conversation before the attack."""

    votes: Votes
    sides: Sides
    verdicts: Verdicts
    target: int
    opposed: np.ndarray  # participants of the side that agrees with the target less


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one seed, blocks of 5 %% only")
    add_write_option(parser)
    arguments = parser.parse_args()
    seeds, shares = (1, SHARES[-1:]) if arguments.quick else (SEEDS, SHARES)
    outcomes = [
        outcome for folder in folders() for outcome in attacked(folder, shares=shares, seeds=seeds)
    ]
    body = "\n\n".join([summary(outcomes), *verdict_of(outcomes), by_conversation(outcomes)])
    report("attack", "Fabricated accounts", body, write=arguments.write)
    raise SystemExit(any(each.became_ground for each in outcomes))


@dataclass(frozen=True)
class Outcome:
    """What one block of accounts did to the target."""

    conversation: str
    block: str
    share: float
    size: int
    create: int  # ballots that Townbell printed, before, as needed for common ground
    became_ground: bool
    moved: float  # the weaker side's lower limit
    moved_after_collapsing: float
    climbed: float  # share of the statements that are no longer ahead of it
    consensus_moved: float  # of Polis
    consensus_climbed: float
    caught: float  # share of the block that was shown to staff


def attacked(folder: Path, *, shares: tuple[float, ...], seeds: int) -> list[Outcome]:
    """Attack one conversation in every way."""
    town = town_of(read_polis(folder))
    if town is None:
        print(f"{short(folder)} has no statement that divides its sides", flush=True)
        return []
    before = classic(town.votes).consensus
    outcomes = []
    for name, make in BLOCKS.items():
        for share in shares:
            for seed in range(seeds):
                random = np.random.default_rng([seed, round(1000 * share)])
                size = int(np.ceil(share * town.votes.n_participants))
                block = make(town, size, random)
                outcomes.append(outcome(short(folder), name, share, town, block, before))
    print(f"{short(folder)} done", flush=True)
    return outcomes


def town_of(votes: Votes) -> Town | None:
    sides = find_sides(votes)
    halves = merged(count_parts(votes, sides), 2)
    verdicts = judge(halves, votes.counts())
    shares = halves.agree / np.maximum(halves.seen, 1)
    seen = verdicts.totals.seen
    well_seen = ~votes.excluded & (seen >= np.median(seen[~votes.excluded]))
    divisive = np.flatnonzero(well_seen & (verdicts.verdict == Verdict.DIFFERENCE))
    if divisive.size == 0:
        return None
    target = int(divisive[np.abs(shares[0] - shares[1])[divisive].argmax()])
    agreeing = shares[:, target]
    half = sides.halves[sides.folds[target]]
    return Town(votes, sides, verdicts, target, np.flatnonzero(half == agreeing.argmin()))


def outcome(
    conversation: str, name: str, share: float, town: Town, block: Ballots, before: np.ndarray
) -> Outcome:
    """Add the block, analyse anew, and compare with before."""
    votes = with_block(town, block)
    target = town.target
    after = judged(votes)
    duplicates = find_duplicates(votes)
    kept = duplicates.kept(votes)
    collapsed = after if kept.all() else judged(votes.select(participants=kept))
    limit, limit_before = (each.agree.lower.min(axis=0) for each in (after, town.verdicts))
    consensus = classic(votes).consensus
    ground = {Verdict(each.verdict[target]) for each in (after, collapsed)}
    return Outcome(
        conversation=conversation,
        block=name,
        share=share,
        size=len(block),
        create=int(measure_margins(town.verdicts).create_ground[target]),
        became_ground=Verdict.COMMON_GROUND in ground,
        moved=float((limit - limit_before)[target]),
        moved_after_collapsing=float(collapsed.agree.lower[:, target].min() - limit_before[target]),
        climbed=rank(limit_before, target, votes) - rank(limit, target, votes),
        consensus_moved=float(consensus[target] - before[target]),
        consensus_climbed=rank(before, target, votes) - rank(consensus, target, votes),
        caught=float((duplicates.clusters[-len(block) :] >= 0).mean()),
    )


def judged(votes: Votes) -> Verdicts:
    return judge(merged(count_parts(votes, find_sides(votes)), 2), votes.counts())


def rank(merit: np.ndarray, target: int, votes: Votes) -> float:
    """Return the share of statements that rank above the target."""
    return float((merit[~votes.excluded] > merit[target]).mean())


def with_block(town: Town, block: Ballots) -> Votes:
    votes = town.votes
    newcomers = np.arange(len(block)) + votes.n_participants
    sizes = [statements.size for statements, _ in block]
    return Votes.from_triples(
        np.concatenate([votes.participants, np.repeat(newcomers, sizes)]),
        np.concatenate([votes.statements, *(statements for statements, _ in block)]),
        np.concatenate([votes.values, *(answers for _, answers in block)]),
        participant_ids=np.arange(votes.n_participants + len(block)),
        statement_ids=np.arange(votes.n_statements),
        excluded=votes.excluded,
    )


def ballot_of(town: Town, person: int) -> tuple[np.ndarray, np.ndarray]:
    own = town.votes.participants == person
    return town.votes.statements[own], town.votes.values[own]


def agreeing(town: Town, ballot: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    statements, answers = ballot
    others = statements != town.target
    return np.append(statements[others], town.target), np.append(answers[others], 1)


def busy(town: Town, random: np.random.Generator, size: int) -> np.ndarray:
    """Draw people of the opposed side who voted enough to be counted everywhere."""
    cast = town.votes.votes_per_participant()[town.opposed]
    return random.choice(town.opposed[cast >= min(10, np.median(cast))], size=size)


def naive(town: Town, size: int, random: np.random.Generator) -> Ballots:
    """Agree with the target and answer nothing else."""
    return [(np.array([town.target]), np.array([1]))] * size


def mimic(town: Town, size: int, random: np.random.Generator) -> Ballots:
    """Copy one person each of the side that disagrees, but for the target."""
    return [agreeing(town, ballot_of(town, person)) for person in busy(town, random, size)]


def noisy(town: Town, size: int, random: np.random.Generator) -> Ballots:
    """Copy one ballot of that side, with a tenth of the answers drawn anew."""
    statements, answers = ballot_of(town, busy(town, random, 1)[0])
    ballots = []
    for _ in range(size):
        turned = np.where(
            random.random(answers.size) < 0.1, random.choice([-1, 0, 1], answers.size), answers
        )
        ballots.append(agreeing(town, (statements, turned)))
    return ballots


def fabricated(town: Town, size: int, random: np.random.Generator) -> Ballots:
    """Copy one ballot of that side exactly, but for the target."""
    return [agreeing(town, ballot_of(town, busy(town, random, 1)[0]))] * size


def stealthy(town: Town, size: int, random: np.random.Generator) -> Ballots:
    """Answer like that side, each answer taken from another person of it."""
    members = np.isin(town.votes.participants, town.opposed)
    ballots = []
    for person in busy(town, random, size):
        statements, _ = ballot_of(town, person)
        answers = [
            random.choice(town.votes.values[members & (town.votes.statements == each)])
            for each in statements
        ]
        ballots.append(agreeing(town, (statements, np.array(answers))))
    return ballots


BLOCKS: dict[str, Callable[[Town, int, np.random.Generator], Ballots]] = {
    each.__name__: each for each in (naive, mimic, noisy, fabricated, stealthy)
}


def summary(outcomes: list[Outcome]) -> str:
    header = ["block", "share", "runs", "became common ground", "weaker side's limit moved"]
    header += ["after collapsing", "shown to staff", "climbed"]
    header += ["Polis consensus moved", "climbed there"]
    rows = []
    for name in BLOCKS:
        for share in sorted({each.share for each in outcomes}):
            some = [each for each in outcomes if (each.block, each.share) == (name, share)]
            rows.append(
                [
                    name,
                    f"{share:.0%}",
                    len(some),
                    sum(each.became_ground for each in some),
                    most(some, "moved"),
                    most(some, "moved_after_collapsing"),
                    f"{np.mean([each.caught for each in some]):.0%}",
                    f"{max(each.climbed for each in some):.0%}",
                    most(some, "consensus_moved"),
                    f"{max(each.consensus_climbed for each in some):.0%}",
                ]
            )
    notes = "Movements are the largest of all runs of a row: conversations and seeds."
    return f"{table(header, rows)}\n\n{notes}"


def most(outcomes: list[Outcome], name: str) -> str:
    return f"{max(getattr(each, name) for each in outcomes):+.3f}"


def verdict_of(outcomes: list[Outcome]) -> list[str]:
    became = sum(each.became_ground for each in outcomes)
    small = [each for each in outcomes if each.size < each.create]
    identical = [
        each.moved_after_collapsing
        for each in outcomes
        if each.block == "fabricated" and each.size >= LEAST_ACCOUNTS
    ]
    within = "within" if max(identical) <= MOST_AFTER_COLLAPSING else "NOT within"
    return [
        f"The statement became common ground in {became} of {len(outcomes)} attacks. Before the "
        "attack Townbell prints how many ballots would make it common ground; in "
        f"{len(small)} attacks the block was smaller than that, and "
        f"{sum(each.became_ground for each in small)} of them succeeded. After alike ballots are "
        f"collapsed, {LEAST_ACCOUNTS} or more identical ones moved the weaker side's limit by at "
        f"most {max(identical):+.3f}, {within} the bound of {MOST_AFTER_COLLAPSING}; fewer are not "
        "collapsed. Accounts that "
        "mimic people cannot be told from them by votes: against those only the numbers of "
        "ballots help, and limits on accounts."
    ]


def by_conversation(outcomes: list[Outcome]) -> str:
    share = max(each.share for each in outcomes)
    header = ["conversation", *(f"{name}: Townbell / Polis" for name in BLOCKS)]
    rows = []
    for conversation in dict.fromkeys(each.conversation for each in outcomes):
        row: list[object] = [conversation]
        for name in BLOCKS:
            some = [
                each
                for each in outcomes
                if (each.conversation, each.block, each.share) == (conversation, name, share)
            ]
            row.append(f"{most(some, 'moved')} / {most(some, 'consensus_moved')}")
        rows.append(row)
    return f"Largest movements at {share:.0%} of the accounts, by conversation:\n\n" + table(
        header, rows
    )


if __name__ == "__main__":
    main()
