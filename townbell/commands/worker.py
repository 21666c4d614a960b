import argparse
import os
from pathlib import Path

from townbell.commands import Refused, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--night", action="store_true", help="do now what is done at night, once, and end"
    )
    parser.add_argument(
        "--patience", type=float, default=30, help="seconds to wait for another worker (30)"
    )
    parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    # Votes go before analyses when both want the processor.
    os.nice(19)
    start_django()
    from django.conf import settings

    from townbell import processes, worker
    from townbell.commands.setup import refuse_without_database

    # Who starts it beside the website has looked.
    if not arguments.parent:
        refuse_without_database()
    if arguments.parent:
        processes.die_with_parent(arguments.parent, patience=processes.PATIENCE_WITH_WORKER)
    folder = Path(settings.HOME) / "worker"
    if arguments.night:
        return night(folder)
    with worker.alone(folder, patience=arguments.patience) as is_first:
        if not is_first:
            raise Refused(f"another worker is already at work on {settings.HOME}.")
        worker.Worker(worker.all_jobs(), folder=folder).run()
    return 0


def night(folder: Path) -> int:
    """Do the nightly jobs beside a worker that may be at work: none minds being done twice."""
    from django.utils import timezone

    from townbell import nightly, worker

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for work in nightly.JOBS:
        print(f"{work.__name__} ...", flush=True)
        work()
        worker.Nights(folder / "nights.json").finish(work.__name__, timezone.localdate())
    return 0
