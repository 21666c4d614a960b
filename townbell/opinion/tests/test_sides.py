import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from townbell.opinion import sides as sides_module
from townbell.opinion.errors import OpinionError
from townbell.opinion.sides import FOLDS, PARTS, count_parts, deal_folds, find_sides, merged
from townbell.opinion.verdicts import Verdict, judge
from townbell.opinion.votes import Votes


def a_town(people=300, statements=40, *, seed=0, share=0.6):
    """Simulate people along one line; even statements divide them, odd ones do not."""
    random = np.random.default_rng(seed)
    stand = random.normal(size=people)
    pull = np.where(np.arange(statements) % 2, 0.0, random.choice([-0.8, 0.8], size=statements))
    liking = np.where(np.arange(statements) % 2, 0.8, 0.0)
    opinion = liking + np.outer(stand, pull) + random.normal(0, 0.4, (people, statements))
    answers = np.where(opinion > 0.1, 1, np.where(opinion < -0.1, -1, 0))
    who, what = np.nonzero(random.random((people, statements)) < share)
    return who, what, answers[who, what], stand


def town_votes(**options):
    who, what, answers, stand = a_town(**options)
    ids = {"participant_ids": np.arange(stand.size), "statement_ids": np.arange(what.max() + 1)}
    return Votes.from_triples(who, what, answers, **ids), stand


def verdicts_of(votes, *, seed=0):
    sides = find_sides(votes, seed=seed)
    return judge(merged(count_parts(votes, sides), 2), votes.counts())


def test_sides_are_the_two_ends_of_the_line_people_stand_on():
    votes, stand = town_votes()
    sides = find_sides(votes)
    for half in sides.halves:
        apart = abs((half == (stand > np.median(stand))).mean() - 0.5)
        assert apart > 0.4


def test_high_is_the_same_end_in_every_fold():
    votes, _ = town_votes()
    sides = find_sides(votes)
    agreement = (sides.halves[:, None] == sides.halves[None]).mean(axis=2)
    assert agreement.min() > 0.8
    assert sides.steadiness > 0.9


def test_sides_halve_people_and_parts_divide_them_in_six():
    votes, _ = town_votes(people=301)
    sides = find_sides(votes)
    for part in sides.parts:
        sizes = np.bincount(part, minlength=PARTS)
        assert sizes.max() - sizes.min() <= 1
    sizes = np.array([np.bincount(half) for half in sides.halves])
    np.testing.assert_array_equal(np.ptp(sizes, axis=1), 1)


def test_votes_on_a_statement_do_not_decide_who_is_on_which_side_of_it():
    votes, _ = town_votes()
    before = find_sides(votes)
    fold = before.folds[10]
    turned = votes.values.copy()
    turned[before.folds[votes.statements] == fold] *= -1
    after = find_sides(Votes.from_triples(votes.participants, votes.statements, turned))
    same = (after.halves[fold] == before.halves[fold]).mean()
    assert same in (0.0, 1.0)  # the whole axis may be turned, nobody changes sides
    assert (after.parts != before.parts).any()


def test_dividing_statements_differ_and_shared_ones_are_common_ground():
    votes, _ = town_votes()
    verdict = verdicts_of(votes).verdict
    assert (verdict[0::2] == Verdict.DIFFERENCE).all()
    assert (verdict[1::2] == Verdict.COMMON_GROUND).all()


def test_answers_dealt_at_random_seldom_make_a_difference():
    found = []
    for seed in range(5):
        who, what, answers, _ = a_town(seed=seed)
        shuffled = np.random.default_rng(seed).permutation(answers)
        found.append(verdicts_of(Votes.from_triples(who, what, shuffled)).verdict)
    assert np.mean(np.concatenate(found) == Verdict.DIFFERENCE) < 0.03


def test_people_with_two_other_votes_are_on_neither_side():
    who, what, answers, _ = a_town()
    votes = Votes.from_triples(
        np.append(who, [1000, 1000, 1001, 1001, 1001, 1001]),
        np.append(what, [0, 1, 0, 1, 2, 3]),
        np.append(answers, [1, 1, 1, 1, 1, 1]),
    )
    sides = find_sides(votes)
    assert (sides.parts[:, -2] == -1).all()
    assert (sides.parts[:, -1] >= 0).any()


