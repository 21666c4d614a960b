"""The map stays the way round it was shown: people find themselves where they were."""

import numpy as np
import pytest

from townbell.opinion import Votes, analyse
from townbell.opinion.factors import Factors, ballots_of, fit_factors, turn_towards
from townbell.opinion.mapping import AXES, LEAST_ACROSS
from townbell.opinion.tests.simulated import simulated_votes, votes_of_people


def first(votes: Votes, people: int) -> Votes:
    """Return the votes of the first people, as they are some days before."""
    return votes.select(participants=np.arange(votes.n_participants) < people)


def shown(analysis) -> dict:
    """Return what a published result keeps of a map: rounded loadings of its statements."""
    found = analysis.opinion_map
    loadings = np.round(found.factors.loadings, 4).tolist()
    return {label: tuple(loadings[row]) for label, row in found.rows.items()}


def mirrored(earlier: dict, across: int, up: int) -> dict:
    return {label: (across * x, up * y) for label, (x, y) in earlier.items()}


@pytest.fixture(scope="module")
def town() -> Votes:
    return votes_of_people(np.random.default_rng(0).normal(size=(600, 2)), 40, seed=0)


@pytest.mark.parametrize(("across", "up"), [(1, 1), (1, -1), (-1, 1), (-1, -1)])
def test_map_is_laid_as_it_was_shown_whichever_way_round_that_was(town, across, up):
    before = analyse(first(town, 300))
    alone = analyse(town)
    after = analyse(town, earlier=mirrored(shown(before), across, up))
    lone, turned = alone.positions.means, after.positions.means

    assert np.corrcoef(lone[:, 0], turned[:, 0])[0, 1] * across > 0.95
    assert abs(np.corrcoef(lone[:, 1], turned[:, 1])[0, 1]) > 0.95
    same = before.positions.means * (across, up)
    for axis in range(AXES):
        assert np.corrcoef(same[:, axis], turned[:300, axis])[0, 1] > 0.95


def test_halves_keep_their_names_when_the_map_does(town):
    earlier = mirrored(shown(analyse(first(town, 300))), -1, 1)
    alone, after = analyse(town), analyse(town, earlier=earlier)

    for found, other in zip(alone.statements, after.statements, strict=True):
        assert found.sides == other.sides[::-1]
        assert found.verdict == other.verdict


def turned_by(earlier: dict, degrees: float) -> dict:
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return {label: tuple(np.array(each) @ turn) for label, each in earlier.items()}


def turn_between(earlier: dict, later: dict) -> float:
    """Return by how many degrees a map is turned against an earlier one."""
    one, other = (np.array([each[label] for label in earlier]) for each in (earlier, later))
    cosine, sine = turn_towards(other, one)[0]
    return float(np.degrees(np.arctan2(sine, cosine)))


def test_map_of_two_directions_that_tell_the_same_does_not_swing():
    """Neither is the main one: with a few votes more it may be another, and the map stays."""
    places = np.random.default_rng(5).normal(size=(900, 2)) * (1.0, 2.0)  # strengths made equal
    votes = votes_of_people(places, 40, seed=5)
    earlier = turned_by(shown(analyse(first(votes, 800))), 30)

    assert abs(turn_between(earlier, shown(analyse(votes)))) > 20
    assert abs(turn_between(earlier, shown(analyse(votes, earlier=earlier)))) < 3


def test_map_is_laid_anew_when_the_main_direction_is_another(town):
    before = analyse(town)
    stood_up = {label: (-up, across) for label, (across, up) in shown(before).items()}
    factors = analyse(town, earlier=stood_up).opinion_map.factors

    strongest = np.linalg.eigvalsh(factors.information)[-1]
    assert factors.information[0, 0] >= LEAST_ACROSS * strongest


def test_fit_goes_on_from_the_earlier_map():
    """As good after a few steps as a fit from nothing after many."""
    votes = simulated_votes(400, 30, share_voted=0.3)
    ballots = ballots_of(votes)
    settled = fit_factors(ballots, n_factors=AXES, iterations=400)
    warm = fit_factors(ballots, n_factors=AXES, start=settled, iterations=3)
    cold = fit_factors(ballots, n_factors=AXES, iterations=3)

    def off(found: Factors) -> float:
        return float(np.abs(found.on_main_axes().loadings - settled.loadings).max())

    assert off(warm) < 1e-3 < off(cold)


def test_map_does_not_start_from_an_earlier_one_that_knew_next_to_nothing(town):
    faint = dict.fromkeys(town.statement_ids.tolist(), (0.0001, 0.0))
    found, alone = analyse(town, earlier=faint), analyse(town)

    strength = [np.linalg.svd(each.opinion_map.factors.loadings)[1] for each in (found, alone)]
    np.testing.assert_allclose(*strength, rtol=1e-6)


def test_earlier_map_of_other_statements_changes_nothing(town):
    alone, found = analyse(town), analyse(town, earlier={900: (1.0, 0.5)})

    assert found.statements == alone.statements
    np.testing.assert_array_equal(found.positions.means, alone.positions.means)
