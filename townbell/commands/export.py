import argparse
import sys
from pathlib import Path

from townbell.commands import Refused, start_django

WARNING = """
These files say how each person voted. Names are not in them, but somebody who knows ten answers of
a person can find that person among all others, and then reads the rest of their answers. Keep them
where only you can read them, never publish them, and delete them when you are done.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", help="the name of the conversation in its address")
    parser.add_argument("--to", type=Path, help="a new folder (default: the conversation's name)")
    parser.add_argument("--version", type=int, help="a published version (default: the newest)")
    parser.add_argument("--language", default="en", help="the language of texts, where it is there")
    parser.add_argument(
        "--participants", action="store_true", help="also how each person voted: read the warning"
    )


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from townbell.commands.setup import refuse_without_database
    from townbell.conversations.analysis import exporting
    from townbell.conversations.models import Conversation
    from townbell.conversations.queries.results import newest_result, published_result

    refuse_without_database()
    conversation = Conversation.objects.filter(slug=arguments.slug).first()
    if conversation is None:
        raise Refused(f"There is no conversation {arguments.slug!r}.")
    shown = (
        newest_result(conversation)
        if arguments.version is None
        else published_result(conversation, arguments.version)
    )
    if shown is None or shown.withdrawal is not None:
        raise Refused("There is no such result of this conversation.")
    folder = arguments.to or Path(arguments.slug)
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty: name a new folder with --to.")

    exporting.write_result(folder, shown.snapshot, language=arguments.language)
    if arguments.participants:
        print(WARNING.strip(), file=sys.stderr)
        exporting.write_participants(folder, conversation)
    for path in sorted(folder.iterdir()):
        print(path)
    return 0
