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

    invite(os.environ["TOWNBELL_SITE_URL"])
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
    from townbell.people.models import Organisation

    if setup.what_is_missing() or not Organisation.objects.exists():
        began = time.monotonic()
        print("Laying a demo town (once) ...", flush=True)
        setup.lay()
        lay_town()
        print(f"Done in {time.monotonic() - began:.0f} s.")


def lay_town() -> None:
    from townbell.conversations import tasks
    from townbell.demo.lay import lay
    from townbell.ledger.actions import sign_checkpoint
    from townbell.people.models import Organisation

    # An upgrade finds a town from before.
    if not Organisation.objects.exists():
        lay()
    print("Analysing what its people said ...", flush=True)
    tasks.publish_final_results()
    tasks.analyse_marked()
    sign_checkpoint()


def invite(address: str) -> None:
    """Say where to look, and let staff in."""
    from townbell.demo.slips import slip_to_try
    from townbell.people.actions.links import demo_sign_in_link
    from townbell.people.models import Member

    print(f"\n  Townbell, a demo: everybody in it is simulated.\n\n    {address}/en/  (English)")
    print(f"    {address}/es/  (español)")
    if slip := slip_to_try():
        print(f"\n  What the square on a paper slip opens; each works once:\n\n    {slip}")
    print("\n  To see the other side, sign in as one of the staff. Each link works once:\n")
    for member in Member.objects.order_by("pk"):
        roles = member.appointments.select_related("organisation")
        titles = ", ".join(str(role.get_role_display()).lower() for role in roles)
        print(f"    {member.name}, {titles}, {roles[0].organisation}")
        print(f"      {demo_sign_in_link(member)}")
    print("\n  Ctrl-C stops it.\n", flush=True)
