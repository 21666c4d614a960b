"""The website's processes: granian with its web workers, and beside them our worker."""

import gc
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from townbell import processes

log = logging.getLogger("townbell.server")

# Of a web worker: one answers while the other draws a large page or waits for the database.
# More would take the interpreter from each other at every question to the database.
THREADS = 2
# Open connections a web worker holds; more wait in the backlog.
CONNECTIONS = 1024


def load(parent: int) -> Callable[..., Any]:
    """Give a web worker the site, which it inherits; it ends when its parent does."""
    # The fork inherited the parent's handler, which would swallow an early "stop".
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # A group of its own: Ctrl-C reaches the parent only, which then ends everybody in order
    # (granian's workers hang when they are told twice).
    os.setpgid(0, 0)
    processes.die_with_parent(parent, patience=processes.PATIENCE_WITH_WEB)
    from townbell.web import counts
    from townbell.wsgi import application

    counts.write_down_at_exit()
    return application


def serve(*, host: str, port: int, workers: int, with_worker: bool = True) -> int:
    """Run the website, and the worker beside it, until told to stop; return the exit code."""
    preload()
    companion = Companion()
    server = Server(
        "townbell.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        # As long as it may be: a thread that ends takes its database connection along.
        blocking_threads_idle_timeout=600,
        http=HTTPModes.http1,
        # Also ends a connection that stays idle; a slow body is for the proxy to end.
        http1_settings=HTTP1Settings(header_read_timeout=15_000, max_buffer_size=64 * 1024),
        backpressure=CONNECTIONS,
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=processes.PATIENCE_WITH_WEB,
    )
    if with_worker:
        server.on_startup(companion.start)
        server.on_shutdown(companion.stop)
    try:
        server.serve(target_loader=partial(load, os.getpid()), wrap_loader=False)
    except SystemExit as end:
        return int(end.code or 0)
    return 1 if companion.gave_up else 0


def preload() -> None:
    """Import the site once, before the web workers are forked: a faster start, shared memory."""
    from django.db import connections
    from django.urls import get_resolver

    from townbell import wsgi  # noqa: F401

    get_resolver().url_patterns  # noqa: B018
    # A connection must not be shared.
    connections.close_all()
    # What is loaded stays: looking through it for garbage would hold up every answer for a tenth
    # of a second, and writing in it would end the sharing.
    gc.collect()
    gc.freeze()


def is_free(host: str, port: int) -> bool:
    """Say whether nobody listens there: granian shares a port with any other that will share."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


class Companion:
    """The worker as a process beside the website: started, watched, started again, stopped."""

    # So many ends in so many seconds are no accident any more.
    ENDS, SECONDS = 3, 60.0

    def __init__(self) -> None:
        self.gave_up = False
        self._stopping = False
        self._ends: list[float] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        self._begin()
        self._watcher.start()

    def stop(self) -> None:
        with self._turn:
            self._stopping = True
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(processes.PATIENCE_WITH_WORKER)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _begin(self) -> None:
        words = [sys.executable, "-m", "townbell", "worker", "--parent", str(os.getpid())]
        with self._turn:
            if not self._stopping:
                self._process = subprocess.Popen(words, process_group=0)  # noqa: S603

    def _watch(self) -> None:
        while self._process is not None:
            self._process.wait()
            if self._stopping:
                return
            if self._too_often():
                log.error("The worker keeps ending: Townbell stops. Run `townbell doctor`.")
                self.gave_up = True
                os.kill(os.getpid(), signal.SIGTERM)
                return
            log.error("The worker ended unexpectedly and is started again.")
            time.sleep(1)
            self._begin()

    def _too_often(self) -> bool:
        now = time.monotonic()
        self._ends = [end for end in self._ends if now - end < self.SECONDS] + [now]
        return len(self._ends) > self.ENDS
