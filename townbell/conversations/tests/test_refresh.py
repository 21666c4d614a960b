"""Between two fits a large conversation is counted on the halves as they were last found."""

import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from django.utils import timezone

from townbell.conversations import tasks
from townbell.conversations.actions.convening import close_conversation
from townbell.conversations.actions.publishing import publish_result
from townbell.conversations.actions.voting import cast_vote, undo_vote
from townbell.conversations.analysis import findings, fits, reading
from townbell.conversations.analysis.fits import FRESH_FOR, MOST, Fits
from townbell.conversations.models import (
    AnalysisFailure,
    AnalysisMark,
    Participant,
    RefitMark,
    Snapshot,
    Vote,
)
from townbell.conversations.tests.crowd import crowd, statements
from townbell.conversations.tests.test_recompute import later
from townbell.conversations.tests.test_results_in_sequence import (
    cells,
    moved_by_none_or_enough,
    rows,
)

FIT_TAKES = 10.0
NEWCOMERS = ["AAAADDD"] * 8 + ["ADDDAAA"] * 8
ADDRESS = "/en/c/safe-streets/results/"


class Clock:
    """A clock that moves only when it is told to, and by every fit."""

    def __init__(self):
        self.now, self.fits = 0.0, 0

    def __call__(self):
        return self.now

    def let_the_fit_age(self):
        self.now += FRESH_FOR * FIT_TAKES


@pytest.fixture
def clock(monkeypatch):
    """A worker that has just started, and whose fits take ten seconds each."""
    clock, fit = Clock(), findings.analyse

    def fit_slowly(votes, **given):
        clock.now += FIT_TAKES
        clock.fits += 1
        return fit(votes, **given)

    monkeypatch.setattr(tasks, "FITS", Fits(clock))
    monkeypatch.setattr(findings, "analyse", fit_slowly)
    return clock


@pytest.fixture
def fitted(clock, snapshot):
    """The first result of the two sides."""
    return snapshot.conversation


@pytest.fixture
def refreshed(fitted):
    """The conversation after sixteen more people, counted on the halves of the first result."""
    crowd(fitted, NEWCOMERS)
    assert analysed(fitted)
    return fitted


def analysed(conversation):
    """Let the worker look for new votes when the last result has rested, and say if it counted."""
    later(conversation.snapshots.latest())
    return tasks.analyse_marked()


def on_earlier_halves(conversation):
    return "halves_found_at" in conversation.snapshots.latest().data["method"]


def vote_of_somebody(conversation):
    person = Participant.objects.filter(conversation=conversation).first()
    return {"statement": statements(conversation, 7)[1], "participant": person}


def test_new_votes_are_counted_on_halves_that_are_fresh(clock, refreshed):
    last = refreshed.snapshots.get()

    assert clock.fits == 1
    assert on_earlier_halves(refreshed)
    assert last.participants == 56
    # The map stays: on the same axes again it would show where the newcomers alone stand.
    assert last.data["map"]["people"] == 40
    assert [row["everyone"]["agree"] for row in rows(refreshed)] == [56] + [28] * 6
    assert not AnalysisMark.objects.exists()


def test_counts_are_those_of_the_halves_with_newcomers_placed(refreshed):
    votes = reading.read_votes(refreshed, statements(refreshed, 7))
    placed = tasks.FITS.fresh(refreshed.pk).fit.sides.placed(votes)
    people, numbers = placed.participant_ids.tolist(), placed.statement_ids.tolist()
    counted = {(number, half): [0, 0, 0] for number in numbers for half in (0, 1)}
    for vote in Vote.objects.select_related("statement"):
        number = vote.statement.number
        half = placed.halves[placed.folds[numbers.index(number)], people.index(vote.participant_id)]
        counted[number, int(half)][[1, -1, 0].index(vote.choice)] += 1

    for row in rows(refreshed):
        _everyone, low, high, _third = cells(row)
        assert not row["newer_votes_wait"]
        assert [list(low), list(high)] == [counted[row["number"], half] for half in (0, 1)]
    # The newcomers are among them: eight in each half.
    assert {sum(cells(row)[1]) for row in rows(refreshed)} == {28}


