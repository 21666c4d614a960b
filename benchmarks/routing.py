"""Simulate who is asked what: how near the counted shares come to what everybody thinks.

People with known opinions on every statement arrive one after the other and answer so many
statements each, drawn at random, by need (Townbell) or by Polis's priority. Opinions are simulated
from a model of a real conversation. The error is that of the shares that agree, in root mean square
over the statements; people who would answer everything make it zero.

Much of an error is who happened to be asked, which is no merit of a route. So many towns are
simulated, every route on the same people, and the mean difference to random is given with its
standard error.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.conversations import folders, short
from benchmarks.tables import add_write_option, report, table
from townbell.opinion import Votes, read_polis
from townbell.opinion.chance import draws
from townbell.opinion.classic import classic
from townbell.opinion.factors import ballots_of, fit_factors
from townbell.opinion.routing import draw_statement

ANSWERS = (10, 20, 40)  # per person
PEOPLE = 120
STATEMENTS = 120  # at most, drawn from the conversation
SEEDS = 10  # towns of each conversation
LATE = (0.0, 0.3)  # share of the statements that are written when half of the people have been
REFIT_EVERY = 10  # people, for Polis's priority
N_FACTORS = 3


@dataclass
class Town:
    """What everybody thinks, and what they have said so far."""

    answers: np.ndarray  # (people, statements), −1, 0, 1
    late: np.ndarray  # (statements,) written at half time
    seed: int
    seen: np.ndarray = field(init=False)  # (statements,) answers given so far
    said: list[tuple[int, int]] = field(default_factory=list)
    priority: np.ndarray | None = None

    def __post_init__(self) -> None:
        self.seen = np.zeros(self.answers.shape[1], dtype=np.int64)

    def say(self, person: int, statement: int) -> None:
        self.said.append((person, statement))
        self.seen[statement] += 1

    def votes(self) -> Votes:
        who, what = np.array(self.said).T
        return Votes.from_triples(
            who, what, self.answers[who, what], statement_ids=np.arange(self.answers.shape[1])
        )


Route = Callable[[Town, int, np.ndarray, np.ndarray], int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="three conversations, two towns of each"
    )
    add_write_option(parser)
    arguments = parser.parse_args()
    chosen, seeds = (folders()[:3], 2) if arguments.quick else (folders(), SEEDS)
    errors = {late: {} for late in LATE}
    for folder in chosen:
        for late, found in errors.items():
            towns = [errors_in(folder, seed, late) for seed in range(seeds)]
            found[short(folder)] = np.array(towns)
        print(f"{short(folder)} done", flush=True)
    parts = [part(late, found) for late, found in errors.items()]
    body = "\n\n".join([setting(seeds), *parts, time_of_a_draw()])
    report("routing", "Who is asked what", body, write=arguments.write)


def setting(towns: int) -> str:
    return (
        f"{PEOPLE} people and at most {STATEMENTS} statements; root mean square error of the "
        f"shares that agree, after {', '.join(map(str, ANSWERS))} answers a person, in {towns} "
        "towns of each conversation, the same for every route. What need gains over chance is that "
        "answers are spread evenly; where all statements are there from the start, chance spreads "
        "them nearly so. Differences are means of all towns, with their standard error."
    )


def time_of_a_draw(statements: int = 1000, repeats: int = 500) -> str:
    """Return how long it takes to choose the next statement for one person."""
    random = np.random.default_rng(0)
    seen, telling = random.integers(0, 500, statements), random.random(statements)
    lots, unseen = draws(np.arange(statements), 1), np.ones(statements, dtype=bool)
    took = []
    for _ in range(repeats):
        started = time.perf_counter()
        draw_statement(seen, unseen=unseen, lots=lots, telling=telling, placing=0.1)
        took.append((time.perf_counter() - started) * 1000)
    median, slow = np.percentile(took, [50, 99])
    return (
        f"Choosing the next of {statements:,} statements takes {median:.2f} ms "
        f"(median of {repeats}; 99 % within {slow:.2f} ms)."
    )


def part(late: float, runs: dict[str, np.ndarray]) -> str:
    """Return the tables of one share of late statements.

    ``runs`` holds, for each conversation, an array of (towns, routes, answers, measures).
    """
    header = ["conversation", *(f"{name}: {' / '.join(map(str, ANSWERS))}" for name in ROUTES)]
    rows = [[name, *cells(found[..., 0].mean(axis=0))] for name, found in runs.items()]
    every = np.concatenate(list(runs.values()))
    rows.append(["mean", *cells(every[..., 0].mean(axis=0))])
    when = f"{late:.0%} of the statements are written when half of the people have been"
    return "\n\n".join([f"{when}:", table(header, rows), compared(every)])


def cells(errors: np.ndarray) -> list[str]:
    return [" / ".join(f"{each:.3f}".lstrip("0") for each in row) for row in errors]


def compared(every: np.ndarray) -> str:
    """Return how each route differs from random on the same people, and its neediest statement."""
    header = ["route", *(f"error, {each} answers, less random's" for each in ANSWERS)]
    header += ["worse than random", "fewest answers a statement has"]
    rows = []
    for route, name in enumerate(ROUTES):
        error, fewest = every[:, route, :, 0], every[:, route, :, 1].mean(axis=0)
        differences = [difference(each) for each in (error - every[:, 0, :, 0]).T]
        worse = int((error > every[:, 0, :, 0]).sum())
        row = [*differences, f"{worse} of {error.size}"] if route else ["" for _ in header[1:-1]]
        rows.append([name, *row, " / ".join(f"{each:.1f}" for each in fewest)])
    return table(header, rows)


def difference(paired: np.ndarray) -> str:
    """Return the mean of paired differences with its standard error."""
    unsure = paired.std(ddof=1) / np.sqrt(paired.size)
    return f"{paired.mean():+.4f} ± {unsure:.4f}".replace("0.", ".")


def errors_in(folder: Path, seed: int, late: float) -> list[list[tuple[float, int]]]:
    """Return the measures of each route after so many answers, on the same people."""
    answers, moment = a_town(folder, seed)
    return [
        [simulate(Town(answers, moment < late, seed), route, each) for each in ANSWERS]
        for route in ROUTES.values()
    ]


def a_town(folder: Path, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw people and what they think, from a factor model, and which statements may be late."""
    random = np.random.default_rng(seed)
    votes = read_polis(folder)
    model = fit_factors(ballots_of(votes), n_factors=N_FACTORS, included=~votes.excluded)
    possible = np.flatnonzero(~votes.excluded & (votes.counts().seen > 0))
    chosen = random.permutation(possible)[:STATEMENTS]
    stand = random.normal(size=(PEOPLE, N_FACTORS))
    liking = model.means[chosen] + stand @ model.loadings[chosen].T
    liking = liking + random.normal(size=liking.shape) * np.sqrt(model.noise[chosen])
    answers = np.where(liking > 1 / 3, 1, np.where(liking < -1 / 3, -1, 0))
    return answers, random.random(chosen.size)


