"""Conversations nobody would hold: a right answer for each, and nothing guessed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from townbell.factsheet.page import html_page
from townbell.factsheet.sheet import make_sheet
from townbell.factsheet.terminal import printed
from townbell.opinion import Export, Votes, analyse, ordinal_probit
from townbell.opinion.analysis import MODELS
from townbell.opinion.tests.test_analysis import TRIPLES
from townbell.opinion.verdicts import Verdict


@pytest.fixture(scope="module", autouse=True)
def short_chains():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordinal_probit, "FEWEST_SWEEPS", 24)
        patch.setattr(ordinal_probit, "MOST_SWEEPS", 24)
        yield


def table(values) -> Votes:
    """Return votes of people (rows) on statements (columns); None is no vote."""
    rows = [
        (person, statement, value)
        for person, line in enumerate(values)
        for statement, value in enumerate(line)
        if value is not None
    ]
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    return Votes.from_triples(
        *columns,
        participant_ids=range(len(values)),
        statement_ids=range(max(map(len, values), default=0)),
    )


ODD = {
    "nobody and nothing": [],
    "one person": [[1, -1, 0, 1]],
    "one statement": [[1]] * 20 + [[-1]] * 20,
    "one person, one statement": [[1]],
    "everybody agrees": [[1] * 5] * 30,
    "everybody disagrees": [[-1] * 5] * 30,
    "all pass": [[0] * 5] * 30,
    "all the same ballot": [[1, -1, 0, 1, -1]] * 30,
    "people without votes": [[None] * 4] * 5 + [[1, -1, 1, -1], [-1, 1, -1, 1]] * 15,
    "nobody answers two": [[1 if at == one else None for at in range(6)] for one in range(6)] * 8,
    "a statement nobody saw": [[1, -1, None], [-1, 1, None]] * 15,
}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("values", ODD.values(), ids=ODD)
def test_odd_conversation_is_analysed_written_and_printed(values, model, language):
    votes = table(values)
    sheet = make_sheet(Export(votes, ()), model=model, language=language)

    assert sheet.summary()
    assert "</html>" in html_page(sheet)
    assert list(printed(sheet, width=80))
    assert sheet.document["people"]["voted"] == (votes.votes_per_participant() > 0).sum()


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ("one person", Verdict.NOT_ENOUGH_VOTES),
        ("one statement", Verdict.NOT_ENOUGH_VOTES),  # nobody can be placed by other statements
        ("everybody agrees", Verdict.COMMON_GROUND),
        ("everybody disagrees", Verdict.COMMON_REJECTION),
        ("all pass", Verdict.NO_CLEAR_RESULT),
        ("nobody answers two", Verdict.NOT_ENOUGH_VOTES),
    ],
)
def test_odd_conversation_has_the_right_finding(values, verdict):
    found = {each.verdict for each in analyse(table(ODD[values])).statements}

    assert found == {verdict}


@pytest.mark.parametrize("label", [2_000_000_000, 2**62, -5, "Ana María 🙂", "  x  "])
def test_finding_does_not_depend_on_what_people_are_called(label):
    values = ODD["everybody agrees"]
    plain = table(values)
    ids = np.array([*range(29), label], dtype=object if isinstance(label, str) else np.int64)
    if isinstance(label, str):
        ids = np.array([str(each) for each in ids], dtype=object)
    named = Votes.from_triples(ids[plain.participants], plain.statements, plain.values)

    assert label in named.participant_ids.tolist()
    for found, other in zip(analyse(named).statements, analyse(plain).statements, strict=True):
        assert (found.verdict, found.everyone) == (other.verdict, other.everyone)


def votes_of(triples, **axes) -> Votes:
    return Votes.from_triples(*(zip(*triples, strict=True) if triples else ((), (), ())), **axes)


@settings(max_examples=40, deadline=None)
@given(triples=TRIPLES, random=st.randoms(use_true_random=False))
def test_order_of_people_and_statements_does_not_matter(triples, random):
    last = list({(who, what): (who, what, value) for who, what, value in triples}.values())
    mixed = random.sample(last, len(last))
    people, statements = random.sample(range(10), 10), random.sample(range(6), 6)
    whole = analyse(votes_of(last, participant_ids=range(10), statement_ids=range(6)))
    other = analyse(votes_of(mixed, participant_ids=people, statement_ids=statements))

    assert whole.statements == other.statements


@settings(max_examples=40, deadline=None)
@given(triples=TRIPLES, more=st.integers(1, 4))
def test_statements_nobody_saw_change_nothing_for_the_others(triples, more):
    before = analyse(votes_of(triples, statement_ids=range(6))).statements
    after = analyse(votes_of(triples, statement_ids=range(6 + more))).statements

    assert after[:6] == before
    assert {each.verdict for each in after[6:]} == {Verdict.NOT_ENOUGH_VOTES}


def test_statement_with_too_few_votes_has_no_rank():
    camps = [[way, way, -way, -way, None, None] for way in (1, -1) * 20]
    camps[0][4] = 0  # one passed on the fifth statement, nobody saw the sixth
    found = analyse(table(camps)).statements

    assert {each.verdict for each in found[4:]} == {Verdict.NOT_ENOUGH_VOTES}
    assert [each.rank for each in found[4:]] == [None, None]
    assert Verdict.NOT_ENOUGH_VOTES not in {each.verdict for each in found[:4]}
    assert None not in {each.rank for each in found[:4]}


@settings(max_examples=40, deadline=None)
@given(triples=TRIPLES)
def test_naming_the_sides_the_other_way_round_changes_no_finding(triples):
    votes = votes_of(triples, statement_ids=range(6))
    plain = analyse(votes)
    loadings = plain.opinion_map.factors.loadings
    upward = dict(enumerate(map(tuple, loadings.tolist())))
    turned = analyse(votes, earlier={at: (-x, y) for at, (x, y) in upward.items()})
    kept = analyse(votes, earlier=upward)

    for found, other in zip(kept.statements, turned.statements, strict=True):
        assert (found.verdict, found.firm, found.undo) == (other.verdict, other.firm, other.undo)
        assert found.everyone == other.everyone
