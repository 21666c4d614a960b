import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from townbell.opinion import languages
from townbell.opinion.languages import LEAST_VOTES, UNKNOWN, compare_languages
from townbell.opinion.votes import Votes

MISTRANSLATED = [3, 11]


def a_town(
    *,
    people=600,
    statements=30,
    share=0.5,
    apart=(1.0, 0.5),
    effect=1.0,
    seed=0,
    tongues=("en", "es"),
):
    """Simulate people of several languages who think otherwise, and two bad translations."""
    random = np.random.default_rng(seed)
    tongue = (random.random(people) < 0.35) * random.integers(1, len(tongues), size=people)
    stand = random.normal(size=(people, 2)) + (tongue > 0)[:, None] * np.array(apart)
    pull = random.normal(size=(statements, 2)) * [0.7, 0.4]
    error = np.zeros(statements)
    error[MISTRANSLATED] = [effect, -effect]
    opinion = random.normal(0.2, 0.4, statements) + stand @ pull.T + np.outer(tongue == 1, error)
    opinion += random.logistic(0, 0.35, size=opinion.shape)
    answers = np.where(opinion > 0.1, 1, np.where(opinion < -0.1, -1, 0))
    who, what = np.nonzero(random.random(opinion.shape) < share)
    return Votes.from_triples(
        who,
        what,
        answers[who, what],
        participant_ids=np.arange(people),
        statement_ids=np.arange(statements),
        languages=np.array(tongues, dtype=object)[tongue[who]],
    )


def test_mistranslated_statements_are_flagged():
    hits, others = 0, 0
    for seed in range(8):
        found = compare_languages(a_town(seed=seed))
        hits += found.flagged[MISTRANSLATED].sum()
        others += found.flagged.sum() - found.flagged[MISTRANSLATED].sum()
        assert found.difference[1, 3] > 0.1  # read in Spanish, more agree
        assert found.difference[1, 11] < -0.1
    assert hits >= 12  # of 16
    assert others <= 2  # of 224


def test_people_who_think_otherwise_are_not_taken_for_bad_translations():
    plain, flagged, low = 0, 0, []
    for seed in range(5):
        votes = a_town(apart=(1.5, 1.0), effect=0.0, seed=seed, share=0.3)
        spanish = votes.languages == votes.language_names.index("es")
        apart = [
            (votes.values[spanish & (votes.statements == each)] == 1).mean()
            - (votes.values[~spanish & (votes.statements == each)] == 1).mean()
            for each in range(votes.n_statements)
        ]
        plain += (np.abs(apart) > languages.LEAST_DIFFERENCE).sum()
        found = compare_languages(votes)
        flagged += found.flagged.sum()
        low.append(found.probability[1] < 0.05)
    assert plain > 50  # without regard to position most would be flagged
    assert flagged <= 3  # of 150
    assert np.mean(low) < 0.1


def test_two_languages_are_mirror_images():
    found = compare_languages(a_town())
    np.testing.assert_allclose(found.probability[0], found.probability[1], atol=1e-5)
    assert (np.sign(found.difference[0]) == -np.sign(found.difference[1])).all()


def test_of_three_languages_the_bad_one_stands_out():
    found = compare_languages(a_town(people=1500, tongues=("en", "es", "vi")))
    assert found.difference.shape == (3, 30)
    assert found.flagged[MISTRANSLATED].all()
    assert (np.abs(found.difference[:, MISTRANSLATED]).argmax(axis=0) == 1).all()


def test_votes_on_an_earlier_version_are_not_compared_but_place_people():
    votes = a_town()
    current = votes.languages.copy()
    current[np.isin(votes.statements, MISTRANSLATED)] = UNKNOWN
    found = compare_languages(votes, current)
    assert np.isnan(found.difference[:, MISTRANSLATED]).all()
    assert not found.flagged.any()
    assert np.isfinite(found.difference[:, 0]).all()


def test_few_votes_in_a_language_allow_no_comparison():
    votes = a_town()
    spoken = votes.languages.copy()
    spanish = np.flatnonzero((votes.statements == 3) & (spoken == 1))
    spoken[spanish[LEAST_VOTES - 1 :]] = UNKNOWN
    assert np.isnan(compare_languages(votes, spoken).difference[:, 3]).all()


def test_small_difference_is_not_flagged_however_certain(monkeypatch):
    votes = a_town(people=4000, effect=0.25)
    found = compare_languages(votes)
    certain = found.probability[1, MISTRANSLATED] < 1e-4
    assert certain.all()
    assert not found.flagged.any()
    monkeypatch.setattr(languages, "LEAST_DIFFERENCE", 0.02)
    assert compare_languages(votes).flagged[MISTRANSLATED].all()


def test_row_order_does_not_matter():
    votes = a_town(people=200)
    order = np.random.default_rng(0).permutation(len(votes))
    names = np.array(votes.language_names, dtype=object)
    mixed = Votes.from_triples(
        votes.participants[order],
        votes.statements[order],
        votes.values[order],
        languages=names[votes.languages[order]],
    )
    first, second = compare_languages(votes), compare_languages(mixed)
    np.testing.assert_array_equal(first.difference, second.difference)


def test_statement_nobody_saw_changes_nothing_for_others():
    votes = a_town(people=200)
    wider = Votes.from_triples(
        votes.participants,
        votes.statements,
        votes.values,
        statement_ids=[*range(30), 999],
        languages=np.array(votes.language_names, dtype=object)[votes.languages],
    )
    found = compare_languages(wider)
    assert np.isnan(found.difference[:, 30]).all()
    assert not found.flagged[30]


def test_logistic_regression_is_at_the_top_of_its_likelihood():
    random = np.random.default_rng(1)
    known = np.column_stack([np.ones(200), random.normal(size=(200, 2))])
    agree = random.random(200) < expit(known @ [0.3, 1.0, -2.0])
    weights = languages._fit_logistic(known, agree)
    best = minimize(lambda w: -languages._log_likelihood(known, agree, w), np.zeros(3))
    np.testing.assert_allclose(weights, best.x, atol=1e-4)


def test_logistic_regression_settles_where_all_of_one_language_agree():
    reads = np.arange(60) % 2 == 0
    known = np.column_stack([np.ones(60), reads])
    assert np.isfinite(languages._fit_logistic(known, reads)).all()


@pytest.mark.parametrize("tongues", [None, ["en"] * 4])
def test_one_language_or_none_is_compared_with_nothing(tongues):
    votes = Votes.from_triples([1, 1, 2, 3], [1, 2, 1, 1], [1, 0, -1, 1], languages=tongues)
    found = compare_languages(votes)
    assert not found.flagged.any()
    assert np.isnan(found.difference).all()


def test_empty_conversation_has_no_languages():
    found = compare_languages(Votes.from_triples([], [], []))
    assert found.difference.shape == (0, 0)
    assert found.flagged.shape == (0,)