def test_where_all_agree_chance_makes_the_halves():
    who, what = np.nonzero(np.ones((100, 12)))
    votes = Votes.from_triples(who, what, np.ones(who.size))
    sides = find_sides(votes)
    assert {tuple(np.bincount(half)) for half in sides.halves} == {(50, 50)}
    assert (verdicts_of(votes).verdict == Verdict.COMMON_GROUND).all()


def test_row_order_does_not_matter_to_a_bit():
    who, what, answers, _ = a_town()
    order = np.random.default_rng(1).permutation(who.size)
    first = find_sides(Votes.from_triples(who, what, answers))
    second = find_sides(Votes.from_triples(who[order], what[order], answers[order]))
    assert first.parts.tobytes() == second.parts.tobytes()
    assert first.cuts[0].factors.loadings.tobytes() == second.cuts[0].factors.loadings.tobytes()


def test_order_in_which_people_and_statements_are_listed_does_not_matter():
    who, what, answers, stand = a_town()
    listed = Votes.from_triples(
        who,
        what,
        answers,
        participant_ids=np.arange(stand.size)[::-1],
        statement_ids=np.arange(40)[::-1],
    )
    plain = Votes.from_triples(who, what, answers)
    np.testing.assert_array_equal(find_sides(listed).parts, find_sides(plain).parts)


def test_statement_nobody_saw_changes_nothing_for_others():
    who, what, answers, _ = a_town()
    plain = Votes.from_triples(who, what, answers)
    for unseen in (-5, 1000):
        wider = Votes.from_triples(who, what, answers, statement_ids=[*range(40), unseen])
        kept = wider.statement_ids != unseen
        assert (verdicts_of(wider).verdict[kept] == verdicts_of(plain).verdict).all()


def test_moderated_out_statement_places_nobody():
    who, what, answers, _ = a_town()
    out = np.arange(40) == 6
    moderated = Votes.from_triples(who, what, answers, statement_ids=np.arange(40), excluded=out)
    without = Votes.from_triples(who[what != 6], what[what != 6], answers[what != 6])
    kept = ~out
    one, other = find_sides(moderated), find_sides(without)
    np.testing.assert_array_equal(one.folds[kept], other.folds)
    np.testing.assert_array_equal(one.parts, other.parts)


def test_another_seed_deals_other_folds_and_tells_the_same_story():
    votes, _ = town_votes()
    one, other = find_sides(votes, seed=1), find_sides(votes, seed=2)
    assert (one.folds != other.folds).any()
    same = verdicts_of(votes, seed=1).verdict == verdicts_of(votes, seed=2).verdict
    assert same.mean() > 0.9


