import argparse
import os
import time
from pathlib import Path

from townbell.commands import Refused, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument(
        "--setup-only", action="store_true", help="lay the town and end, without serving it"
    )


def run(arguments: argparse.Namespace) -> int:
    # Whatever this installation is set to, a demo is for this computer only.
    os.environ["TOWNBELL_SITE_URL"] = f"http://localhost:{arguments.port}"
    home = Path(os.environ.get("TOWNBELL_HOME") or "townbell-data").absolute()
    mark = home / "demo"
    if mark.exists():
        start_django()
    else:
        become_a_demo(mark)
    lay()
    if arguments.setup_only:
        return 0

    from townbell.commands import serve

    invite(arguments.port)
    code = serve.start("127.0.0.1", arguments.port)
    print("\nStopped." if code == 0 else "\nStopped after an error.")
    return code


def become_a_demo(mark: Path) -> None:
    """Mark a fresh folder as a demo's, but keep simulated people out of an installation."""
    mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The settings look for the mark, so it comes first and goes again when it was wrong.
    mark.write_text("Everything in this folder is simulated and may be deleted.\n")
    try:
        start_django()
        refuse_to_mix(mark.parent)
    except BaseException:
        mark.unlink()
        raise


def refuse_to_mix(home: Path) -> None:
    from townbell.commands import setup

    if not setup.has_no_tables():
        raise Refused(
            f"{home} holds an installation already, and a demo would mix simulated people into "
            "it. Name another folder: make demo TOWNBELL_HOME=/some/folder"
        )


def lay() -> None:
    """Make the database and the simulated town, once."""
    from townbell.commands import setup
    from townbell.demo import lay as town
    from townbell.people.models import Organisation

    if not setup.what_is_missing() and Organisation.objects.exists():
        return
    began = time.monotonic()
    print("Laying a demo town (once) ...", flush=True)
    setup.lay()
    if not Organisation.objects.exists():
        town.lay()
    print(f"Done in {time.monotonic() - began:.0f} s.")


def invite(port: int) -> None:
    print(f"\n  Townbell, a demo with simulated people:  http://localhost:{port}/en/")
    print(f"                          en español:      http://localhost:{port}/es/")
    print("\n  Ctrl-C stops it.\n", flush=True)
