import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from townbell.opinion import chain, ordinal_probit
from townbell.opinion.ordinal_probit import ChainBroke, fit_ordinal_probit, sweeps_for
from townbell.opinion.votes import Votes


def a_town(people=250, statements=40, *, seed=0, share_voted=0.5, reserve=0.6, indifferent=0.0):
    """Return votes drawn from the model itself, and the true P(agree | not pass).

    ``indifferent`` of the people pass on half of what they read, whatever it is.
    """
    random = np.random.default_rng(seed)
    places = random.normal(size=(people, 2))
    loadings = random.normal(size=(2, statements)) * [[1.2], [0.6]]
    leaning = places @ loadings + random.normal(0, 0.7, statements)
    reserves = np.exp(random.normal(0, reserve, people))
    width = np.exp(random.normal(-0.9, 0.3, statements)) * reserves[:, None]
    hidden = leaning + random.normal(size=leaning.shape)
    table = np.where(np.abs(hidden) <= width, 0, np.sign(hidden)).astype(np.int8)
    if indifferent:
        without_opinion = random.random(people) < indifferent
        table[without_opinion[:, None] & (random.random(table.shape) < 0.5)] = 0
    agree, disagree = ndtr(leaning - width), ndtr(-leaning - width)
    person, statement = np.nonzero(random.random(table.shape) < share_voted)
    votes = Votes.from_triples(
        person,
        statement,
        table[person, statement],
        participant_ids=np.arange(people),
        statement_ids=np.arange(statements),
    )
    return votes, agree / (agree + disagree), reserves


def everybody(votes):
    return np.indices((votes.n_participants, votes.n_statements))


def test_chances_of_unseen_answers_are_near_the_truth():
    votes, truth, _ = a_town()
    found = fit_ordinal_probit(votes, seed=0, sweeps=400).agreement(*everybody(votes))
    unseen = np.ones(truth.shape, dtype=bool)
    unseen[votes.participants, votes.statements] = False

    assert np.corrcoef(found[unseen], truth[unseen])[0, 1] > 0.88
    for low in np.arange(0, 1, 0.2):
        of_bin = unseen & (found >= low) & (found < low + 0.2)
        assert found[of_bin].mean() == pytest.approx(truth[of_bin].mean(), abs=0.035)


def test_those_who_pass_much_are_told_from_those_in_the_middle():
    votes, _, reserves = a_town(share_voted=0.8)
    fit = fit_ordinal_probit(votes, seed=0, sweeps=300)

    # Some of their passing is put down to having no opinion.
    found = np.log(fit.reserves).mean(axis=0)
    assert np.corrcoef(found, np.log(reserves))[0, 1] > 0.8


def mean_indifference(fit):
    return (fit.habits[:, 1] / fit.habits[:, 1:].sum(axis=1)).mean()


def test_passing_for_want_of_an_opinion_is_told_from_hesitation():
    hesitant, _, _ = a_town(share_voted=0.8, reserve=0.3)
    bored, truth, _ = a_town(share_voted=0.8, reserve=0.3, indifferent=0.4)
    fits = [fit_ordinal_probit(votes, seed=0, sweeps=400) for votes in (hesitant, bored)]

    assert mean_indifference(fits[0]) < 0.08
    assert mean_indifference(fits[1]) == pytest.approx(0.2, abs=0.05)
    found = fits[1].agreement(*everybody(bored))
    assert np.corrcoef(found.ravel(), truth.ravel())[0, 1] > 0.9


def test_opinion_that_nobody_can_foretell_is_not_foretold():
    random = np.random.default_rng(4)
    table = random.choice([1, -1], size=(200, 30), p=[0.7, 0.3])
    person, statement = np.indices(table.shape).reshape(2, -1)
    votes = Votes.from_triples(person, statement, table.ravel())
    found = fit_ordinal_probit(votes, seed=0, sweeps=300).agreement(*everybody(votes))

    assert found.mean() == pytest.approx(0.7, abs=0.02)
    assert found.std() < 0.09