def simulate(town: Town, route: Route, answers: int) -> tuple[float, int]:
    """Let everybody answer; return the error of the shares that agree, and the fewest answers."""
    people, statements = town.answers.shape
    for person in range(people):
        lots = draws(np.arange(statements), town.seed * people + person)
        unseen = ~town.late if person < people / 2 else np.ones(statements, dtype=bool)
        if person % REFIT_EVERY == 0 and town.said:
            town.priority = classic(town.votes()).priority
        for _ in range(min(answers, unseen.sum())):
            statement = route(town, person, unseen, lots)
            unseen[statement] = False
            town.say(person, statement)
    counts = town.votes().counts()
    found = (counts.agree + 0.5) / (counts.seen + 1)
    error = np.sqrt(np.mean((found - (town.answers == 1).mean(axis=0)) ** 2))
    return float(error), int(counts.seen.min())


def at_random(town: Town, person: int, unseen: np.ndarray, lots: np.ndarray) -> int:
    return int(np.where(unseen, lots, np.iinfo(np.uint64).max).argmin())


def balanced(town: Town, person: int, unseen: np.ndarray, lots: np.ndarray) -> int:
    drawn = draw_statement(town.seen, unseen=unseen, lots=lots)
    assert drawn is not None
    return drawn.statement


def polis(town: Town, person: int, unseen: np.ndarray, lots: np.ndarray) -> int:
    """Draw in proportion to the priority, as the Polis server does."""
    if town.priority is None:
        return at_random(town, person, unseen, lots)
    weight = np.where(unseen, town.priority, 0.0)
    fortune = -np.log((lots + 1.0) / 2.0**64)
    return int(np.where(unseen, fortune / np.maximum(weight, 1e-12), np.inf).argmin())


ROUTES: dict[str, Route] = {"random": at_random, "Townbell": balanced, "Polis": polis}


if __name__ == "__main__":
    main()
