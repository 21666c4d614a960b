import argparse
from pathlib import Path

from townbell.commands import Refused, start_django

EXPLANATION = """\
Without options the whole ledger is checked against every checkpoint in the database and the one
kept beside the key. That proves that it is consistent. Somebody with the key could have rewritten
all of it: only --checkpoint, with one that was kept elsewhere, finds that.

Ends with 0 only when everything is as it was signed.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXPLANATION
    parser.add_argument(
        "--checkpoint",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="a checkpoint kept elsewhere (may be given several times)",
    )
    parser.add_argument(
        "--between",
        metavar=("OLD", "NEW"),
        type=Path,
        nargs=2,
        help="check only that the ledger of the newer checkpoint continues that of the older",
    )
    parser.add_argument(
        "--proof", metavar="FILE", type=Path, help="check only this saved proof (.tlog-proof)"
    )
    parser.add_argument(
        "--record", metavar="FILE", type=Path, help="the record that --proof is about (.json)"
    )
    parser.add_argument(
        "--key", help="the key to believe for --proof, instead of this installation's"
    )


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from townbell.commands.setup import refuse_without_database

    if (arguments.proof is None) != (arguments.record is None):
        raise Refused("--proof and --record belong together: give both.")
    if arguments.proof is not None:
        return one_record(arguments.record, arguments.proof, arguments.key)
    refuse_without_database()
    if arguments.between is not None:
        return between(*arguments.between)
    return whole_ledger(arguments.checkpoint)


def read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise Refused(f"{path} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path} is not a text file.") from None


def checkpoint_in(path: Path) -> str:
    """Read a checkpoint that somebody copied: blank lines around it do not matter."""
    return read(path).strip("\n") + "\n"


def whole_ledger(paths: list[Path]) -> int:
    from townbell.ledger.verification import check_ledger

    report = check_ledger([(str(path), checkpoint_in(path)) for path in paths])
    for remark in report.remarks:
        print(f"Note: {remark}")
    if report.faults:
        print("The ledger is NOT as it was written and signed:")
        for fault in report.faults:
            print(f"  {fault}")
        return 1
    print(f"The ledger is whole: {report.entries} entries, {report.signed} of them signed.")
    if not paths:
        print("Compare it with a checkpoint kept elsewhere (--checkpoint) to be sure of more.")
    return 0


def one_record(record: Path, proof: Path, key: str | None) -> int:
    from townbell.ledger.notes import Verifier
    from townbell.ledger.queries import all_verifiers
    from townbell.ledger.records import check_record

    said, proven = read(record), read(proof)
    try:
        verifiers = all_verifiers() if key is None else [Verifier.parse(key)]
        head = check_record(record=said, proof=proven, verifiers=verifiers)
    except ValueError as problem:
        print(f"{record} is NOT proven: {problem}.")
        return 1
    print(f"{record} stands in {head.origin}, among the {head.size} entries that were signed.")
    return 0


def between(old: Path, new: Path) -> int:
    from townbell.ledger.verification import check_consistency

    try:
        older, newer = check_consistency(checkpoint_in(old), checkpoint_in(new))
    except ValueError as problem:
        print(f"{new} does NOT continue {old}: {problem}.")
        return 1
    print(
        f"The {newer.size} entries of {new} begin with the {older.size} of {old}, "
        f"unchanged and in their order."
    )
    return 0
