from tests.total import total


def test_runs_are_added_up():
    lines = [
        "2 failed, 10 passed, 1 skipped, 3 deselected in 4.50s",
        "7 passed, 2 errors in 61.00s (0:01:01)",
        "5 deselected in 0.10s",
    ]
    assert total(lines) == "2 failed, 17 passed, 1 skipped, 2 error in 65.60s"


def test_nothing_is_not_taken_for_success():
    assert total([]) == "no tests ran in 0.00s"
