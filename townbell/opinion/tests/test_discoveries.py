import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from townbell.opinion.discoveries import discovered

P = st.lists(st.floats(0, 1), max_size=20)


def test_example_of_benjamini_and_hochberg():
    # The fifteen tests of their paper: at .05 the first four are believed.
    tests = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
    ]  # fmt: skip
    assert discovered(np.array(tests), rate=0.05).sum() == 4


def test_what_was_not_tested_is_not_believed():
    believed = discovered(np.array([[0.001, np.nan], [np.nan, 0.9]]), rate=0.1)
    np.testing.assert_array_equal(believed, [[True, False], [False, False]])


def test_no_tests_no_discoveries():
    assert discovered(np.array([]), rate=0.1).size == 0
    assert not discovered(np.array([np.nan]), rate=0.1).any()


@given(P, st.floats(0.01, 0.5))
def test_order_does_not_matter(tests, rate):
    tests = np.array(tests)
    np.testing.assert_array_equal(
        discovered(tests[::-1], rate=rate), discovered(tests, rate=rate)[::-1]
    )


@given(P, st.floats(0.01, 0.5))
def test_bonferroni_believes_no_more(tests, rate):
    tests = np.array(tests)
    bonferroni = tests <= rate / max(tests.size, 1)
    assert not (bonferroni & ~discovered(tests, rate=rate)).any()


def test_noise_is_seldom_believed():
    random = np.random.default_rng(0)
    any_believed = [discovered(random.random(50), rate=0.1).any() for _ in range(500)]
    assert np.mean(any_believed) < 0.14
