import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from townbell.commands import Refused, start_django
from townbell.web.languages import UNSTATED

if TYPE_CHECKING:
    from townbell.people.models import Team


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="the folder that holds the Polis export")
    parser.add_argument("--slug", help="its name in the address (default: the folder's name)")
    parser.add_argument(
        "--language",
        default=UNSTATED,
        help="the language of its statements, e.g. en, es or zh-Hant (an export does not say)",
    )
    parser.add_argument(
        "--source", default="", help="where it is from and under which licence, shown on its pages"
    )
    parser.add_argument("--host", default="imported", help="the organisation that shows it")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings
    from django.utils.text import slugify

    from townbell.commands.setup import refuse_without_database
    from townbell.conversations import tasks
    from townbell.conversations.actions.importing import AlreadyImported, import_conversation
    from townbell.conversations.analysis.polis import read_polis_export
    from townbell.opinion import OpinionError

    refuse_without_database()
    name = arguments.slug or arguments.folder.resolve().name
    slug = slugify(name.replace(".", "-"))[:60]
    address = f"{settings.SITE_URL}/en/c/{slug}/"
    try:
        held, notes = read_polis_export(
            arguments.folder, language=arguments.language, source=arguments.source
        )
        conversation = import_conversation(held=held, slug=slug, team=team_of(arguments.host))
    except OpinionError as problem:
        raise Refused(str(problem)) from problem
    except AlreadyImported as there:
        raise Refused(
            f"There is a conversation at {address} already; nothing was changed. "
            "To import this one beside it, give it another name with --slug."
        ) from there

    for note in notes:
        print(note)
    print(summary(held.voters, len(held.statements)))
    if not tasks.publish_final_result(conversation.closures.get()):
        failure = getattr(conversation, "analysis_failure", None)
        raise Refused(
            f"It was imported, but the analysis failed ({failure.exception if failure else '?'}). "
            "The worker tries again every ten minutes."
        )
    print(f"Its result: {address}results/1/")
    if arguments.language == UNSTATED:
        print("Its language is not known: statements carry none (see --language).")
    if not arguments.source:
        print("Its licence is not known: say where it is from with --source before you publish.")
    return 0


def team_of(host: str) -> "Team":
    from townbell.people.models import Organisation, Team

    organisation, _ = Organisation.objects.get_or_create(
        slug=host,
        defaults={"name": "Imported conversations", "kind": Organisation.Kind.COMMUNITY},
    )
    team, _ = Team.objects.get_or_create(organisation=organisation, defaults={"name": "Archive"})
    return team


def summary(voters: int, statements: int) -> str:
    return f"Imported: {voters:,} people and {statements:,} statements."
