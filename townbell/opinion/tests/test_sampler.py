import numpy as np
import pytest
from scipy import stats

from townbell.opinion import sampler
from townbell.opinion.votes import AGREE, DISAGREE, PASS


def drawn(function, *arguments, size=8_000):
    random = np.random.default_rng(0)
    return np.array([function(random, *arguments) for _ in range(size)])


@pytest.mark.parametrize("height", [-5.0, -1.0, 0.0, 0.3, 4.0])
def test_share_below_a_height_is_that_of_the_normal_distribution(height):
    assert sampler.normal_below(height) == pytest.approx(stats.norm.cdf(height), rel=1e-12)


@pytest.mark.parametrize("mean", [-6.0, -2.0, -0.4, 0.0, 1.0, 5.0])
def test_draws_above_zero_have_the_distribution_of_theory(mean):
    found = drawn(sampler.normal_above_zero, mean)

    assert found.min() > 0
    assert stats.kstest(found, stats.truncnorm(-mean, np.inf, loc=mean).cdf).pvalue > 0.001


@pytest.mark.parametrize("leaning", [-3.0, -0.2, 0.0, 1.5])
@pytest.mark.parametrize("width", [0.05, 0.5, 2.5])
def test_hidden_answer_of_a_pass_lies_between_the_thresholds(leaning, width):
    found = drawn(sampler.hidden_answer, PASS, leaning, width)

    bounds = stats.truncnorm(-width - leaning, width - leaning, loc=leaning)
    assert stats.kstest(found, bounds.cdf).pvalue > 0.001


@pytest.mark.parametrize("leaning", [-2.0, 0.1, 2.0])
def test_hidden_answer_of_a_vote_lies_beyond_the_threshold(leaning):
    agreed = drawn(sampler.hidden_answer, AGREE, leaning, 0.5)
    disagreed = drawn(sampler.hidden_answer, DISAGREE, -leaning, 0.5)

    beyond = stats.truncnorm(0.5 - leaning, np.inf, loc=leaning)
    assert stats.kstest(agreed, beyond.cdf).pvalue > 0.001
    assert stats.kstest(-disagreed, beyond.cdf).pvalue > 0.001


@pytest.mark.parametrize("leaning", [-1.2, 0.0, 0.7])
@pytest.mark.parametrize("width", [0.1, 1.0])
def test_chances_of_the_three_answers_add_up_to_one(leaning, width):
    answers = AGREE, PASS, DISAGREE
    chances = [sampler.chance_of(answer, leaning, width) for answer in answers]

    assert sum(chances) == pytest.approx(1)
    assert chances[0] == pytest.approx(stats.norm.sf(width - leaning))


def test_impossible_answer_has_a_finite_chance():
    assert sampler.chance_of(AGREE, -100.0, 1.0) == 1e-12
    assert sampler.ratio(AGREE, -100.0, 2.0, 1.0, 0.1) == 1


def test_draws_of_several_numbers_have_the_mean_and_covariance_asked_for():
    spread = np.array([[2.0, 0.6, -0.4], [0.6, 1.0, 0.1], [-0.4, 0.1, 0.5]])
    precision, mean = np.linalg.inv(spread), np.array([1.0, -2.0, 0.5])
    random = np.random.default_rng(0)
    found, mirrored = np.empty((2, 40_000, 3))
    for row, other in zip(found, mirrored, strict=True):
        sampler.draw_normal(random, precision.copy(), precision @ mean, row, other)

    np.testing.assert_allclose((found + mirrored) / 2, np.tile(mean, (40_000, 1)))
    np.testing.assert_allclose(found.mean(axis=0), mean, atol=0.03)
    np.testing.assert_allclose(np.cov(found.T), spread, atol=0.04)
