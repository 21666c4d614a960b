"""Processes that belong together live and die together."""

import os
import signal
import threading
import time

LOOK_EVERY = 0.2  # seconds
# Seconds that an answer under way, and a step of the worker, may still take after "stop".
PATIENCE_WITH_WEB = 5
PATIENCE_WITH_WORKER = 20


def die_with_parent(parent: int, *, patience: float) -> None:
    """Have this process end when `parent`, which started it, is gone.

    It is told to stop once, and is killed where that has not ended it within `patience` seconds:
    nobody else is left who would.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(patience)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="watch over the parent", daemon=True).start()
