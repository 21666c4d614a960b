import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from townbell.opinion import OpinionError, Votes, analyse, load_published
from townbell.opinion.tests.simulated import simulated_votes

TRIPLES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 5), st.sampled_from([-1, 0, 1])), max_size=60
)


def test_unknown_model_is_refused():
    with pytest.raises(OpinionError, match="no model"):
        analyse(simulated_votes(10, 5), model="tarot")


def test_classic_statements_hold_the_counts():
    votes = simulated_votes(200, 20, apart=6.0)
    analysis = analyse(votes, model="classic")
    counts = votes.counts()

    assert [each.id for each in analysis.statements] == list(range(20))
    for at, found in enumerate(analysis.statements):
        assert found.everyone.agree == counts.agree[at]
        assert found.everyone.seen == counts.seen[at]
        assert sum(each.seen for each in found.groups) <= found.everyone.seen
    assert sum(analysis.group_sizes) == analysis.classic.counted.sum()


def test_classic_majorities_are_its_statements():
    people, statements = np.repeat(np.arange(30), 4), np.tile(np.arange(4), 30)
    votes = Votes.from_triples(people, statements, np.where(statements == 2, 1, people % 3 - 1))
    analysis = analyse(votes, model="classic")

    assert [each.id for each in analysis.majorities] == [2]


def test_published_classic_says_what_it_is():
    document = analyse(simulated_votes(200, 20), model="classic", seed=3).to_json()

    assert document["always_finds_groups"] is True
    assert (document["model"], document["seed"]) == ("classic", 3)
    assert document["people"]["voted"] == 200


def values(document) -> list:
    if isinstance(document, dict):
        return [each for value in document.values() for each in values(value)]
    if isinstance(document, list):
        return [each for value in document for each in values(value)]
    return [document]


def test_published_classic_names_no_person_and_holds_no_place():
    names = [f"person-{n}" for n in range(60)]
    drawn = simulated_votes(60, 12)
    votes = Votes.from_triples(np.array(names)[drawn.participants], drawn.statements, drawn.values)
    analysis = analyse(votes, model="classic")
    written = json.dumps(analysis.to_json())
    places = {f"{each:.4f}" for each in analysis.classic.projection.positions.ravel()}

    assert not any(name in written for name in names)
    assert len(values(analysis.to_json())) < 12 * 30
    assert not places & {
        f"{each:.4f}" for each in values(analysis.to_json()) if each.__class__ is float
    }


def test_published_bytes_do_not_depend_on_the_order_of_rows():
    votes = simulated_votes(150, 15, share_voted=0.4)
    order = np.random.default_rng(0).permutation(len(votes))
    shuffled = Votes.from_triples(
        votes.participants[order],
        votes.statements[order],
        votes.values[order],
        participant_ids=range(150),
        statement_ids=range(15),
    )

    assert analyse(votes, model="classic").to_json() == analyse(shuffled, model="classic").to_json()


@settings(max_examples=100, deadline=None)
@given(TRIPLES)
def test_any_small_conversation_can_be_published_and_read(triples):
    people, statements, given_values = zip(*triples, strict=True) if triples else ((), (), ())
    votes = Votes.from_triples(people, statements, given_values)
    document = analyse(votes, model="classic").to_json()

    assert load_published(json.dumps(document)) == document


def test_progress_is_told_in_order():
    told = []
    analyse(simulated_votes(50, 8), progress=lambda doing, share: told.append(share))

    assert told == sorted(told)
    assert told[-1] == 1.0
