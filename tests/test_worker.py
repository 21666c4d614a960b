import itertools
import logging
import os
import signal
import threading
import time
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.installation import alive, wait_until
from townbell import worker
from townbell.web.logs import Bare
from townbell.worker import Job, Nights, Worker


@pytest.fixture(autouse=True)
def _no_database(monkeypatch):
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)


def test_job_is_done_again_after_its_pause(tmp_path, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(worker.time, "monotonic", lambda: clock[0])
    done = []

    def work():
        done.append(1)

    crew = Worker([Job(work=work, every=5)], folder=tmp_path)
    crew.turn()
    clock[0] += 4
    crew.turn()
    assert len(done) == 1
    clock[0] += 2
    crew.turn()
    assert len(done) == 2


def test_failing_job_is_logged_without_its_message_and_does_not_stop_others(tmp_path, caplog):
    done = []

    def read_letters():
        raise ValueError("Amina wrote this")

    def go_on():
        done.append(1)

    crew = Worker([Job(work=read_letters, every=1), Job(work=go_on)], folder=tmp_path)
    with caplog.at_level(logging.ERROR):
        crew.turn()

    assert done == [1]
    lines = [Bare().format(record) for record in caplog.records]
    assert len(lines) == 1
    assert "townbell.worker.read_letters" in lines[0]
    assert "exception=ValueError" in lines[0]
    assert "Amina" not in lines[0]


def test_failing_job_is_tried_again_later_and_later(tmp_path, monkeypatch, caplog):
    clock = [1000.0]
    monkeypatch.setattr(worker.time, "monotonic", lambda: clock[0])
    tried = []

    def fail():
        tried.append(clock[0])
        raise OSError

    crew = Worker([Job(work=fail, every=5)], folder=tmp_path)
    for _ in range(4000):
        crew.turn()
        clock[0] += 1
    pauses = [later - earlier for earlier, later in itertools.pairwise(tried)]
    assert pauses[:3] == [10, 20, 40]
    assert max(pauses) == 900


def test_nightly_job_runs_once_a_night(tmp_path, monkeypatch):
    done = []

    def tidy():
        done.append(1)

    now = [datetime(2026, 3, 5, 0, 30, tzinfo=timezone.get_current_timezone())]
    monkeypatch.setattr(worker.timezone, "localtime", lambda: now[0])
    monkeypatch.setattr(worker.timezone, "localdate", lambda: now[0].date())
    jobs = [Job(work=tidy, nightly=True, every=0)]
    crew = Worker(jobs, folder=tmp_path)
    crew.turn()
    assert done == []

    now[0] += timedelta(hours=6)
    crew.turn()
    crew.turn()
    assert len(done) == 1

    # A new process, the same night.
    Worker(jobs, folder=tmp_path).turn()
    assert len(done) == 1

    now[0] += timedelta(days=1)
    Worker(jobs, folder=tmp_path).turn()
    assert len(done) == 2


def test_night_interrupted_in_the_middle_is_made_good(tmp_path, monkeypatch):
    done = []

    def first():
        done.append("first")

    def second():
        done.append("second")
        if len(done) == 2:
            raise KeyboardInterrupt

    now = datetime(2026, 3, 5, 12, tzinfo=timezone.get_current_timezone())
    monkeypatch.setattr(worker.timezone, "localtime", lambda: now)
    monkeypatch.setattr(worker.timezone, "localdate", lambda: now.date())
    jobs = [Job(work=first, nightly=True), Job(work=second, nightly=True)]
    with pytest.raises(KeyboardInterrupt):
        Worker(jobs, folder=tmp_path).turn()

    Worker(jobs, folder=tmp_path).turn()

    assert done == ["first", "second", "second"]


def test_damaged_record_of_nights_counts_as_none(tmp_path):
    (tmp_path / "nights.json").write_text("{")
    nights = Nights(tmp_path / "nights.json")
    assert not nights.done("tidy", datetime(2026, 3, 5).date())
    nights.finish("tidy", datetime(2026, 3, 5).date())
    assert nights.done("tidy", datetime(2026, 3, 5).date())


def test_only_one_worker_is_at_work(tmp_path):
    with worker.alone(tmp_path, patience=0) as first, worker.alone(tmp_path, patience=0) as second:
        assert (first, second) == (True, False)
    with worker.alone(tmp_path, patience=0) as third:
        assert third


def test_told_to_stop_it_finishes_the_step_under_way(tmp_path):
    done = []

    def long_step():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.2)
        done.append("long")

    def next_step():
        done.append("next")

    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        Worker([Job(work=long_step), Job(work=next_step)], folder=tmp_path).run()
    finally:
        for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
            signal.signal(number, handler)
    assert done == ["long"]


def test_stop_is_heard_while_waiting(tmp_path):
    crew = Worker([], folder=tmp_path)
    threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGTERM]).start()
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        crew.run()
    finally:
        for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
            signal.signal(number, handler)
    assert crew.heartbeat.read_text() == "waiting"


def test_second_worker_of_an_installation_is_refused(demo):
    with demo.running("demo") as site:
        wait_until(site.worker)
        wait_until(lambda: (demo.home / "worker" / "heartbeat").exists())
        refused = demo.run("worker", "--patience", "0")
        assert refused.returncode == 1
        assert "another worker is already at work" in refused.stderr
        assert alive([site.worker()])


def test_the_night_can_be_run_by_hand(demo):
    done = demo.run("worker", "--night")
    assert done.returncode == 0, done.stderr
    assert "scatter_rows" in done.stdout
    assert "scatter_rows" in (demo.home / "worker" / "nights.json").read_text()
