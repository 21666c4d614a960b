"""Where compiled loops are kept between runs."""

import os
import stat
import tempfile
from pathlib import Path


def cache_folder() -> str:
    """Return a folder of our own for compiled code, made when it is not there.

    In TOWNBELL_HOME, else among the user's caches, else a new temporary folder: what is compiled
    is then forgotten at the end, and an install that may not be written to still works. A folder
    that another user owns or may write to is passed over, for code is loaded from it.
    """
    home = os.environ.get("TOWNBELL_HOME")
    caches = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    for place in [Path(home) / "cache"] if home else [], [Path(caches) / "townbell"]:
        for folder in place:
            if _ours(folder / "compiled"):
                return str(folder / "compiled")
    return tempfile.mkdtemp(prefix="townbell-compiled-")


def _ours(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError:
        return False
    others_may_write = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    mine = found.st_uid == os.geteuid() if hasattr(os, "geteuid") else True
    return mine and not others_may_write and os.access(folder, os.W_OK)
