import numpy as np
import pytest

from townbell.opinion import sides as sides_module
from townbell.opinion.analysis import analyse
from townbell.opinion.votes import Votes

PEOPLE, STATEMENTS, EACH = 6_000, 120, 50
NEWCOMERS = 400


def votes_along_a_line():
    random = np.random.default_rng(0)
    stand, pull = random.normal(size=PEOPLE), random.normal(size=STATEMENTS)
    who = np.repeat(np.arange(PEOPLE), EACH)
    what = random.integers(0, STATEMENTS, size=who.size)
    opinion = stand[who] * pull[what] + random.normal(size=who.size)
    return Votes.from_triples(
        who, what, np.where(opinion > 0.2, 1, np.where(opinion < -0.4, -1, 0))
    )


def refuse(*arguments, **options):
    raise AssertionError("something was fitted")


def test_newcomers_are_placed_and_judged_without_a_fit(monkeypatch):
    monkeypatch.setattr(sides_module, "SAMPLE", 2_000)
    votes = votes_along_a_line()
    before = analyse(votes.select(participants=np.arange(PEOPLE) < PEOPLE - NEWCOMERS))
    for name in ["fit_factors", "find_sides", "predict", "find_structure", "fit_bridging"]:
        for module in ["sides", "default_analysis", "factors", "mapping"]:
            monkeypatch.setattr(f"townbell.opinion.{module}.{name}", refuse, raising=False)

    with pytest.raises(AssertionError, match="something was fitted"):
        analyse(votes)

    after = before.refreshed(votes)

    newcomers = after.sides.parts[:, -NEWCOMERS:]
    assert (newcomers >= 0).mean() > 0.99
    assert after.verdicts.totals.seen.sum() == len(votes)
    assert (after.verdicts.verdict == before.verdicts.verdict).mean() > 0.9
