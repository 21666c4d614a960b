import pytest

from townbell.conversations.results.drawing import draw
from townbell.conversations.results.placing import place
from townbell.conversations.results.reading import COMMON_GROUND
from townbell.conversations.tests.handmade import result, share, statement


def pulling(number, across, up=0.0, **fields):
    placing = {"across": across, "up": up, "noise": 0.5}
    return statement(number, COMMON_GROUND, placing=placing, **fields)


def test_picture_counts_from_the_top_and_the_map_from_the_bottom():
    drawing = draw(result())

    assert [(square.x, square.y) for square in drawing.squares] == [(0.0, 540.0), (540.0, 360.0)]
    assert drawing.shown == 400
    assert drawing.squares[1].strength > drawing.squares[0].strength


def test_directions_are_named_by_the_statements_that_pull_most():
    rows = [pulling(n, across) for n, across in enumerate([0.9, -0.8, 0.1, 0.5, 0.4], start=1)]
    drawing = draw(result(*rows))

    assert [row.number for row in drawing.across.high] == [1, 4, 5]
    assert [row.number for row in drawing.across.low] == [2]


def test_result_without_a_map_draws_none():
    assert draw(result(map=None)) is None


def test_people_who_agree_stand_where_agreement_pulls():
    found = result(*[pulling(n, 0.8, everyone=share(50, 50)) for n in range(1, 6)])

    right = place(found, {1: 1, 2: 1, 3: 1})
    left = place(found, {1: -1, 2: -1, 3: -1})

    assert right[0] > 0 > left[0]
    assert right[0] == pytest.approx(-left[0])


def test_more_votes_of_a_kind_move_further():
    found = result(*[pulling(n, 0.8, everyone=share(50, 50)) for n in range(1, 6)])

    assert place(found, dict.fromkeys(range(1, 6), 1)) > place(found, dict.fromkeys(range(1, 4), 1))


def test_place_is_the_posterior_mean_of_the_factor_model():
    found = result(
        *[pulling(n, 0.3 * n, 0.2 - 0.1 * n, everyone=share(50, 50)) for n in range(1, 5)]
    )
    votes = {1: 1, 2: -1, 3: 0, 4: 1}

    import numpy as np

    loadings = np.array([[0.3 * n, 0.2 - 0.1 * n] for n in range(1, 5)])
    precision = np.eye(2) + loadings.T @ loadings / 0.5
    expected = np.linalg.solve(precision, loadings.T @ np.array([1, -1, 0, 1]) / 0.5)
    assert place(found, votes) == pytest.approx(tuple(expected))


def test_two_votes_are_too_few_for_a_place():
    found = result(*[pulling(n, 0.8) for n in range(1, 6)])

    assert place(found, {1: 1, 2: 1}) is None
    assert place(found, {1: 1, 2: 1, 99: 1}) is None


def test_statement_with_withheld_numbers_places_nobody():
    hidden = [pulling(n, 0.8) | {"everyone": None, "placing": None} for n in range(1, 6)]

    assert place(result(*hidden), {1: 1, 2: 1, 3: 1, 4: 1}) is None