def test_person_without_votes_is_expected_to_answer_like_others():
    votes, _, _ = a_town(60, 15)
    ids = np.arange(61)
    with_silent = Votes.from_triples(
        votes.participants, votes.statements, votes.values, participant_ids=ids
    )
    found = fit_ordinal_probit(with_silent, seed=0, sweeps=1500).agreement(*everybody(with_silent))

    shares = with_silent.counts().agree / (
        with_silent.counts().agree + with_silent.counts().disagree
    )
    assert np.abs(found[60] - shares).max() < 0.17
    assert np.corrcoef(found[60], shares)[0, 1] > 0.95


def test_chances_of_pairs_are_those_of_the_table():
    votes, _, _ = a_town(30, 8)
    fit = fit_ordinal_probit(votes, seed=0, sweeps=60)
    table = fit.agreement(*everybody(votes))
    people, statements = np.array([3, 0, 29]), np.array([7, 0, 2])

    np.testing.assert_allclose(fit.agreement(people, statements), table[people, statements])
    draw = 5
    leaning = fit.loadings[draw, 7, 0] + fit.positions[draw, 3] @ fit.loadings[draw, 7, 1:]
    width = fit.thresholds[draw, 7] * fit.reserves[draw, 3]
    agree, disagree = ndtr(leaning - width), ndtr(-leaning - width)
    single = ordinal_probit.OrdinalProbit(*(each[[draw]] for each in vars(fit).values()))
    assert single.agreement(np.array([3]), np.array([7])) == pytest.approx(
        agree / (agree + disagree), rel=1e-5
    )


def test_expected_share_is_the_mean_of_the_chances_of_those_asked(monkeypatch):
    votes, _, _ = a_town(30, 8)
    fit = fit_ordinal_probit(votes, seed=0, sweeps=15)
    asked = np.array([3, 0, 29, 17, 5])
    monkeypatch.setattr(ordinal_probit, "PEOPLE_AT_ONCE", 2)
    monkeypatch.setattr(ordinal_probit, "AVERAGED", len(fit.loadings))

    table = fit.agreement(*everybody(votes))
    np.testing.assert_allclose(fit.expected_agreement(asked), table[asked].mean(axis=0), rtol=1e-6)


def test_same_seed_gives_the_same_bits_on_any_number_of_threads(monkeypatch):
    votes, _, _ = a_town(300, 40)
    monkeypatch.setattr(chain, "BLOCK_OF_PEOPLE", 64)
    first = fit_ordinal_probit(votes, seed=3, sweeps=40)
    monkeypatch.setattr(chain, "WORTH_A_THREAD", 0)
    second = fit_ordinal_probit(votes, seed=3, sweeps=40)
    other = fit_ordinal_probit(votes, seed=4, sweeps=40)

    assert first.loadings.tobytes() == second.loadings.tobytes()
    assert first.positions.tobytes() == second.positions.tobytes()
    assert first.loadings.tobytes() != other.loadings.tobytes()


def test_row_order_of_votes_gives_the_same_bits():
    votes, _, _ = a_town(50, 10)
    order = np.random.default_rng(1).permutation(len(votes))
    columns = votes.participants[order], votes.statements[order], votes.values[order]
    shuffled = Votes.from_triples(*columns, participant_ids=np.arange(50))
    first, second = (fit_ordinal_probit(each, seed=0, sweeps=30) for each in (votes, shuffled))

    assert first.loadings.tobytes() == second.loadings.tobytes()


def test_two_chains_agree():
    votes, _, _ = a_town(120, 20)
    first, second = (
        fit_ordinal_probit(votes, seed=seed, sweeps=1500).agreement(*everybody(votes))
        for seed in (0, 1)
    )
    assert np.abs(first - second).mean() < 0.025


