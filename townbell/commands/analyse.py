import argparse
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from townbell.commands import Refused
from townbell.opinion.progress import Progress, silent

HELP = "analyse a Polis export without a database"
BAR = 24


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        type=Path,
        metavar="DIR",
        help="the folder of the export, or its votes.csv or participants-votes.csv alone",
    )
    parser.add_argument(
        "--model",
        choices=["default", "classic"],
        default="default",
        help="classic: what Polis computes, for comparison; it always finds groups",
    )
    parser.add_argument("--seed", type=int, default=0, help="of everything that is drawn")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the numbers here")
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help="also write one page to publish or print here"
    )
    parser.add_argument(
        "--lang", choices=["en", "es"], default="en", help="of the findings and the page"
    )


def run(arguments: argparse.Namespace) -> int:
    # Imported here, so that --help does not wait for them.
    from townbell.factsheet.page import html_page
    from townbell.factsheet.sheet import make_sheet
    from townbell.factsheet.terminal import printed
    from townbell.opinion import OpinionError, read_export

    with progress_bar() as progress:
        try:
            export = read_export(arguments.folder, progress=progress)
            sheet = make_sheet(
                export,
                model=arguments.model,
                language=arguments.lang,
                seed=arguments.seed,
                name=arguments.folder.resolve().name,
                progress=progress,
            )
        except OpinionError as problem:
            raise Refused(str(problem)) from None
    print("\n".join(printed(sheet)))
    if arguments.json is not None:
        written = json.dumps(sheet.document, ensure_ascii=False, indent=1, sort_keys=True)
        write_whole(arguments.json, written + "\n")
    if arguments.html is not None:
        write_whole(arguments.html, html_page(sheet))
    return 0


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all: a stop in the middle leaves what was there before."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        # As open() would have made it: mkstemp lets only its owner read.
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, path)
    except OSError as failure:
        raise Refused(f"{path} cannot be written: {failure.strerror}.") from None
    print(f"{path}", file=sys.stderr)


@contextlib.contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show what is being done on the error stream where a person watches it; clear it after."""
    if not sys.stderr.isatty():
        yield silent
        return

    def show(doing: str, share: float) -> None:
        done = round(BAR * share)
        sys.stderr.write(f"\r\x1b[K[{'=' * done}{' ' * (BAR - done)}] {doing}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
