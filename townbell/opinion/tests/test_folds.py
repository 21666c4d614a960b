import os
import threading

import pytest

from townbell.opinion.folds import blocks_of, in_parallel, kept_threads, one_by_one, parts_of


def test_blocks_cover_everything_once():
    assert blocks_of(10, 4) == [(0, 4), (4, 8), (8, 10)]
    assert blocks_of(0, 4) == []


@pytest.mark.parametrize(
    ("size", "lengths"), [(5, [5]), (100, [25] * 4), (1000, [200] * 5), (0, [])]
)
def test_parts_are_about_so_many_and_neither_too_short_nor_too_long(size, lengths):
    runs = parts_of(size, parts=4, at_least=10, at_most=200)

    assert [last - first for first, last in runs] == lengths


@pytest.mark.parametrize("worth", [True, False])
def test_results_come_in_the_order_of_the_parts(worth):
    assert in_parallel(lambda part: part**2, range(50), worth=worth) == [n**2 for n in range(50)]
    assert in_parallel(lambda part: part, [], worth=worth) == []


def test_what_is_not_worth_a_thread_starts_none():
    names = set(in_parallel(lambda _: threading.current_thread().name, range(9), worth=False))

    assert names == {threading.current_thread().name}


def test_threads_that_are_kept_do_pass_after_pass():
    names = set()

    def note(part):
        names.add(threading.current_thread().name)
        return part

    with kept_threads() as threads:
        for _ in range(50):
            assert in_parallel(note, range(9), threads=threads) == [*range(9)]

    assert len(names) <= 1 + len(os.sched_getaffinity(0))


def test_pass_within_a_pass_does_not_wait_for_threads_that_are_taken():
    with kept_threads() as threads:

        def inner(part):
            return sum(in_parallel(abs, [part] * 4, threads=threads))

        assert in_parallel(inner, range(20), threads=threads) == [4 * n for n in range(20)]


def test_only_a_few_results_wait_to_be_taken():
    begun = []
    results = one_by_one(begun.append, range(100))
    next(results)

    assert len(begun) <= len(os.sched_getaffinity(0)) + 2
    assert len(list(results)) == 99


def test_failure_in_a_part_is_raised_and_no_other_part_begins():
    begun = []

    def fail(part):
        begun.append(part)
        raise ValueError("this part")

    with pytest.raises(ValueError, match="this part"):
        in_parallel(fail, range(100))

    assert len(begun) <= len(os.sched_getaffinity(0))
