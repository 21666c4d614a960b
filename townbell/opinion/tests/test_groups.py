from dataclasses import replace

import numpy as np
import pytest

from townbell.opinion import groups as looking
from townbell.opinion.groups import find_groups, group_by, refit_agreement
from townbell.opinion.likeness import adjusted_rand
from townbell.opinion.ordinal_probit import fit_ordinal_probit
from townbell.opinion.tests.open_data import CONVERSATIONS, export_of, needs_open_data
from townbell.opinion.tests.simulated import permuted, votes_of_people
from townbell.opinion.votes import Votes


def look(votes, *, seed=0, sweeps=120):
    return find_groups(votes, fit_ordinal_probit(votes, seed=seed, sweeps=sweeps), seed=seed)


def camps(*sizes, apart=6.0, seed=0):
    random = np.random.default_rng(seed)
    angles = 2 * np.pi * np.arange(len(sizes)) / len(sizes)
    middles = apart / 2 * np.column_stack([np.cos(angles), np.sin(angles)])
    camp = np.repeat(np.arange(len(sizes)), sizes)
    return middles[camp] + random.normal(size=(len(camp), 2)), camp


def test_two_camps_are_found_and_who_is_in_them():
    places, camp = camps(110, 70)
    found = look(votes_of_people(places, 40, seed=1))

    assert not found.is_spectrum
    assert found.groups.middles.shape == (2, 2)
    labels = found.groups.labels
    assert (labels >= 0).mean() > 0.9
    assert adjusted_rand(labels[labels >= 0], camp[labels >= 0]) > 0.95
    assert found.refit > 0.8


def test_three_camps_are_found():
    places, camp = camps(120, 110, 100, apart=9.0)
    found = look(votes_of_people(places, 60, seed=1, strength=1.0))
    labels = found.groups.labels

    assert len(found.groups.middles) == 3
    assert adjusted_rand(labels[labels >= 0], camp[labels >= 0]) > 0.9


CROWDS = {
    "bell": lambda random, size: random.normal(size=size),
    "lopsided": lambda random, size: random.exponential(size=size),
    "even": lambda random, size: random.random(size) * 3,
}


@pytest.mark.parametrize("crowd", CROWDS)
@pytest.mark.parametrize("strength", [0.6, 2.0])
@pytest.mark.parametrize(("people", "statements"), [(150, 40), (600, 9)])
def test_crowd_without_a_gap_is_a_spectrum(crowd, strength, people, statements):
    for seed in range(3):
        places = CROWDS[crowd](np.random.default_rng(seed), (people, 2))
        votes = votes_of_people(places, statements, seed=seed, strength=strength, share_voted=0.9)
        found = look(votes)

        assert found.is_spectrum
        assert found.people > people * 0.8
        assert min(each.p_value for each in found.divisions) > looking.DOUBT


def test_camps_whose_answers_are_dealt_anew_are_no_camps():
    places, _ = camps(100, 100)

    for seed in range(3):
        assert look(permuted(votes_of_people(places, 40, seed=seed), seed=seed)).is_spectrum


def test_small_camp_may_be_missed():
    # Known and said wherever groups are shown.
    places, _ = camps(240, 60, apart=4.0)

    assert look(votes_of_people(places, 40, seed=0)).is_spectrum


def test_handful_of_people_is_no_group():
    places, _ = camps(200, 4, apart=12.0)
    found = look(votes_of_people(places, 40, seed=0))

    assert found.is_spectrum
    assert all(each.p_value == 1 for each in found.divisions if min(each.sizes) < 5)


def test_membership_is_a_probability_and_unsure_where_little_is_known():
    places, _ = camps(100, 100, apart=5.0)
    votes = votes_of_people(places, 40, seed=1)
    silent = Votes.from_triples(
        votes.participants, votes.statements, votes.values, participant_ids=np.arange(201)
    )
    found = look(silent)

    np.testing.assert_allclose(found.groups.memberships.sum(axis=1), 1)
    assert found.groups.memberships[200].max() < looking.SURE
    assert found.groups.labels[200] == -1
    assert found.people <= 200


def test_number_of_people_looked_at_are_those_with_enough_votes():
    votes = votes_of_people(np.random.default_rng(0).normal(size=(60, 2)), 20, seed=0)
    enough = votes.votes_per_participant() >= 7

    assert look(votes).people == enough.sum() < 60


@pytest.mark.parametrize("people", [0, 1, 4])
def test_too_few_people_are_not_divided(people):
    votes = votes_of_people(np.zeros((max(people, 1), 2)), 12, seed=0, share_voted=1.0)
    found = look(votes.select(participants=np.arange(people)))

    assert found.is_spectrum
    assert found.people == people
    assert found.refit is None


def test_everybody_agreeing_is_a_spectrum():
    person, statement = np.indices((50, 12)).reshape(2, -1)
    votes = Votes.from_triples(person, statement, np.ones(600, dtype=int))

    assert look(votes).is_spectrum


def test_same_votes_and_seed_give_the_same_groups():
    places, _ = camps(60, 60)
    votes = votes_of_people(places, 30, seed=0)
    first, second = look(votes, seed=5), look(votes, seed=5)

    assert first.groups.memberships.tobytes() == second.groups.memberships.tobytes()
    assert first.divisions == second.divisions


def test_moderated_out_statements_do_not_divide():
    places, _ = camps(80, 80)
    votes = votes_of_people(places, 30, seed=0)
    out = replace(votes, excluded=np.arange(30) < 29)

    assert (group_by(out, np.ones(30, bool), 2, seed=0) == -1).all()  # one vote is not enough
    assert refit_agreement(out, 2, seed=0) is None


@pytest.mark.slow
@needs_open_data
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_real_conversations_are_spectra(name):
    votes = export_of(name).votes
    votes = votes.select(statements=~votes.excluded)

    assert look(votes).is_spectrum
