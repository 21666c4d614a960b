import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from townbell.opinion import OpinionError, Votes

PEOPLE = st.integers(0, 6)
STATEMENTS = st.integers(0, 4)
TRIPLES = st.lists(st.tuples(PEOPLE, STATEMENTS, st.sampled_from([-1, 0, 1])), max_size=40)


def votes_of(triples, **options) -> Votes:
    people, statements, values = zip(*triples, strict=True) if triples else ((), (), ())
    return Votes.from_triples(people, statements, values, **options)


def columns(votes: Votes) -> list[bytes]:
    arrays = [votes.participants, votes.statements, votes.values]
    return [each.tobytes() for each in [*arrays, votes.participant_ids, votes.statement_ids]]


def as_dictionary(votes: Votes) -> dict:
    people = votes.participant_ids[votes.participants]
    statements = votes.statement_ids[votes.statements]
    pairs = zip(people.tolist(), statements.tolist(), strict=True)
    return dict(zip(pairs, votes.values.tolist(), strict=True))


def test_columns_are_ordered_by_participant_then_statement():
    votes = Votes.from_triples([7, 3, 7], [20, 10, 10], [1, 0, -1])

    assert votes.participant_ids.tolist() == [3, 7]
    assert votes.statement_ids.tolist() == [10, 20]
    assert votes.participants.tolist() == [0, 1, 1]
    assert votes.statements.tolist() == [0, 0, 1]
    assert votes.values.tolist() == [0, -1, 1]
    assert votes.participants.dtype == votes.statements.dtype == np.int32
    assert votes.values.dtype == np.int8


@given(TRIPLES)
def test_a_later_vote_replaces_an_earlier_one(triples):
    expected = {(person, statement): value for person, statement, value in triples}

    assert as_dictionary(votes_of(triples)) == expected


@given(TRIPLES, st.randoms(use_true_random=False))
def test_row_order_does_not_change_a_byte(triples, random):
    once = list({(person, statement): value for person, statement, value in triples}.items())
    rows = [(*pair, value) for pair, value in once]
    shuffled = random.sample(rows, len(rows))

    assert columns(votes_of(rows)) == columns(votes_of(shuffled))


@given(TRIPLES)
def test_counts_agree_with_counting_by_hand(triples):
    votes = votes_of(triples, statement_ids=range(6), participant_ids=range(8))
    cast = as_dictionary(votes)
    among = np.arange(8) % 2 == 0

    for counts, included in [(votes.counts(), range(8)), (votes.counts(among), range(0, 8, 2))]:
        for statement in range(6):
            answers = [cast[p, statement] for p in included if (p, statement) in cast]
            assert counts.agree[statement] == answers.count(1)
            assert counts.disagree[statement] == answers.count(-1)
            assert counts.passed[statement] == answers.count(0)
            assert counts.seen[statement] == len(answers)


def test_counts_by_group_leave_out_people_in_none():
    votes = Votes.from_triples([0, 1, 2, 3], [0, 0, 0, 0], [1, 1, -1, 0])

    counts = votes.counts_by([0, 1, 1, -1], 2)

    assert counts.agree.tolist() == [[1], [1]]
    assert counts.disagree.tolist() == [[0], [1]]
    assert counts.passed.tolist() == [[0], [0]]


@given(TRIPLES)
def test_both_groupings_and_the_blocks_hold_the_same_votes(triples):
    votes = votes_of(triples, statement_ids=range(5), participant_ids=range(7))
    cast = as_dictionary(votes)
    by_person, by_statement = votes.csr(), votes.csc()

    assert cast == {
        (person, int(by_person.indices[at])): int(by_person.values[at])
        for person in range(7)
        for at in range(by_person.starts[person], by_person.starts[person + 1])
    }
    assert cast == {
        (int(by_statement.indices[at]), statement): int(by_statement.values[at])
        for statement in range(5)
        for at in range(by_statement.starts[statement], by_statement.starts[statement + 1])
    }
    assert cast == {
        (block.first + row, statement): int(block.values[row, statement])
        for block in votes.blocks(rows=3)
        for row, statement in np.argwhere(block.seen).tolist()
    }


def test_a_pass_is_kept_as_a_vote():
    votes = Votes.from_triples([1], [1], [0])

    assert len(votes) == 1
    assert votes.csr().values.tolist() == [0]
    assert votes.counts().passed.tolist() == [1]


def test_a_grouped_vote_takes_three_bytes():
    grouped = Votes.from_triples(range(100), range(100), [1] * 100).csr()

    assert grouped.indices.itemsize + grouped.values.itemsize == 3


def test_people_and_statements_without_votes_stay_on_the_axes():
    votes = Votes.from_triples([2], [5], [1], participant_ids=[9, 2], statement_ids=[5, 1])

    assert votes.participant_ids.tolist() == [2, 9]
    assert votes.statement_ids.tolist() == [1, 5]
    assert votes.votes_per_participant().tolist() == [1, 0]


