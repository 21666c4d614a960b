"""The command line: one file a command in `townbell.commands`, imported only when it is called."""

import argparse
import importlib
import os
import sys

from townbell import VERSION
from townbell.commands import Refused

# The engine uses all cores by itself, and there may be several processes: threads that the matrix
# library started beside them would only wait for each other. It reads this when it is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# In the order a person meets them: name and what it does, so that --help imports nothing.
COMMANDS = {
    "demo": "show a town with simulated conversations, on this computer only",
    "setup": "lay the database and the keys of a new installation",
    "serve": "start the website and its worker",
    "createadmin": "invite the first administrator",
    "resetstaff": "give a staff member a new sign-in link after a lost second factor",
    "import": "make a conversation from a Polis export",
    "analyse": "analyse a Polis export without a database",
    "export": "write a conversation's data to files",
    "verify": "check the ledger, or one saved proof",
    "rotatekey": "let a new key sign the ledger, and say so in it",
    "doctor": "say what is wrong with this installation and how to mend it",
    "backup": "write everything into one file",
    "restore": "put a backup back",
    "upgrade": "bring the database of an older version to this one",
    "worker": "run only the worker (serve does this for you)",
}


def parser_of(name: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"townbell {name}", description=COMMANDS[name])
    importlib.import_module(module_of(name)).add_arguments(parser)
    return parser


def module_of(name: str) -> str:
    # `import` is a word of the language, so its module is called import_.
    return f"townbell.commands.{'import_' if name == 'import' else name}"


def main(words: list[str] | None = None) -> int:
    words = sys.argv[1:] if words is None else words
    if words and words[0] in COMMANDS:
        return carried_out(words[0], words[1:])
    return overview(words)


def carried_out(name: str, words: list[str]) -> int:
    try:
        # Loading a command takes a moment, and may be stopped like the rest.
        arguments = parser_of(name).parse_args(words)
        code = int(importlib.import_module(module_of(name)).run(arguments))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Who reads along (head, less) has seen enough; Python would complain when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except Refused as refusal:
        print(f"townbell {name}: {refusal}", file=sys.stderr)
        return 1


def overview(words: list[str]) -> int:
    lines = [f"  {name:<12} {what}" for name, what in COMMANDS.items() if name != "worker"]
    text = "Townbell, where a community and its police hear each other.\n\n" + "\n".join(lines)
    text += "\n\nMore about one of them: townbell COMMAND --help"
    if words == ["--version"]:
        print(VERSION)
        return 0
    if words and words[0] not in {"-h", "--help", "help"}:
        print(f"townbell: there is no command {words[0]!r}.\n\n{text}", file=sys.stderr)
        return 2
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
