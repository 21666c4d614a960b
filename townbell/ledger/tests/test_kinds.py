import ast
from pathlib import Path

import townbell
from townbell.ledger.kinds import KINDS
from townbell.moderation.models import Decision
from townbell.record.models import Record

PACKAGE = Path(townbell.__file__).parent


def kinds_in(path):
    """What a module writes into the ledger: the first words of `ledger.append(…)`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"ledger.append", "append"}:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def test_every_kind_that_a_room_writes_can_be_said_in_every_language():
    modules = [
        path for path in PACKAGE.rglob("*.py") if "tests" not in path.relative_to(PACKAGE).parts
    ]
    written = {kind for path in modules for kind in kinds_in(path)}

    assert written
    missing = sorted(written - set(KINDS))
    assert missing == [], "add them to townbell/ledger/kinds.py and to its Spanish"


def test_every_kind_that_a_room_puts_together_can_be_said_too():
    contributions = {f"contribution {outcome}" for outcome in Decision.Outcome.values}
    words = ["published", "corrected", "withdrawn"]
    records = {f"{kind} {word}" for kind in Record.Kind.values for word in words}

    assert contributions | records <= set(KINDS)
