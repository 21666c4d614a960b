import numpy as np
import pytest

from townbell.opinion import bridging, rank_questions
from townbell.opinion.bridging import fit_bridging
from townbell.opinion.votes import Votes


def answered(groups, *, seed=0, share=1.0):
    """Simulate groups of (size, chance of "mine too" per question); a share is seen."""
    random = np.random.default_rng(seed)
    chances = np.concatenate([np.tile(wanting, (size, 1)) for size, wanting in groups])
    answers = np.where(random.random(chances.shape) < chances, 1, -1)
    who, what = np.nonzero(random.random(chances.shape) < share)
    return Votes.from_triples(
        who,
        what,
        answers[who, what],
        participant_ids=np.arange(len(chances)),
        statement_ids=np.arange(chances.shape[1]),
    )


TEN_VERSIONS = slice(0, 10)  # of one question, asked by the large faction
OTHERS = slice(10, 16)  # six questions of the small faction
SHARED = 16


def a_meeting(*, large=60, small=40, share=1.0, seed=0):
    of_the_large = [0.9] * 10 + [0.1] * 6 + [0.6]
    of_the_small = [0.05] * 10 + [0.8] * 6 + [0.6]
    return answered([(large, of_the_large), (small, of_the_small)], share=share, seed=seed)


@pytest.mark.parametrize("share", [1.0, 0.4])
@pytest.mark.parametrize("seed", range(4))
def test_large_faction_with_ten_versions_does_not_own_the_top_ten(share, seed):
    top = rank_questions(a_meeting(share=share, seed=seed), seed=seed).order[:10]
    versions = (top < 10).sum()
    assert versions <= 7  # six would be its share of the people
    assert ((top >= 10) & (top < 16)).sum() >= 2


@pytest.mark.parametrize("large", [60, 70, 80])
def test_places_go_by_the_sizes_of_the_factions(large):
    top = rank_questions(a_meeting(large=large, small=100 - large)).order[:10]
    assert abs((top < 10).sum() - large // 10) <= 1


@pytest.mark.parametrize("share", [1.0, 0.4])
@pytest.mark.parametrize("seed", range(4))
def test_question_both_sides_support_leads(share, seed):
    votes = a_meeting(share=share, seed=seed)
    assert rank_questions(votes, seed=seed).order[0] == SHARED


def test_most_wanted_question_of_one_side_is_beaten_by_a_less_wanted_of_both():
    votes = answered([(75, [0.95] * 5 + [0.4]), (25, [0.0] * 5 + [0.7])])
    shared, versions = 5, slice(0, 5)
    agree = votes.counts().agree
    assert agree[shared] < agree[versions].min() - 10
    ranking = rank_questions(votes)
    assert ranking.order[0] == shared
    assert ranking.weaker_end[shared] > ranking.weaker_end[versions].max()


def test_appeal_is_highest_for_what_both_sides_want():
    model = fit_bridging(a_meeting(large=50, small=50))
    assert np.argmax(model.appeal) == SHARED
    assert abs(model.slant[SHARED]) < 0.3 * abs(model.slant[TEN_VERSIONS]).min()
    assert (np.sign(model.slant[TEN_VERSIONS]) == -np.sign(model.slant[OTHERS][0])).all()


def test_each_step_of_the_fit_lowers_the_sum(monkeypatch):
    votes = a_meeting(share=0.7)
    table = np.full((100, 17), np.nan)
    table[votes.participants, votes.statements] = (votes.values + 1) / 2

    def loss(steps):
        monkeypatch.setattr(bridging, "ITERATIONS", steps)
        model = fit_bridging(votes)
        level = model.mean + model.leniency[:, None] + model.appeal
        rest = table - level - np.outer(model.leaning, model.slant)
        ridge = bridging.INTERCEPT_RIDGE * ((model.leniency**2).sum() + (model.appeal**2).sum())
        ridge += bridging.FACTOR_RIDGE * ((model.leaning**2).sum() + (model.slant**2).sum())
        return np.nansum(rest**2) + ridge

    losses = [loss(steps) for steps in (1, 2, 5, 10, 40, 80)]
    assert losses == sorted(losses, reverse=True)
    assert losses[-2] - losses[-1] < 0.02 * (losses[0] - losses[-1])


def test_intercepts_are_held_five_times_as_strongly_as_factors():
    assert bridging.INTERCEPT_RIDGE == 5 * bridging.FACTOR_RIDGE


def test_person_and_question_without_votes_are_neutral():
    votes = a_meeting()
    wider = Votes.from_triples(
        votes.participants,
        votes.statements,
        votes.values,
        participant_ids=np.arange(101),
        statement_ids=np.arange(18),
    )
    model = fit_bridging(wider)
    assert (model.leniency[100], model.leaning[100]) == (0, 0)
    assert (model.appeal[17], model.slant[17]) == (0, 0)
    np.testing.assert_allclose(model.appeal[:17], fit_bridging(votes).appeal, atol=1e-9)
    assert rank_questions(wider).order[-1] == 17 or rank_questions(wider).weaker_end[17] < 0.01


def test_question_few_saw_does_not_lead():
    votes = a_meeting()
    more = Votes.from_triples(
        np.append(votes.participants, [0, 99]),
        np.append(votes.statements, [17, 17]),
        np.append(votes.values, [1, 1]),
    )
    assert rank_questions(more).order[0] == SHARED


def test_moderated_out_question_is_not_ranked():
    votes = a_meeting()
    out = np.arange(17) == SHARED
    moderated = Votes.from_triples(
        votes.participants,
        votes.statements,
        votes.values,
        statement_ids=np.arange(17),
        excluded=out,
    )
    order = rank_questions(moderated).order
    assert SHARED not in order
    assert sorted(order) == list(range(16))


def test_more_places_cover_more_people():
    votes = a_meeting()
    covered = [rank_questions(votes, places=places).covered for places in (1, 3, 10)]
    assert covered == sorted(covered)
    assert covered[0] == pytest.approx((votes.values[votes.statements == SHARED] == 1).mean())


def test_same_questions_in_another_order_are_ranked_alike():
    votes = a_meeting(share=0.6)
    order = np.random.default_rng(0).permutation(len(votes))
    mixed = Votes.from_triples(
        votes.participants[order], votes.statements[order], votes.values[order]
    )
    np.testing.assert_array_equal(rank_questions(mixed).order, rank_questions(votes).order)


def test_more_people_than_the_samples_are_handled(monkeypatch):
    monkeypatch.setattr(bridging, "SAMPLE", 60)
    monkeypatch.setattr(bridging, "JURY", 50)
    votes = a_meeting()
    assert fit_bridging(votes).leniency.size == 100
    assert rank_questions(votes).order[0] == SHARED


def test_small_meeting_ranks_by_what_everybody_wants():
    votes = answered([(6, [1.0, 0.0])])
    np.testing.assert_array_equal(rank_questions(votes).order, [0, 1])


def test_meeting_without_questions_has_no_ranking():
    ranking = rank_questions(Votes.from_triples([], [], []))
    assert ranking.order.size == 0
    assert ranking.covered == 0.0