def test_renaming_agree_and_disagree_mirrors_the_chances():
    votes, _, _ = a_town(120, 20)
    mirrored = Votes.from_triples(
        votes.participants, votes.statements, -votes.values, participant_ids=np.arange(120)
    )
    first, second = (
        fit_ordinal_probit(each, seed=0, sweeps=1500).agreement(*everybody(votes))
        for each in (votes, mirrored)
    )
    assert np.abs(first - (1 - second)).mean() < 0.025


@pytest.mark.parametrize("values", [[1], [0], [-1] * 30, [0] * 30, [1] * 30])
def test_thin_conversations_give_finite_chances(values):
    size = len(values)
    votes = Votes.from_triples(np.arange(size) % 6, np.arange(size) // 6, values)
    found = fit_ordinal_probit(votes, seed=0, sweeps=100).agreement(*everybody(votes))

    assert ((found > 0) & (found < 1)).all()


def test_conversation_without_votes_is_fitted_to_its_priors():
    votes = Votes.from_triples([], [], [], participant_ids=[1, 2], statement_ids=[3])
    found = fit_ordinal_probit(votes, seed=0, sweeps=100).agreement(*everybody(votes))

    assert found == pytest.approx(0.5, abs=0.3)


def test_work_is_bounded():
    assert sweeps_for(0) == sweeps_for(100) == ordinal_probit.MOST_SWEEPS
    assert sweeps_for(10**7) == ordinal_probit.FEWEST_SWEEPS
    assert sweeps_for(20_000) == ordinal_probit.WORK // 20_000


def test_draws_that_are_not_finite_are_an_error(monkeypatch):
    monkeypatch.setattr(chain, "ON_LOADINGS", np.nan)
    votes, _, _ = a_town(20, 5)

    with pytest.raises(ChainBroke):
        fit_ordinal_probit(votes, seed=0, sweeps=20)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 8))
def test_any_votes_give_chances_between_zero_and_one(seed, people, statements):
    random = np.random.default_rng(seed)
    person, statement = np.nonzero(random.random((people, statements)) < random.random())
    votes = Votes.from_triples(
        person,
        statement,
        random.integers(-1, 2, size=person.size),
        participant_ids=np.arange(people),
        statement_ids=np.arange(statements),
    )
    found = fit_ordinal_probit(votes, seed=0, sweeps=20).agreement(*everybody(votes))

    assert ((found > 0) & (found < 1)).all()


def test_main_positions_follow_the_axis_people_differ_along():
    votes, _, _ = a_town(300, 40, share_voted=0.7)
    random = np.random.default_rng(0)  # as a_town draws it
    places = random.normal(size=(300, 2))
    main = fit_ordinal_probit(votes, seed=0, sweeps=200).main_positions(2)

    assert main.shape == (168, 300, 2)
    found = main.mean(axis=0)
    assert abs(np.corrcoef(found[:, 0], places[:, 0])[0, 1]) > 0.93
    assert abs(np.corrcoef(found[:, 1], places[:, 1])[0, 1]) > 0.8
    first, last = main[:40].mean(axis=0), main[-40:].mean(axis=0)
    assert np.corrcoef(first[:, 0], last[:, 0])[0, 1] > 0.93


def test_turning_the_factors_of_a_draw_does_not_move_main_positions():
    votes, _, _ = a_town(60, 15)
    fit = fit_ordinal_probit(votes, seed=0, sweeps=60)
    turns = np.random.default_rng(0).normal(size=(len(fit.loadings), 8, 8))
    turns = np.linalg.qr(turns)[0].astype(np.float32)
    turns[-1] = np.eye(8)
    turned = ordinal_probit.OrdinalProbit(
        np.concatenate([fit.loadings[:, :, :1], fit.loadings[:, :, 1:] @ turns], axis=2),
        fit.thresholds,
        fit.positions @ turns,
        fit.reserves,
        fit.habits,
    )
    np.testing.assert_allclose(turned.main_positions(2), fit.main_positions(2), atol=1e-3)
