"""The worker: one loop that does whatever is due.

There is no queue. What must be done is a row (a mark) and goes when it has been done, and nightly
jobs write down the night they finished: so a worker killed in the middle is made good by the next.
"""

import fcntl
import hashlib
import hmac
import json
import logging
import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from django.db import close_old_connections
from django.utils import timezone

from townbell.web import keys

TICK = 0.5
HEARTBEAT_EVERY = 15.0
LONGEST_PAUSE = 900.0


@dataclass(frozen=True, kw_only=True)
class Job:
    """Something the worker does again and again: every so many seconds, or once a night."""

    work: Callable[[], object]
    every: float = 60.0
    nightly: bool = False

    @property
    def name(self) -> str:
        return self.work.__name__


def all_jobs() -> list[Job]:
    """List what the rooms want done."""
    from townbell import nightly
    from townbell.conversations import tasks as conversations
    from townbell.ledger import tasks as ledger

    return [
        Job(work=conversations.analyse_marked, every=1),
        Job(work=conversations.refit_at_rest, every=5),
        Job(work=conversations.close_due, every=15),
        Job(work=conversations.watch, every=60),
        Job(work=conversations.end_overdue_paper, every=60),
        Job(work=conversations.publish_final_results, every=5),
        Job(work=conversations.forget_struck_texts, every=60),
        Job(work=ledger.sign_checkpoint, every=5),
        *(Job(work=work, nightly=True) for work in nightly.JOBS),
    ]


class Nights:
    """Which nightly job was last finished on which day, in a small file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def done(self, name: str, day: date) -> bool:
        return self._read().get(name) == day.isoformat()

    def finish(self, name: str, day: date) -> None:
        draft = self.path.with_suffix(".new")
        draft.write_text(json.dumps(self._read() | {name: day.isoformat()}, indent=1))
        draft.replace(self.path)

    def _read(self) -> dict[str, str]:
        try:
            return dict(json.loads(self.path.read_text()))
        except (FileNotFoundError, ValueError):
            return {}


def minute_of_the_night(name: str, day: date) -> int:
    """Return the minute after midnight, from 60 to 299, at which a nightly job is due.

    Another one every night, and nobody without the key can tell it: what it rearranges says less
    about when people came.
    """
    digest = hmac.digest(keys.key("secret"), f"{name}\0{day}".encode(), hashlib.sha256)
    return 60 + int.from_bytes(digest[:4]) % 240


class Worker:
    def __init__(self, jobs: list[Job], *, folder: Path) -> None:
        self.jobs = jobs
        self.nights = Nights(folder / "nights.json")
        self.heartbeat = folder / "heartbeat"
        self.stopping = False
        self._due = dict.fromkeys((job.name for job in jobs), 0.0)
        self._failures = dict.fromkeys((job.name for job in jobs), 0)
        self._last_beat = 0.0

    def run(self) -> None:
        """Do what is due until told to stop; the step under way is finished first."""
        with woken_by_signals(self._stop) as wakeup:
            while not self.stopping:
                self.turn()
                self._beat("waiting", at_most_every=HEARTBEAT_EVERY)
                select.select([wakeup], [], [], TICK)

    def turn(self) -> None:
        """Do every job that is due, once."""
        for job in self.jobs:
            if not self.stopping and self._is_due(job):
                self._do(job)

    def _stop(self) -> None:
        self.stopping = True

    def _is_due(self, job: Job) -> bool:
        if time.monotonic() < self._due[job.name]:
            return False
        return not job.nightly or self._tonight(job, timezone.localtime())

    def _tonight(self, job: Job, now: datetime) -> bool:
        if self.nights.done(job.name, now.date()):
            return False
        return now.hour * 60 + now.minute >= minute_of_the_night(job.name, now.date())

    def _do(self, job: Job) -> None:
        if job.every >= HEARTBEAT_EVERY:
            self._beat(job.name)
        today = timezone.localdate()
        close_old_connections()
        try:
            job.work()
        except Exception:
            # townbell.web.logs writes the exception's class only.
            logger = logging.getLogger(f"townbell.worker.{job.name}")
            logger.exception("The job failed and is tried again later.")
            self._failures[job.name] += 1
            pause = min(max(job.every, 5.0) * 2.0 ** self._failures[job.name], LONGEST_PAUSE)
        else:
            self._failures[job.name] = 0
            pause = job.every
            if job.nightly:
                self.nights.finish(job.name, today)
        self._due[job.name] = time.monotonic() + pause

    def _beat(self, doing: str, *, at_most_every: float = 0.0) -> None:
        if time.monotonic() - self._last_beat >= at_most_every:
            self.heartbeat.write_text(doing)
            self._last_beat = time.monotonic()


@contextmanager
def woken_by_signals(stop: Callable[[], None]) -> Iterator[int]:
    """Call `stop` on SIGTERM and SIGINT, and give a file that can then be read."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop())
    before = signal.set_wakeup_fd(writing)
    try:
        yield reading
    finally:
        signal.set_wakeup_fd(before)
        os.close(reading)
        os.close(writing)


@contextmanager
def alone(folder: Path, *, patience: float = 30.0) -> Iterator[bool]:
    """Hold the lock that only one worker of an installation has; say whether it was to be had."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as file:
        yield _locked(file, until=time.monotonic() + patience)


def _locked(file: IO[str], *, until: float) -> bool:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # The one before us may be finishing its last step.
            if time.monotonic() >= until:
                return False
            time.sleep(0.2)
        else:
            return True
