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
    home = Path(os.environ.get("TOWNBELL_HOME") or "townbell-data").absolute()
    become_a_demo(home)
    # Whatever this installation is set to, a demo is for this computer only.
    os.environ["TOWNBELL_SITE_URL"] = f"http://localhost:{arguments.port}"
    start_django()
    lay(home)
    if arguments.setup_only:
        return 0

    from townbell.commands import serve

    invite(arguments.port)
    code = serve.start("127.0.0.1", arguments.port)
    print("\nStopped." if code == 0 else "\nStopped after an error.")
    return code


def become_a_demo(home: Path) -> None:
    """Mark the folder as a demo's, unless it holds somebody's installation."""
    if (home / "demo").exists():
        return
    if is_in_use(home):
        raise Refused(
            f"{home} holds an installation already, and a demo would mix simulated people into "
            "it. Name another folder: make demo TOWNBELL_HOME=/some/folder"
        )
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / "demo").write_text("Everything in this folder is simulated and may be deleted.\n")


def is_in_use(home: Path) -> bool:
    # Every command that reads the settings makes keys, and looking makes a database of one page.
    return home.exists() and any(
        path.name != "keys" and (path.is_dir() or path.stat().st_size > 4096)
        for path in home.iterdir()
    )


def lay(home: Path) -> None:
    """Make the database and the simulated town, once."""
    from django.db import transaction

    from townbell.commands import setup

    if not setup.what_is_missing() and (home / "demo-laid").exists():
        return
    began = time.monotonic()
    print("Laying a demo town (once) ...", flush=True)
    setup.lay()
    if not (home / "demo-laid").exists():
        # Whole or not at all, should somebody stop it in the middle.
        with transaction.atomic():
            lay_town()
        (home / "demo-laid").touch()
    print(f"Done in {time.monotonic() - began:.0f} s.")


def lay_town() -> None:
    """Make one small conversation; the whole town comes with townbell.demo."""
    from django.utils import timezone

    from townbell.conversations.models import (
        Conversation,
        ConversationText,
        Launch,
        Statement,
        StatementText,
    )
    from townbell.people.models import Organisation, Team

    host = Organisation.objects.create(
        name="Millbrook Neighbours (simulated)",
        slug="millbrook-neighbours",
        kind=Organisation.Kind.COMMUNITY,
    )
    team = Team.objects.create(organisation=host, name="Listening team")
    conversation = Conversation.objects.create(
        slug="safe-streets",
        host=host,
        team=team,
        languages=["en", "es"],
        provenance=Conversation.Provenance.SIMULATED,
    )
    for language, question in [
        ("en", "What would make Ford Street feel safe at night?"),
        ("es", "¿Qué haría que la calle Ford se sienta segura de noche?"),
    ]:
        ConversationText.objects.create(
            conversation=conversation, language=language, question=question
        )
    for number, text in enumerate(
        ["The street lights should work.", "Officers should walk the street more often."], 1
    ):
        statement = Statement.objects.create(
            conversation=conversation,
            number=number,
            author=Statement.Author.CONVENER,
            standing=Statement.Standing.PUBLISHED,
            day=timezone.localdate(),
        )
        StatementText.objects.create(statement=statement, language="en", text=text)
    Launch.objects.create(conversation=conversation)


def invite(port: int) -> None:
    print(f"\n  Townbell, a demo with simulated people:  http://localhost:{port}/en/")
    print(f"                          en español:      http://localhost:{port}/es/")
    print("\n  Ctrl-C stops it.\n", flush=True)