def test_exclusion_and_strata_follow_their_identifiers_when_the_axes_are_sorted():
    votes = Votes.from_triples(
        [2, 9],
        [5, 1],
        [1, 1],
        participant_ids=[9, 2],
        statement_ids=[5, 1],
        excluded=[True, False],
        strata=["north", None],
        languages=["es", "en"],
    )

    assert votes.excluded.tolist() == [False, True]
    assert votes.stratum_names == ("north",)
    assert votes.strata.tolist() == [-1, 0]
    assert [votes.language_names[each] for each in votes.languages] == ["es", "en"]


@given(TRIPLES, st.sets(STATEMENTS), st.sets(PEOPLE))
def test_selection_keeps_exactly_the_chosen(triples, statements, people):
    votes = votes_of(triples, statement_ids=range(5), participant_ids=range(7))
    chosen = votes.select(statements=sorted(statements), participants=sorted(people))

    assert chosen.n_participants == len(people)
    assert chosen.n_statements == len(statements)
    assert as_dictionary(chosen) == {
        (person, statement): value
        for (person, statement), value in as_dictionary(votes).items()
        if person in people and statement in statements
    }


def test_masks_and_positions_select_the_same():
    votes = Votes.from_triples([0, 1, 2], [0, 1, 2], [1, 0, -1], languages=["en", "es", None])
    by_mask = votes.select(statements=np.array([True, False, True]))
    by_position = votes.select(statements=[2, 0])

    assert columns(by_mask) == columns(by_position)
    assert by_mask.languages.tolist() == [0, -1]


@pytest.mark.parametrize(
    "labels",
    [["a b", "🔔", "ñandú"], [2_000_000_000, 1, -5], [2**62, 0, 3], [1.0, 7.0, 3.0]],
)
def test_identifiers_may_be_any_texts_or_whole_numbers(labels):
    votes = Votes.from_triples(labels, labels, [1, 0, -1])

    assert votes.participant_ids.tolist() == sorted(labels)
    assert as_dictionary(votes)[labels[0], labels[0]] == 1


def test_results_are_read_only_and_arguments_stay_writable():
    people = np.array([0, 1])
    votes = Votes.from_triples(people, [0, 1], [1, 1])

    with pytest.raises(ValueError, match="read-only"):
        votes.values[0] = 0
    people[0] = 5
    assert votes.participant_ids.tolist() == [0, 1]


def test_arguments_may_be_read_only():
    column = np.array([1, 0])
    column.flags.writeable = False

    assert len(Votes.from_triples(column, column, column)) == 2


def test_no_votes_at_all_is_a_conversation_too():
    votes = Votes.from_triples([], [], [])

    assert (len(votes), votes.n_participants, votes.n_statements) == (0, 0, 0)
    assert list(votes.blocks()) == []
    assert votes.csc().starts.tolist() == [0]
    assert votes.counts().agree.shape == (0,)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (([1, 2], [1], [1]), "differ in length: 2, 1 and 1"),
        (([1], [1], [2]), "Vote 1 is 2"),
        (([1, 1], [1, 2], [1.0, np.nan]), "Vote 2 is missing"),
        (([1], [1], [0.5]), "Vote 1 is 0.5"),
        (([1], [1], ["agree"]), "numbers 1, 0 and -1"),
        (([1], [1], [True]), "numbers 1, 0 and -1"),
        (([1], [1], [[1]]), "flat list"),
        (([np.nan], [1], [1]), "participants contain a missing"),
        (([1.5], [1], [1]), "participants contain a fraction"),
        (([1, "1"], [1, 2], [1, 1]), "mix numbers and texts"),
        (([None], [1], [1]), "whole numbers or texts"),
        (([2**64], [1], [1]), "beyond 64 bits"),
        ((np.array([2**63], dtype=np.uint64), [1], [1]), "beyond 64 bits"),
        (([[1]], [1], [1]), "flat list"),
    ],
)
def test_bad_columns_are_refused_in_one_sentence(columns, said):
    with pytest.raises(OpinionError, match=said):
        Votes.from_triples(*columns)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"statement_ids": [2]}, "statements name “1”"),
        ({"statement_ids": ["1"]}, "statements name “1”"),
        ({"statement_ids": []}, "statements name “1”"),
        ({"statement_ids": [1, 2, 1]}, "names “1” twice"),
        ({"statement_ids": [1], "excluded": [True, False]}, "1 times True or False"),
        ({"statement_ids": [1], "excluded": [1]}, "1 times True or False"),
        ({"excluded": [True]}, "statement_ids"),
        ({"strata": ["north"]}, "participant_ids"),
        ({"participant_ids": [1], "strata": ["a", "b"]}, "1 strata"),
        ({"languages": ["en", "es"]}, "1 languages"),
        ({"languages": [3]}, "texts"),
    ],
)
def test_bad_options_are_refused_in_one_sentence(options, said):
    with pytest.raises(OpinionError, match=said):
        Votes.from_triples([1], [1], [1], **options)


@pytest.mark.parametrize("wrong", [[5], [-1], [0.5], [True]])
def test_a_selection_outside_the_axis_is_refused(wrong):
    votes = Votes.from_triples([0, 1], [0, 1], [1, 1])

    with pytest.raises(OpinionError):
        votes.select(statements=wrong)


def test_groups_of_the_wrong_length_are_refused():
    with pytest.raises(OpinionError, match="Groups need 1"):
        Votes.from_triples([0], [0], [1]).counts_by([0, 1], 2)
