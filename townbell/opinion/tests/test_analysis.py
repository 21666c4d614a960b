import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from townbell.opinion import OpinionError, Votes, analyse, load_published, ordinal_probit
from townbell.opinion.analysis import COUNTED, MODELS
from townbell.opinion.tests.simulated import simulated_votes

TRIPLES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 5), st.sampled_from([-1, 0, 1])), max_size=60
)


@pytest.fixture(scope="module", autouse=True)
def short_chains():
    """Draw less: what is foretold and whether there are groups is tested where it is found."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordinal_probit, "FEWEST_SWEEPS", 24)
        patch.setattr(ordinal_probit, "MOST_SWEEPS", 24)
        yield


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


def test_classic_tells_from_how_many_people_its_axes_are():
    votes = simulated_votes(200, 20)
    few = analyse(votes, model="classic", axes_from=50)
    exact = analyse(votes, model="classic", axes_from=None)
    axes = [each.classic.projection.axes for each in (few, exact, analyse(votes, model="classic"))]

    assert few.to_json()["parameters"]["axes from at most so many people"] == 50
    assert "axes from at most so many people" not in exact.to_json()["parameters"]
    assert (axes[1] == axes[2]).all()
    assert (axes[0] != axes[1]).any()


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


@pytest.mark.parametrize("model", MODELS)
def test_published_analysis_names_no_person_and_holds_nothing_a_person(model):
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


@pytest.mark.parametrize("model", MODELS)
def test_published_bytes_do_not_depend_on_the_order_of_rows(model):
    votes = simulated_votes(150, 15, share_voted=0.4)
    order = np.random.default_rng(0).permutation(len(votes))
    shuffled = Votes.from_triples(
        votes.participants[order],
        votes.statements[order],
        votes.values[order],
        participant_ids=range(150),
        statement_ids=range(15),
    )

    assert analyse(votes, model=model).to_json() == analyse(shuffled, model=model).to_json()


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=60, deadline=None)
@given(triples=TRIPLES)
def test_any_small_conversation_can_be_published_and_read(model, triples):
    people, statements, given_values = zip(*triples, strict=True) if triples else ((), (), ())
    votes = Votes.from_triples(people, statements, given_values)
    document = analyse(votes, model=model).to_json()

    assert load_published(json.dumps(document)) == document


@pytest.mark.parametrize("model", MODELS)
def test_progress_is_told_in_order(model):
    told = []
    analyse(simulated_votes(50, 8), model=model, progress=lambda doing, share: told.append(share))

    assert told == sorted(told)
    # What the default model still has to fit is fitted when it is asked for.
    assert told[-1] == (COUNTED if model == "default" else 1.0)


def answered(*columns: str) -> Votes:
    """Return votes of people, one a letter: a agree, d disagree, p pass; one text a statement."""
    people = [who for column in columns for who in range(len(column))]
    statements = [what for what, column in enumerate(columns) for _ in column]
    values = [{"a": 1, "d": -1, "p": 0}[letter] for column in columns for letter in column]
    return Votes.from_triples(people, statements, values)


@pytest.fixture
def two_sides():
    """Forty people in two camps on ten statements; 8 is common ground and 9 is rejected by all."""
    camp = ["a" * 20 + "d" * 20 if at % 2 else "d" * 20 + "a" * 20 for at in range(8)]
    return answered(*camp, "a" * 40, "d" * 40)


def test_statements_are_sorted_by_what_is_found(two_sides):
    analysis = analyse(two_sides)

    assert [each.id for each in analysis.common_ground] == [8]
    assert [each.id for each in analysis.common_rejection] == [9]
    assert sorted(each.id for each in analysis.differences) == list(range(8))
    assert [each.rank for each in analysis.differences] == list(range(1, 9))


def test_statement_holds_its_counts_and_ballots(two_sides):
    analysis = analyse(two_sides)
    found = analysis.statements[8]

    assert found.everyone.tally.agree == 40
    assert [side.tally.agree for side in found.sides] == [20, 20]
    assert sum(third.seen for third in found.thirds) == 40
    assert found.more_ballots == found.undo - 1 == analysis.margins.undo[8] - 1
    assert found.firm
    assert found.everyone.agree[0] < 1 <= round(found.everyone.agree[1])


def test_third_that_favours_a_statement_least_is_found(two_sides):
    found = analyse(two_sides).statements[0]
    shares = [third.agree / third.seen for third in found.thirds]

    assert shares[found.least_favourable_third] == min(shares) == 0


def test_moderated_statement_has_no_verdict(two_sides):
    columns = two_sides.participants, two_sides.statements, two_sides.values
    excluded = np.arange(10) == 8
    votes = Votes.from_triples(*columns, statement_ids=range(10), excluded=excluded)
    analysis = analyse(votes)

    assert analysis.statements[8].verdict is None
    assert analysis.statements[8].rank is None
    assert analysis.common_ground == []
    assert analysis.to_json()["statements"][8]["verdict"] is None


def test_later_votes_are_judged_on_the_sides_as_they_were(two_sides):
    analysis = analyse(two_sides)
    columns = two_sides.participants, two_sides.statements, two_sides.values
    more = [[*old, *new] for old, new in zip(columns, ([50] * 9, range(9), [1] * 9), strict=True)]
    refreshed = analysis.refreshed(Votes.from_triples(*more))

    assert refreshed.statements[8].everyone.tally.agree == 41
    assert refreshed.sides.parts[:, :40].tolist() == analysis.sides.parts.tolist()
    assert [each.id for each in refreshed.common_ground] == [8]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_more_agreement_never_lowers_the_limit_of_a_side(data):
    triples = data.draw(TRIPLES)
    people, statements, given_values = zip(*triples, strict=True) if triples else ((), (), ())
    votes = Votes.from_triples(people, statements, given_values, statement_ids=range(6))
    analysis = analyse(votes)
    newcomer, statement = 99, data.draw(st.integers(0, 5))
    later = analysis.refreshed(
        Votes.from_triples(
            [*people, newcomer],
            [*statements, statement],
            [*given_values, 1],
            statement_ids=range(6),
        )
    )
    before, after = analysis.statements[statement], later.statements[statement]

    assert after.everyone.agree[0] > before.everyone.agree[0] - 1e-12
    for old, new in zip(before.sides, after.sides, strict=True):
        assert new.agree[0] >= old.agree[0] - 1e-12


def test_statement_nobody_saw_changes_nothing_for_the_others():
    votes = simulated_votes(120, 12, apart=5.0)
    columns = votes.participants, votes.statements, votes.values
    wider = analyse(Votes.from_triples(*columns, statement_ids=range(17)))
    before = analyse(votes)

    assert before.statements == wider.statements[:12]


def test_renaming_the_sides_does_not_matter():
    """Turned round, every vote makes the low side the high one and agreement disagreement."""
    votes = simulated_votes(200, 15, apart=5.0, share_voted=1.0, share_passed=0.0)
    turned = analyse(
        Votes.from_triples(votes.participants, votes.statements, -votes.values)
    ).statements
    for found, other in zip(analyse(votes).statements, turned, strict=True):
        assert found.everyone.tally.agree == other.everyone.tally.disagree
        sides = {(each.tally.agree, each.tally.disagree) for each in found.sides}
        assert sides == {(each.tally.disagree, each.tally.agree) for each in other.sides}


def test_map_puts_the_high_side_to_the_right(two_sides):
    analysis = analyse(two_sides)
    across = analysis.positions.means[:, 0]
    halves = analysis.sides.halves[0]

    assert across[halves == 1].min() > across[halves == 0].max()
    assert analysis.positions.deviations.shape == (40, 2)
    assert analysis.to_json()["statements"][0]["placing"]["axes"][0] != 0


def test_moderated_statement_moves_nobody_on_the_map():
    drawn = simulated_votes(80, 10, share_voted=1.0)
    columns = drawn.participants, drawn.statements
    excluded = np.arange(10) == 4
    first, second = (
        analyse(
            Votes.from_triples(
                *columns,
                np.where(drawn.statements == 4, value, drawn.values),
                statement_ids=range(10),
                excluded=excluded,
            )
        )
        for value in (1, -1)
    )

    assert first.positions.means.tolist() == second.positions.means.tolist()
    assert first.to_json()["statements"][4]["placing"]["axes"] == [0, 0]


def test_statement_of_later_votes_has_no_place_on_an_old_map(two_sides):
    analysis = analyse(two_sides)
    columns = two_sides.participants, two_sides.statements + 1, two_sides.values
    later = analysis.refreshed(
        Votes.from_triples(*([*old, new] for old, new in zip(columns, (0, 0, 1), strict=True)))
    ).to_json()
    old = {each["id"]: each["placing"] for each in analysis.to_json()["statements"]}

    assert later["statements"][10]["placing"] is None
    assert later["statements"][0]["placing"] == old[0]
    assert later["statements"][1]["placing"] == old[1]


def test_newcomers_are_on_the_old_map_and_later_statements_tell_nothing_there(two_sides):
    analysis = analyse(two_sides)
    everyone = np.arange(two_sides.n_participants)
    like_the_first = two_sides.select(participants=[0])
    later = analysis.fit.refreshed(
        Votes.from_triples(
            np.concatenate([two_sides.participants, like_the_first.participants + 90, everyone]),
            np.concatenate([two_sides.statements, like_the_first.statements, everyone * 0 + 90]),
            np.concatenate([two_sides.values, like_the_first.values, everyone * 0 + 1]),
        )
    )

    assert later.opinion_map.rows == analysis.opinion_map.rows
    assert np.allclose(later.positions.means[:-1], analysis.positions.means)
    assert np.allclose(later.positions.means[-1], analysis.positions.means[0])
    assert later.statements[-1].everyone.tally.agree == two_sides.n_participants


def test_agreement_is_foretold_for_what_was_not_answered(two_sides):
    columns = two_sides.participants, two_sides.statements, two_sides.values
    kept = ~((two_sides.participants < 2) & (two_sides.statements == 1))
    analysis = analyse(Votes.from_triples(*(column[kept] for column in columns)))
    chances = analysis.agreement(np.array([0, 39]), np.array([1, 1]))

    assert chances[0] > 0.7
    assert chances[1] < 0.3


def test_copies_of_a_ballot_change_nothing_once_taken_for_one_person():
    rng = np.random.default_rng(1)
    pull = np.outer(rng.normal(size=80), rng.normal(size=24)) + rng.normal(size=(80, 24))
    town = np.where(pull > 0, 1, -1)
    copies = np.vstack([town, np.tile(town[3], (12, 1))])
    plain, crowded = (
        analyse(
            Votes.from_triples(*(axis.ravel() for axis in np.indices(each.shape)), each.ravel())
        )
        for each in (town, copies)
    )
    before, after = plain.verdicts.verdict, crowded.without_duplicates().verdicts.verdict

    assert (crowded.verdicts.verdict != before).any()
    np.testing.assert_array_equal(after, before)


def test_bridging_and_languages_belong_to_the_same_votes():
    rng = np.random.default_rng(0)
    people, statements = np.indices((60, 6))
    answers = rng.choice([-1, 1], size=people.shape)
    tongues = np.where(people % 2, "en", "es").ravel().astype(object)
    votes = Votes.from_triples(
        people.ravel(), statements.ravel(), answers.ravel(), languages=tongues
    )
    analysis = analyse(votes)

    assert analysis.bridging.appeal.shape == (6,)
    assert analysis.languages.difference.shape == (2, 6)
    assert analysis.languages.flagged.sum() <= 1


def test_result_without_duplicate_ballots_takes_each_cluster_for_one_person():
    rng = np.random.default_rng(0)
    ballots = np.vstack(
        [rng.choice([-1, 1], size=(60, 20)), np.tile(rng.choice([-1, 1], 20), (9, 1))]
    )
    people, statements = np.indices(ballots.shape)
    votes = Votes.from_triples(people.ravel(), statements.ravel(), ballots.ravel())
    analysis = analyse(votes)
    without = analysis.without_duplicates()

    assert analysis.duplicates.sizes.tolist() == [9]
    assert without.votes.n_participants == 61
    assert without.statements[0].everyone.tally.seen == 61


def test_people_along_a_line_are_a_spectrum(monkeypatch):
    monkeypatch.setattr(ordinal_probit, "MOST_SWEEPS", 200)
    analysis = analyse(simulated_votes(150, 20, camps=1, share_voted=0.8))

    assert analysis.groups is None
    assert analysis.to_json()["structure"]["kind"] == "spectrum"
    assert analysis.to_json()["structure"]["groups"] == []
    assert [len(each["sizes"]) for each in analysis.to_json()["structure"]["divisions"]] == [
        2,
        3,
        4,
    ]


def test_separate_groups_are_told_with_what_sets_them_apart(monkeypatch):
    monkeypatch.setattr(ordinal_probit, "MOST_SWEEPS", 200)
    rng = np.random.default_rng(2)
    camp = np.repeat([1, -1], [160, 100])
    lean = np.where(np.arange(30) % 3 == 0, 0, np.where(np.arange(30) % 2, 1, -1))
    agreed = rng.random((260, 30)) < np.clip(0.5 + 0.47 * camp[:, None] * lean, 0, 1)
    people, statements = np.indices(agreed.shape)
    votes = Votes.from_triples(people.ravel(), statements.ravel(), np.where(agreed, 1, -1).ravel())
    analysis = analyse(votes)
    told = analysis.to_json()["structure"]

    assert told["kind"] == "groups"
    assert [group["people"] for group in told["groups"]] == [160, 100]
    named = {each["id"]: each["agrees_more"] for each in told["groups"][0]["statements"]}
    assert all(named[at] == (lean[at] > 0) for at in range(30) if lean[at])
    assert sum(lean[at] == 0 for at in named) <= 2
