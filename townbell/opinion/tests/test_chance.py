import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from townbell.opinion.chance import draws, fair_order

NUMBERS = np.arange(1000, dtype=np.int64)


def test_draw_of_an_identifier_does_not_depend_on_the_others():
    alone = draws(np.array([417]), 1)
    np.testing.assert_array_equal(draws(NUMBERS, 1)[417], alone[0])


def test_another_seed_is_another_draw():
    assert (draws(NUMBERS, 1) != draws(NUMBERS, 2)).all()


def test_draws_are_spread_evenly():
    shares = draws(np.arange(100_000, dtype=np.int64), 0) / 2.0**64
    tenths = np.bincount((shares * 10).astype(int), minlength=10)
    assert abs(tenths - 10_000).max() < 400  # four standard deviations are 380


def test_neighbours_are_not_alike():
    shares = draws(np.arange(100_000, dtype=np.int64), 0) / 2.0**64
    assert abs(np.corrcoef(shares[:-1], shares[1:])[0, 1]) < 0.02


def test_texts_have_draws_too():
    words = np.array(["one", "two 🙂", "", "one"], dtype=object)
    first = draws(words, 0)
    assert first[0] == first[3]
    assert len(set(first.tolist())) == 3


def test_order_of_the_rest_stays_when_somebody_arrives():
    before = NUMBERS[fair_order(NUMBERS, 5)]
    more = np.append(NUMBERS, 5000)
    after = more[fair_order(more, 5)]
    np.testing.assert_array_equal(after[after != 5000], before)


@given(st.integers(-(2**63), 2**63 - 1), st.integers(0, 2**63 - 1))
def test_any_whole_number_has_a_draw(identifier, seed):
    assert draws(np.array([identifier]), seed).dtype == np.uint64
