import argparse
import os
from pathlib import Path

from townbell.commands import Refused, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings

    from townbell import processes, worker

    if arguments.parent:
        processes.die_with_parent(arguments.parent)
    # Votes go before analyses when both want the processor.
    os.nice(10)
    folder = Path(settings.HOME) / "worker"
    with worker.alone(folder) as lock:
        if not lock:
            raise Refused(f"another worker is already at work on {settings.HOME}.")
        worker.Worker(worker.all_jobs(), folder=folder).run()
    return 0