def test_folds_are_of_equal_size_and_a_new_statement_moves_few():
    ids = np.arange(100)
    folds = deal_folds(ids, dealt=ids, seed=0)
    np.testing.assert_array_equal(np.bincount(folds), 100 // FOLDS)
    later = np.arange(101)
    assert (deal_folds(later, dealt=later, seed=0)[:100] != folds).sum() < FOLDS


def test_more_people_than_the_sample_are_placed_all(monkeypatch):
    monkeypatch.setattr(sides_module, "SAMPLE", 100)
    votes, stand = town_votes()
    half = find_sides(votes).halves[0]
    assert (half >= 0).all()
    assert abs((half == (stand > np.median(stand))).mean() - 0.5) > 0.4


def test_parts_are_counted_as_by_hand():
    votes, _ = town_votes(people=30, statements=8)
    sides = find_sides(votes)
    counts = count_parts(votes, sides)
    for statement in range(8):
        on = votes.statements == statement
        part = sides.parts[sides.folds[statement], votes.participants[on]]
        for answer, table in ((1, counts.agree), (0, counts.passed), (-1, counts.disagree)):
            expected = np.bincount(
                part[(votes.values[on] == answer) & (part >= 0)], minlength=PARTS
            )
            np.testing.assert_array_equal(table[:, statement], expected)
    halves = merged(counts, 2)
    np.testing.assert_array_equal(halves.agree[1], counts.agree[3:].sum(axis=0))
    np.testing.assert_array_equal(merged(counts, 3).passed[0], counts.passed[:2].sum(axis=0))


def test_sides_of_other_votes_are_refused():
    votes, _ = town_votes()
    fewer = votes.select(participants=np.arange(10))
    with pytest.raises(OpinionError, match="other votes"):
        count_parts(fewer, find_sides(votes))


def test_placing_the_same_votes_again_changes_nothing():
    votes, _ = town_votes()
    sides = find_sides(votes)
    again = sides.placed(votes)
    np.testing.assert_array_equal(again.parts, sides.parts)
    np.testing.assert_array_equal(again.folds, sides.folds)


def test_newcomer_is_placed_where_the_like_minded_are():
    votes, _ = town_votes()
    sides = find_sides(votes)
    twin = votes.participants == 17
    later = Votes.from_triples(
        np.concatenate([votes.participants, np.full(twin.sum(), 9999), [9998]]),
        np.concatenate([votes.statements, votes.statements[twin], [0]]),
        np.concatenate([votes.values, votes.values[twin], [1]]),
    )
    placed = sides.placed(later)
    np.testing.assert_array_equal(placed.parts[:, :-2], sides.parts)
    assert (placed.parts[:, -2] == -1).all()  # 9998 has one vote
    # A twin is at the same position; at a boundary the draw may tell them apart.
    assert abs(placed.parts[:, -1] - sides.parts[:, 17]).max() <= 1
    assert (placed.parts[:, -1] == sides.parts[:, 17]).mean() > 0.8


def test_later_statement_is_counted_but_places_nobody():
    votes, _ = town_votes()
    sides = find_sides(votes)
    everybody = np.arange(votes.n_participants)
    later = Votes.from_triples(
        np.concatenate([votes.participants, everybody, [9999] * 3]),
        np.concatenate([votes.statements, np.full(everybody.size, 40), [0, 1, 40]]),
        np.concatenate([votes.values, np.ones(everybody.size, dtype=int), [1, 1, 1]]),
    )
    placed = sides.placed(later)
    counts = merged(count_parts(later, placed), 2)
    np.testing.assert_array_equal(counts.agree[:, 40], [150, 150])
    assert (placed.parts[:, -1] == -1).all()  # two votes on statements the sides were learnt from


def test_sides_can_be_placed_again_and_again():
    votes, _ = town_votes()
    first = find_sides(votes.select(statements=np.arange(30)))
    once = first.placed(votes)
    twice = once.placed(votes.select(participants=np.arange(200))).placed(votes)
    np.testing.assert_array_equal(twice.parts, once.parts)
    np.testing.assert_array_equal(twice.folds, once.folds)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 15), st.integers(1, 8))
def test_any_votes_give_sides_or_none(seed, people, statements):
    random = np.random.default_rng(seed)
    who, what = np.nonzero(random.random((people, statements)) < random.random())
    votes = Votes.from_triples(
        who,
        what,
        random.integers(-1, 2, size=who.size),
        participant_ids=np.arange(people),
        statement_ids=np.arange(statements),
    )
    sides = find_sides(votes)
    counts = count_parts(votes, sides)
    assert sides.parts.shape == (FOLDS, people)
    assert (counts.seen.sum(axis=0) <= votes.counts().seen).all()
    assert (sides.placed(votes).parts == sides.parts).all()


def test_empty_conversation_has_no_sides():
    votes = Votes.from_triples([], [], [])
    sides = find_sides(votes)
    assert sides.parts.shape == (FOLDS, 0)
    assert count_parts(votes, sides).agree.shape == (PARTS, 0)


def test_usual_half_is_where_most_folds_put_somebody():
    votes, stand = town_votes()
    sides = find_sides(votes)
    lead = np.sign((sides.halves == 1).sum(axis=0) - (sides.halves == 0).sum(axis=0))

    assert np.array_equal(sides.usual, np.select([lead > 0, lead < 0], [1, 0], -1))
    placed = sides.usual >= 0
    same = ((sides.usual == 1) == (stand > np.median(stand)))[placed].mean()
    assert abs(same - 0.5) > 0.35


def test_who_answered_too_little_is_usually_in_neither_half():
    who, what, answers, _stand = a_town(people=50)
    rows = np.r_[who, [50, 50]], np.r_[what, [0, 1]], np.r_[answers, [1, 1]]

    assert find_sides(Votes.from_triples(*rows)).usual[50] == -1
