from dataclasses import replace

import numpy as np
import pytest

from townbell.opinion import prediction
from townbell.opinion.prediction import predict
from townbell.opinion.tests.simulated import votes_of_people
from townbell.opinion.tests.test_ordinal_probit import a_town


def test_chances_are_those_of_the_model():
    votes, truth, _ = a_town(120, 20)
    found = predict(votes, seed=0)
    people, statements = np.indices((120, 20))

    chances = found.agreement(people, statements)
    np.testing.assert_allclose(chances, found.model.agreement(people, statements))
    assert np.corrcoef(chances.ravel(), truth.ravel())[0, 1] > 0.75


def test_people_and_statements_are_broadcast():
    votes, _, _ = a_town(40, 8)
    found = predict(votes, seed=0)

    assert found.agreement(np.arange(40)[:, None], np.arange(8)).shape == (40, 8)


def test_moderated_out_statement_has_no_chance_and_teaches_nothing():
    votes, _, _ = a_town(60, 10)
    out = np.arange(10) == 4
    found = predict(replace(votes, excluded=out), seed=0)
    without = predict(votes.select(statements=~out), seed=0)

    chances = found.agreement(np.arange(60)[:, None], np.arange(10))
    assert np.isnan(chances[:, 4]).all()
    other = without.agreement(np.arange(60)[:, None], np.arange(9))
    np.testing.assert_array_equal(chances[:, ~out], other)


def test_person_left_out_of_the_sample_is_placed_when_asked_for(monkeypatch):
    votes, truth, _ = a_town(300, 40)
    monkeypatch.setattr(prediction, "SAMPLE", 150)
    found = predict(votes, seed=0)
    outside = np.flatnonzero(~found.people)

    assert found.people.sum() == 150
    chances = found.agreement(outside[:, None], np.arange(40))
    assert np.corrcoef(chances.ravel(), truth[outside].ravel())[0, 1] > 0.85
    again = found.agreement(outside[:, None], np.arange(40))
    assert chances.tobytes() == again.tobytes()


def test_fit_learns_from_few_enough_votes(monkeypatch):
    votes = votes_of_people(np.random.default_rng(0).normal(size=(400, 2)), 20, seed=0)
    monkeypatch.setattr(prediction, "SAMPLE_VOTES", 1000)
    found = predict(votes, seed=0)

    assert len(found.fitted) == pytest.approx(1000, abs=25)


def test_nobody_voted():
    votes, _, _ = a_town(5, 4)
    silent = votes.select(statements=np.zeros(4, bool))

    assert predict(silent, seed=0).agreement(np.array([], int), np.array([], int)).size == 0
