"""Columns beside the findings, and that they take no part in any verdict."""

import numpy as np
import pytest

from townbell.opinion import Votes, analyse, ordinal_probit, prediction
from townbell.opinion.tests.simulated import simulated_votes, votes_of_people


@pytest.fixture(scope="module", autouse=True)
def shorter_chains():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordinal_probit, "MOST_SWEEPS", 200)
        yield


@pytest.fixture(scope="module")
def analysis():
    votes = simulated_votes(200, 12, apart=6.0, share_voted=0.6)
    excluded = np.arange(12) == 5
    columns = votes.participants, votes.statements, votes.values
    return analyse(
        Votes.from_triples(*columns, statement_ids=range(12), excluded=excluded, languages=None)
    )


def test_expected_agreement_is_the_mean_of_everybodys_chance(analysis):
    people = np.arange(200)
    for at in (0, 7):
        chance = analysis.agreement(people, np.full(200, at)).mean()
        assert analysis.measures[at].expected == pytest.approx(chance, abs=0.02)


def test_of_many_people_a_fair_sample_is_asked(analysis, monkeypatch):
    whole = analysis.prediction.expected
    monkeypatch.setattr(prediction, "ASKED", 100)
    fitted = analysis.prediction
    again = prediction.Prediction(
        fitted.votes, fitted.model, fitted.people, fitted.statements, fitted.seed
    )

    assert not np.array_equal(again.expected, whole, equal_nan=True)
    np.testing.assert_allclose(again.expected, whole, atol=0.1)


def test_expectation_evens_out_who_saw_a_statement(monkeypatch):
    """Shown mostly to the half that likes it: of everybody, far fewer agree."""
    monkeypatch.setattr(ordinal_probit, "MOST_SWEEPS", 1000)  # a shorter chain has not got there
    votes = votes_of_people(np.random.default_rng(0).normal(size=(500, 2)), 30, seed=0, width=0.0)
    whole = analyse(votes)
    across = whole.opinion_map.factors.loadings[:, 0]
    one = int(np.abs(across).argmax())
    likes = whole.positions.means[:, 0] * across[one] > 0
    shown = likes | (np.arange(500) % 5 == 0)
    kept = (votes.statements != one) | shown[votes.participants]
    columns = votes.participants[kept], votes.statements[kept], votes.values[kept]
    some = Votes.from_triples(*columns)
    everybody, naive = (
        counts.agree[one] / counts.seen[one] for counts in (votes.counts(), some.counts())
    )
    expected = analyse(some).measures[one].expected

    assert naive > everybody + 0.15
    assert abs(expected - everybody) < 0.08


def test_moderated_statement_is_measured_by_nothing(analysis):
    assert analysis.measures[5].to_json() == {"appeal": None, "expected": None, "otherwise_in": []}


def test_appeal_is_that_of_the_factorisation(analysis):
    assert analysis.measures[3].appeal == analysis.bridging.appeal[3]


def test_measures_are_published_beside_the_findings(analysis):
    row = analysis.to_json()["statements"][0]

    assert row["measures"] == analysis.measures[0].to_json()
    assert 0 < row["measures"]["expected"] < 1


def test_languages_in_which_a_statement_is_answered_otherwise_are_named():
    from townbell.opinion.tests.test_languages import MISTRANSLATED, a_town

    found = analyse(a_town()).measures
    marked = [at for at, each in enumerate(found) if each.otherwise]

    assert set(MISTRANSLATED) <= set(marked)
    assert found[MISTRANSLATED[0]].otherwise == ("en", "es")


@pytest.mark.parametrize("votes", [Votes.from_triples([], [], []), simulated_votes(1, 1)])
def test_next_to_no_votes_have_next_to_no_measures(votes):
    assert len(analyse(votes).measures) == votes.n_statements
