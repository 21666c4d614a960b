"""The real conversations that are measured on, beside the repository or at TOWNBELL_OPEN_DATA."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLACE = Path(os.environ.get("TOWNBELL_OPEN_DATA", ROOT.parent / "shared" / "data"))


def folders() -> list[Path]:
    """Return the folders of the conversations; without any, say so and stop."""
    found = sorted(path.parent for path in (PLACE / "polis-open-data").glob("*/votes.csv"))
    if not found:
        sys.exit(f"There are no Polis exports in {PLACE / 'polis-open-data'}.")
    return found


def short(folder: Path) -> str:
    """Return a name that fits in a table."""
    return folder.name.split(".")[-1 if folder.name.startswith(("scoop", "vtaiwan")) else 0][:20]
