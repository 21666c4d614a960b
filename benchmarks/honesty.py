"""Findings claimed where there are none, beside the classic method in the same run.

Permuted votes (of simulated camps), and crowds without clusters: bell-shaped and lopsided, of three
sizes. Townbell should report groups on at most 1 % of each, and statements that set arbitrary
groups apart no more often than stated. Then: how often groups that exist are found.
"""

import argparse
from collections.abc import Callable

import numpy as np

from benchmarks.tables import add_write_option, report, table
from townbell.opinion.classic import classic
from townbell.opinion.group_statements import compare_groups
from townbell.opinion.groups import find_groups, group_by
from townbell.opinion.ordinal_probit import fit_ordinal_probit
from townbell.opinion.tests.simulated import permuted, votes_of_people
from townbell.opinion.votes import Votes

RUNS, POWER_RUNS = 500, 100
SWEEPS = 120
MOST_GROUPS, MOST_TESTS, LEVEL = 0.01, 0.105, 0.10
SIZES = ((100, 30, 0.6), (300, 50, 0.4), (600, 10, 0.9))  # people, statements, share voted


def bell(random: np.random.Generator, people: int) -> np.ndarray:
    return random.normal(size=(people, 2))


def lopsided(random: np.random.Generator, people: int) -> np.ndarray:
    return random.exponential(size=(people, 2))


def camps(
    random: np.random.Generator, people: int, apart: float = 6.0, share: float = 0.5
) -> np.ndarray:
    places = random.normal(size=(people, 2))
    places[:, 0] += apart * (random.random(people) < share)
    return places


def crowd(seed: int, draw: Callable[..., np.ndarray], **options: float) -> Votes:
    people, statements, share = SIZES[seed % len(SIZES)]
    random = np.random.default_rng(seed)
    strength = (0.7, 1.2, 2.0)[seed // len(SIZES) % 3]
    places = draw(random, people, **options)
    return votes_of_people(places, statements, seed=seed, share_voted=share, strength=strength)


def no_structure(kind: str, seed: int) -> Votes:
    if kind == "permuted":
        return permuted(crowd(seed, camps), seed=seed)
    return crowd(seed, bell if kind == "bell-shaped" else lopsided)


def finds_groups(votes: Votes, seed: int) -> bool:
    model = fit_ordinal_probit(votes, seed=seed, sweeps=SWEEPS)
    return not find_groups(votes, model, seed=seed).is_spectrum


def wilson_upper(found: int, runs: int, z: float = 1.96) -> float:
    share = found / runs
    middle = share + z**2 / (2 * runs)
    away = z * np.sqrt(share * (1 - share) / runs + z**2 / (4 * runs**2))
    return float((middle + away) / (1 + z**2 / runs))


def false_groups(runs: int) -> tuple[list[list[str]], list[str]]:
    rows, faults = [], []
    for kind in ("permuted", "bell-shaped", "lopsided"):
        found = classic_found = 0
        for seed in range(runs):
            votes = no_structure(kind, seed)
            found += finds_groups(votes, seed)
            classic_found += classic(votes, seed=seed).n_groups > 1
        rows.append([kind, f"{found} of {runs}", f"{wilson_upper(found, runs):.2%}"])
        rows[-1].append(f"{classic_found} of {runs}")
        if found / runs > MOST_GROUPS:
            faults.append(f"groups in {found} of {runs} {kind} runs")
        print(f"{kind} done", flush=True)
    return rows, faults


def false_tests(runs: int) -> tuple[list[list[str]], list[str]]:
    """Force two groups on permuted votes, and test every statement."""
    ours, double = [], []
    for seed in range(runs):
        votes = no_structure("permuted", seed)
        everything = np.ones(votes.n_statements, dtype=bool)
        labels = group_by(votes, everything, 2, seed=seed)
        if labels.max() < 1:
            continue
        ours.append(compare_groups(votes, labels, 2, seed=seed).p_values[0])
        groups = classic(votes, seed=seed)
        double.append(classic_z(votes, groups.groups))
    shares = [share_below(ours, LEVEL), share_below(double, LEVEL)]
    rows = [["Townbell, groups from other statements", f"{shares[0]:.3f}"]]
    rows.append(["classic, groups from the same votes", f"{shares[1]:.3f}"])
    faults = [f"tests at 10 %: {shares[0]:.3f}"] if shares[0] > MOST_TESTS else []
    return rows, faults


def classic_z(votes: Votes, groups: np.ndarray) -> np.ndarray:
    """Return the two-sided chances of the classic two-proportion z of agreeing in group 1."""
    from scipy.special import erfc

    first, other = (votes.counts(groups == 0), votes.counts((groups >= 0) & (groups != 0)))
    agree, seen = first.agree + 1, first.seen + 1
    agree_other, seen_other = other.agree + 1, other.seen + 1
    pooled = (agree + agree_other) / (seen + seen_other)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled), 1e-9) * (1 / seen + 1 / seen_other))
    return np.asarray(erfc(np.abs(agree / seen - agree_other / seen_other) / spread / np.sqrt(2)))


def share_below(chances: list[np.ndarray], level: float) -> float:
    together = np.concatenate(chances)
    return float((together[np.isfinite(together)] <= level).mean())


def power(runs: int) -> list[list[str]]:
    rows = []
    for apart, share in ((3.0, 0.5), (4.0, 0.5), (6.0, 0.5), (6.0, 0.3), (4.0, 0.2), (6.0, 0.2)):
        row = [f"{apart:.0f} sd", f"{1 - share:.0%} / {share:.0%}"]
        for people in (100, 300, 1000):
            hits = 0
            for seed in range(runs):
                places = camps(np.random.default_rng(seed), people, apart, share)
                votes = votes_of_people(places, 40, seed=seed)
                hits += finds_groups(votes, seed)
            row.append(f"{hits / runs:.0%}")
        rows.append(row)
        print(f"{apart} {share} done", flush=True)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=RUNS, help="of each kind without structure")
    parser.add_argument("--power-runs", type=int, default=POWER_RUNS, help="of each with groups")
    add_write_option(parser)
    arguments = parser.parse_args()
    groups, faults = false_groups(arguments.runs)
    tests, more = false_tests(arguments.runs)
    found = power(arguments.power_runs)
    header = [
        "votes without structure",
        "groups found",
        "upper bound (95 %)",
        "by the classic method",
    ]
    body = "\n\n".join(
        [
            __doc__.partition("\n\n")[2].strip(),
            table(header, groups),
            "Statements called different between two groups forced on permuted votes, at a nominal "
            f"10 % (wanted at most {MOST_TESTS}):",
            table(["test", "share of tests"], tests),
            "Groups found when there are two, 40 statements, half of them answered:",
            table(["apart", "sizes", "100 people", "300", "1,000"], found),
            "A small camp is often missed.",
            "\n".join(f"- {each}" for each in faults + more) or "Every figure reaches its target.",
        ]
    )
    report("honesty", "Findings where there are none", body, write=arguments.write)
    raise SystemExit(1 if faults + more else 0)


if __name__ == "__main__":
    main()
