import subprocess
import sys
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from townbell.opinion import Votes
from townbell.opinion.classic import classic, counted_participants
from townbell.opinion.likeness import adjusted_rand
from townbell.opinion.tests.open_data import CONVERSATIONS, export_of, needs_open_data
from townbell.opinion.tests.simulated import simulated_votes

# Agreement of the classic groups with those shipped in the exports: what a first implementation
# found. An export holds no history, so this is to be come near to, not to be beaten.
AGREEMENT = dict(
    zip(
        CONVERSATIONS,
        (0.88, 0.95, 0.19, 0.64, 0.18, 0.10, 0.13, 0.91, 0.09, 0.74, 0.83),
        strict=True,
    )
)


def test_two_camps_are_found():
    votes = simulated_votes(300, 30, apart=8.0, seed=1)
    result = classic(votes)

    assert result.n_groups == 2
    assert result.groups.min() == 0
    assert result.group_counts.seen.sum() == len(votes)


def test_people_with_few_votes_are_counted_in_no_group():
    votes = simulated_votes(100, 30, share_voted=0.25)
    result = classic(votes)

    few = votes.votes_per_participant() < 7
    assert few.any()
    assert (result.groups[few] == -1).all()
    assert (result.groups[~few] >= 0).all()
    assert result.counts.seen.sum() == len(votes)
    assert result.group_counts.seen.sum() == votes.votes_per_participant()[~few].sum()


@pytest.mark.parametrize(
    ("n_votes", "n_statements", "expected"),
    [
        ([9] * 20 + [6], 10, [True] * 20 + [False]),
        ([3] * 20 + [2], 3, [True] * 20 + [False]),
        ([9, 5, 1, 0], 10, [True, True, True, False]),
        ([9, *[2] * 16], 10, [True] * 15 + [False] * 2),
        ([0, 0], 0, [False, False]),
    ],
)
def test_most_active_fill_up_to_fifteen(n_votes, n_statements, expected):
    assert counted_participants(np.array(n_votes), n_statements).tolist() == expected


def test_consensus_is_the_product_over_the_groups():
    result = classic(simulated_votes(200, 20, seed=2))
    counts = result.group_counts
    expected = np.prod((counts.agree + 1) / (counts.seen + 2), axis=0)

    assert result.consensus == pytest.approx(expected)
    assert result.consensus_mean == pytest.approx(expected ** (1 / result.n_groups))


def test_majorities_are_strong_and_in_order():
    people = np.repeat(np.arange(40), 3)
    values = np.column_stack([np.ones(40), -np.ones(40), np.tile([1, -1], 20)]).ravel()
    result = classic(Votes.from_triples(people, np.tile([0, 1, 2], 40), values))

    assert [(each.statement, each.agrees) for each in result.majorities] == [(0, True), (1, False)]


def test_moderated_statement_is_in_no_list_and_moves_nobody():
    drawn = simulated_votes(100, 10, share_voted=1.0)
    columns = drawn.participants, drawn.statements
    excluded = np.arange(10) == 4
    results = [
        classic(
            Votes.from_triples(
                *columns,
                np.where(drawn.statements == 4, value, drawn.values),
                statement_ids=range(10),
                excluded=excluded,
            )
        )
        for value in (1, -1)
    ]

    assert results[0].projection.positions.tobytes() == results[1].projection.positions.tobytes()
    for result in results:
        shown = {each.statement for group in result.representative for each in group}
        assert 4 not in shown | {each.statement for each in result.majorities}


def test_priority_is_that_of_the_formula():
    votes = simulated_votes(50, 6, share_voted=1.0)
    result = classic(votes, meta=np.arange(6) == 5)
    agree, passed, seen = (
        each.sum(axis=0)[2]
        for each in (
            result.group_counts.agree,
            result.group_counts.passed,
            result.group_counts.seen,
        )
    )
    axes = result.projection.axes[:, 2]
    away = np.sqrt(6) * abs(-1 - result.projection.means[2]) * np.hypot(*axes)
    share = (1 - (passed + 1) / (seen + 2)) * (away + 1) * (agree + 1) / (seen + 2)

    assert result.priority[2] == pytest.approx((share * (1 + 8 * 2 ** (-seen / 5))) ** 2)
    assert result.priority[5] == 49