def test_statement_published_after_the_fit_is_counted_too(fitted, clock):
    crowd(fitted, [f"{line}A" for line in NEWCOMERS])
    assert analysed(fitted)
    last = rows(fitted)[7]

    assert clock.fits == 1
    assert last["everyone"]["agree"] == 16
    assert [part["agree"] for part in last["parts"]] == [8, 8]
    assert last["verdict"] == "common ground"
    # The map was drawn without it.
    assert last["placing"] is None
    assert rows(fitted)[0]["placing"] is not None


def test_halves_are_found_anew_when_the_fit_is_no_longer_fresh(clock, refreshed):
    clock.let_the_fit_age()
    crowd(refreshed, NEWCOMERS)
    assert analysed(refreshed)

    assert clock.fits == 2
    assert refreshed.snapshots.get().participants == 72
    assert not on_earlier_halves(refreshed)
    assert not RefitMark.objects.exists()


def test_small_conversation_is_fitted_for_every_result(clock, fitted):
    # Half a minute after a fit of a second.
    clock.now += 3 * FRESH_FOR * FIT_TAKES
    crowd(fitted, NEWCOMERS)
    assert analysed(fitted)

    assert clock.fits == 2


def test_conversation_at_rest_ends_with_halves_of_its_own(clock, refreshed):
    before = refreshed.snapshots.get()
    assert tasks.refit_at_rest() == 0

    clock.let_the_fit_age()
    assert tasks.refit_at_rest() == 1
    after = refreshed.snapshots.get()

    assert clock.fits == 2
    assert after.pk != before.pk
    assert after.participants == before.participants
    assert [row["everyone"] for row in after.data["statements"]] == [
        row["everyone"] for row in before.data["statements"]
    ]
    assert not on_earlier_halves(refreshed)
    assert tasks.refit_at_rest() == 0
    assert tasks.analyse_marked() == 0


def test_published_result_stays_beside_the_one_with_new_halves(clock, refreshed, farah):
    first = publish_result(snapshot=refreshed.snapshots.get(), by=farah)
    clock.let_the_fit_age()

    assert tasks.refit_at_rest() == 1
    assert refreshed.snapshots.count() == 2
    assert "halves_found_at" in Snapshot.objects.get(publication=first).data["method"]
    assert tasks.refit_at_rest() == 0


@pytest.mark.parametrize("change", ["changed", "taken back"])
def test_no_new_halves_after_a_few_votes_changed(clock, refreshed, change):
    before = refreshed.snapshots.get()
    if change == "changed":
        cast_vote(**vote_of_somebody(refreshed), choice=0)
    else:
        undo_vote(**vote_of_somebody(refreshed))
    clock.let_the_fit_age()
    later(before)

    assert tasks.refit_at_rest() == 0
    assert tasks.analyse_marked() == 0
    assert refreshed.snapshots.get() == before
    # They wait until five more people came.
    crowd(refreshed, NEWCOMERS)
    assert analysed(refreshed)
    assert not on_earlier_halves(refreshed)


def test_no_new_halves_are_shown_when_a_vote_comes_while_they_are_found(
    clock, refreshed, monkeypatch
):
    before, draft = refreshed.snapshots.get(), findings.draft
    clock.let_the_fit_age()

    def while_somebody_votes(conversation, **given):
        made = draft(conversation, **given)
        cast_vote(**vote_of_somebody(refreshed), choice=0)
        return made

    monkeypatch.setattr(findings, "draft", while_somebody_votes)
    assert tasks.refit_at_rest() == 0

    assert refreshed.snapshots.get() == before
    assert AnalysisMark.objects.exists()
    clock.let_the_fit_age()
    assert tasks.refit_at_rest() == 0


