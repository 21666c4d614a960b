import json

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from townbell.disclosure import SMALLEST_BASE
from townbell.factsheet.sheet import make_sheet, seen
from townbell.factsheet.withholding import FROM_ALL_CELLS, withheld
from townbell.opinion import Export, ExportedStatement, Votes, analyse, load_published


def kind_of(document) -> str:
    return "groups" if document["model"] == "classic" else "sides"


def test_numbers_of_a_few_people_are_withheld_with_all_that_tells_of_them(sheet):
    row = next(each for each in sheet.document["statements"] if each["id"] == 10)

    assert row["everyone"] is None
    assert set(row[kind_of(sheet.document)]) == {None}
    assert all(row[key] is None for key in FROM_ALL_CELLS if key in row)
    assert row.get("verdict") in (None, "not enough votes")


def test_numbers_of_many_people_are_as_counted(sheet):
    row = sheet.by_id[8]

    assert row["everyone"]["agree"] == seen(row["everyone"]) == 60
    if not sheet.is_classic:
        assert [seen(part) for part in row["sides"]] == [30, 30]


def test_people_and_votes_are_those_of_the_statements_that_count(model):
    votes = Votes.from_triples(
        [*range(20), *range(15, 25)],
        [1] * 20 + [2] * 10,
        [1, -1] * 15,
        statement_ids=[1, 2],
        excluded=[False, True],
    )
    document = make_sheet(Export(votes, ()), model=model, language="en").document

    assert document["people"]["voted"] == document["votes"] == 20


def test_published_document_reads_back_with_its_hash(sheet):
    assert load_published(json.dumps(sheet.document)) == sheet.document


def test_sixths_are_never_published(sheet):
    assert "sixths" not in json.dumps(sheet.document)


def test_third_is_published_beside_its_halves(export):
    row = make_sheet(export, model="default", language="en").by_id[8]

    assert row["third"]["agree"] == seen(row["third"]) == 20


def test_group_of_a_few_people_shows_only_that_it_is_small():
    people = np.repeat(np.arange(44), 10)
    camp = np.where(people < 40, 1, -1)
    odd = np.where((people * 7 + np.tile(np.arange(10), 44)) % 5 == 0, 0, camp)
    votes = Votes.from_triples(people, np.tile(np.arange(10), 44), odd)
    sheet = make_sheet(Export(votes, ()), model="classic", language="en")
    sizes = [group["people"] for group in sheet.document["groups"]]

    assert None in sizes
    few = sheet.document["groups"][sizes.index(None)]
    assert few["representative"] == []


TRIPLES = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 4), st.sampled_from([-1, 0, 1])), max_size=60
)


@settings(max_examples=80, deadline=None)
@given(TRIPLES, st.sampled_from(["default", "classic"]))
def test_no_published_number_is_of_a_few_people(triples, model):
    people, statements, values = zip(*triples, strict=True) if triples else ((), (), ())
    votes = Votes.from_triples(people, statements, values, statement_ids=range(5))
    export = Export(votes, tuple(ExportedStatement(id=at, text="x") for at in range(5)))
    document = make_sheet(export, model=model, language="en").document

    for row in document["statements"]:
        shown = [row["everyone"], *row[kind_of(document)], row.get("third")]
        bases = [seen(answers) for answers in shown if answers is not None]
        assert not any(0 < base < SMALLEST_BASE for base in bases)


def test_sizes_of_groups_reveal_no_small_one(export):
    document = analyse(export.votes).to_json()
    apart = [{"id": 8, "agrees_more": True}, {"id": 10, "agrees_more": True}]
    groups = [{"people": people, "statements": apart} for people in (30, 3, 27)]
    structure = {**document["structure"], "kind": "groups", "groups": groups}
    shown = withheld({**document, "structure": structure}, None)["structure"]["groups"]

    assert [group["people"] for group in shown] == [30, None, None]
    # Of statement 10 only three people's answers are there.
    assert shown[0]["statements"] == [{"id": 8, "agrees_more": True}]