def everything(result) -> list[bytes]:
    parts = [result, result.projection]
    values = [getattr(part, field.name) for part in parts for field in fields(part)]
    return [v.tobytes() for v in values if isinstance(v, np.ndarray)] + [
        repr(result.representative)
    ]


@pytest.mark.parametrize("share_voted", [0.1, 0.9])
def test_row_order_does_not_change_a_byte(share_voted):
    votes = simulated_votes(300, 40, share_voted=share_voted)
    order = np.random.default_rng(1).permutation(len(votes))
    shuffled = Votes.from_triples(
        votes.participants[order],
        votes.statements[order],
        votes.values[order],
        participant_ids=range(300),
        statement_ids=range(40),
    )

    assert everything(classic(votes)) == everything(classic(shuffled))


def test_renaming_people_and_statements_does_not_matter():
    votes = simulated_votes(200, 20, apart=6.0)
    rng = np.random.default_rng(3)
    person, statement = rng.permutation(200), rng.permutation(20)
    renamed = classic(
        Votes.from_triples(person[votes.participants], statement[votes.statements], votes.values)
    )
    result = classic(votes)

    assert renamed.groups[person].tolist() == result.groups.tolist()
    assert renamed.projection.positions[person] == pytest.approx(
        result.projection.positions, abs=1e-4
    )
    assert renamed.consensus[statement] == pytest.approx(result.consensus)


def test_turning_every_vote_round_turns_the_report_round():
    votes = simulated_votes(200, 20, apart=6.0)
    columns = votes.participants, votes.statements
    turned = classic(Votes.from_triples(*columns, -votes.values))
    result = classic(votes)

    assert turned.groups.tolist() == result.groups.tolist()
    assert turned.counts.agree.tolist() == result.counts.disagree.tolist()


def test_axes_from_a_sample_give_nearly_the_same_groups():
    votes = simulated_votes(2000, 30, apart=6.0)
    exact, sampled = classic(votes, axes_from=None), classic(votes, axes_from=500)

    assert adjusted_rand(exact.groups, sampled.groups) > 0.95


TRIPLES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 5), st.sampled_from([-1, 0, 1])), max_size=60
)


@settings(max_examples=150, deadline=None)
@given(TRIPLES, st.sets(st.integers(0, 5)))
def test_any_small_conversation_has_a_report(triples, excluded):
    people, statements, values = zip(*triples, strict=True) if triples else ((), (), ())
    votes = Votes.from_triples(
        people,
        statements,
        values,
        participant_ids=range(10),
        statement_ids=range(6),
        excluded=[each in excluded for each in range(6)],
    )
    result = classic(votes)

    assert np.isfinite(result.projection.positions).all()
    assert np.isfinite(result.consensus).all()
    assert (result.groups[result.counted] >= 0).all()
    assert len(result.centers) == result.n_groups == len(result.representative)


@needs_open_data
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_groups_agree_with_those_published(name):
    export = export_of(name)
    result = classic(export.votes)
    both = result.counted & (export.groups >= 0)
    agreement = adjusted_rand(result.groups[both], export.groups[both])

    assert agreement == pytest.approx(AGREEMENT[name], abs=0.02)


def test_engine_imports_neither_numba_nor_statistics_nor_django_before_it_must():
    script = "import sys, townbell.opinion, townbell.opinion.classic; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    loaded = set(result.stdout.split())

    assert "townbell.opinion.classic" in loaded
    assert not {"numba", "scipy.stats", "django", "townbell.opinion.kernels"} & loaded