def test_no_new_halves_when_votes_changed_and_too_few_people_came(clock, refreshed):
    # Six participants came, of whom one still has a vote: their mark is dropped, nothing shown.
    before = refreshed.snapshots.get()
    crowd(refreshed, ["AAA----", *["-------"] * 5])
    assert not analysed(refreshed)
    assert not AnalysisMark.objects.exists()
    clock.let_the_fit_age()

    assert tasks.refit_at_rest() == 0
    assert refreshed.snapshots.get() == before


def test_final_result_has_halves_of_its_own(clock, refreshed, farah):
    close_conversation(conversation=refreshed, by=farah, reason="The council met.")
    assert tasks.publish_final_results() == 1

    assert clock.fits == 2
    assert not on_earlier_halves(refreshed)
    assert tasks.refit_at_rest() == 0


def test_first_result_has_halves_of_its_own(clock, fitted):
    Snapshot.objects.all().delete()
    crowd(fitted, NEWCOMERS)
    assert tasks.analyse_marked() == 1

    assert clock.fits == 2
    assert not on_earlier_halves(fitted)


def test_worker_that_was_started_again_finds_halves_anew(clock, refreshed, monkeypatch):
    monkeypatch.setattr(tasks, "FITS", Fits(clock))
    assert tasks.refit_at_rest() == 1
    assert not on_earlier_halves(refreshed)

    monkeypatch.setattr(tasks, "FITS", Fits(clock))
    crowd(refreshed, NEWCOMERS)
    assert analysed(refreshed)
    assert not on_earlier_halves(refreshed)


def test_worker_killed_while_counting_or_while_fitting_is_made_good(clock, refreshed, monkeypatch):
    def killed(*votes, **given):
        raise KeyboardInterrupt

    crowd(refreshed, NEWCOMERS)
    with monkeypatch.context() as patched:
        patched.setattr(findings, "compose", killed)
        with pytest.raises(KeyboardInterrupt):
            analysed(refreshed)
    assert analysed(refreshed) == 1
    assert refreshed.snapshots.get().participants == 72
    assert on_earlier_halves(refreshed)

    clock.let_the_fit_age()
    with monkeypatch.context() as patched:
        patched.setattr(findings, "analyse", killed)
        with pytest.raises(KeyboardInterrupt):
            tasks.refit_at_rest()
    assert tasks.refit_at_rest() == 1
    assert not on_earlier_halves(refreshed)


def test_failure_keeps_the_last_result_and_forgets_the_fit(clock, refreshed, monkeypatch):
    before = refreshed.snapshots.get()
    crowd(refreshed, NEWCOMERS)

    def failing(*votes, **given):
        raise ValueError

    with monkeypatch.context() as patched:
        patched.setattr(findings, "counted", failing)
        assert not analysed(refreshed)

    assert refreshed.snapshots.get() == before
    assert AnalysisFailure.objects.get().exception == "ValueError"
    assert tasks.FITS.fresh(refreshed.pk) is None
    AnalysisFailure.objects.update(at=timezone.now() - timedelta(hours=1))
    assert analysed(refreshed)
    assert clock.fits == 2


def test_failed_search_for_halves_waits_and_is_tried_again(clock, refreshed, monkeypatch):
    clock.let_the_fit_age()

    def failing(votes, **given):
        raise ValueError

    with monkeypatch.context() as patched:
        patched.setattr(findings, "analyse", failing)
        assert tasks.refit_at_rest() == 0
    assert on_earlier_halves(refreshed)
    assert tasks.refit_at_rest() == 0

    AnalysisFailure.objects.update(at=timezone.now() - timedelta(hours=1))
    assert tasks.refit_at_rest() == 1
    assert not AnalysisFailure.objects.exists()


def test_groups_and_measures_stay_while_votes_are_only_counted(fitted, monkeypatch):
    before = fitted.snapshots.get()
    before.data["structure"]["looked_at"] = "2026-01-01T00:00+00:00"
    before.save()
    for name in ("look_for_groups", "measure"):
        monkeypatch.setattr(findings, name, lambda report: pytest.fail("fitted"))
    crowd(fitted, NEWCOMERS)
    assert analysed(fitted)
    after = fitted.snapshots.get().data

    assert after["structure"] == before.data["structure"]
    assert [row["measures"] for row in after["statements"]] == [
        row["measures"] for row in before.data["statements"]
    ]


