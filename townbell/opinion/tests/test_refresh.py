import time

import numpy as np
import pytest

from townbell.opinion import sides as sides_module
from townbell.opinion.analysis import analyse
from townbell.opinion.votes import Votes

PEOPLE, STATEMENTS, EACH = 100_000, 1_000, 50
NEWCOMERS = 2_000


@pytest.mark.slow
def test_large_conversation_is_judged_anew_in_less_than_a_second(monkeypatch):
    monkeypatch.setattr(sides_module, "SAMPLE", 2_000)
    random = np.random.default_rng(0)
    stand, pull = random.normal(size=PEOPLE), random.normal(size=STATEMENTS)
    who = np.repeat(np.arange(PEOPLE), EACH)
    what = random.integers(0, STATEMENTS, size=who.size)
    opinion = stand[who] * pull[what] + random.normal(size=who.size)
    answers = np.where(opinion > 0.2, 1, np.where(opinion < -0.4, -1, 0))
    votes = Votes.from_triples(who, what, answers)
    earlier = votes.select(participants=np.arange(PEOPLE) < PEOPLE - NEWCOMERS)
    before = analyse(earlier)

    start = time.process_time()
    after = before.refreshed(votes)
    assert time.process_time() - start < 1.0

    newcomers = after.sides.parts[:, -NEWCOMERS:]
    assert (newcomers >= 0).mean() > 0.99
    assert after.verdicts.totals.seen.sum() == len(votes)
    assert (after.verdicts.verdict == before.verdicts.verdict).mean() > 0.9