@pytest.mark.parametrize("seed", range(3))
def test_no_two_results_differ_by_a_few_people_however_they_were_counted(conversation, clock, seed):
    drawn = Random(seed)
    versions, earlier_halves = [], []

    def look():
        versions.append({row["number"]: row for row in rows(conversation)})
        earlier_halves.append(on_earlier_halves(conversation))

    for _ in range(14):
        crowd(conversation, ["".join(drawn.choice("AADP----") for _ in range(8)) for _ in range(6)])
        for vote in drawn.sample(list(Vote.objects.all()), 3):
            Vote.objects.filter(pk=vote.pk).update(choice=drawn.choice([1, -1, 0]))
        if conversation.snapshots.exists():
            later(conversation.snapshots.latest())
        tasks.analyse_marked()
        look()
        if drawn.random() < 0.4:
            clock.let_the_fit_age()
            tasks.refit_at_rest()
            look()

    assert {False, True} <= set(earlier_halves)
    assert any(pair == (True, False) for pair in pairwise(earlier_halves))
    assert any(pair == (False, True) for pair in pairwise(earlier_halves))
    for number in versions[-1]:
        told = [cells(each[number]) for each in versions if number in each]
        assert all(moved_by_none_or_enough(*two) for two in pairwise(told))


def test_page_says_when_the_halves_were_found(client, refreshed, farah):
    words = {
        "en": ["Halves found on", "before the last answers came", "slightly other numbers"],
        "es": ["Mitades halladas el", "antes de que llegaran", "números un poco distintos"],
    }
    publish_result(snapshot=refreshed.snapshots.get(), by=farah)
    for language, said in words.items():
        page = client.get(f"/{language}/c/safe-streets/results/1/").text
        assert all(each in page for each in said)
    numbers = client.get(f"{ADDRESS}1/result.json").json()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d\+00:00", numbers["method"]["halves_found_at"])


def test_page_says_nothing_of_halves_that_are_as_new_as_the_counts(client, fitted):
    page = client.get(ADDRESS).text

    assert "How it was counted" in page
    assert "Halves found on" not in page
    assert "halves_found_at" not in client.get(f"{ADDRESS}result.json").text


def test_convener_is_told_that_new_halves_are_on_their_way(convener, clock, refreshed):
    address = "/en/staff/conversations/safe-streets/publish/"
    assert "Its halves were found a little earlier" in convener.get(address).text

    clock.let_the_fit_age()
    tasks.refit_at_rest()
    page = convener.get(address).text
    assert ": 56 people" in page
    assert "Its halves were found a little earlier" not in page


def test_fits_are_few_and_the_newest():
    clock = Clock()
    kept = Fits(clock)
    for number in range(MOST + 3):
        begun, clock.now = clock.now, clock.now + FIT_TAKES
        kept.keep(number, fit=None, begun=begun)

    assert [number for number in range(MOST + 3) if kept.fresh(number)] == list(range(3, MOST + 3))


def test_many_quick_fits_do_not_push_a_slow_one_out():
    clock = Clock()
    kept = Fits(clock)
    clock.now = 100.0
    kept.keep(0, fit=None, begun=0.0)
    for number in range(1, 3 * MOST):
        begun, clock.now = clock.now, clock.now + 0.1
        kept.keep(number, fit=None, begun=begun)
        clock.now += FRESH_FOR * 0.1

    assert kept.fresh(0)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("method.md", "younger than {} times as long as it took"),
        ("method.es.md", "menor que {} veces el tiempo que llevó"),
    ],
)
def test_method_says_how_long_halves_are_fresh(name, said):
    text = (Path(fits.__file__).parents[3] / "docs" / name).read_text()

    assert said.format(FRESH_FOR) in " ".join(text.split())
