"""Style sheets, scripts and pictures: hashed and compressed ahead of time, once per version.

`townbell setup` and every start call `build`. Where nothing was built (tests, a fresh checkout) the
files are served as they lie in the package.
"""

import hashlib
import shutil
from pathlib import Path

from django.core.files.storage import Storage

MANIFEST = "staticfiles.json"


def folder(package: Path, *, home: Path) -> Path:
    """Return where the built files of this very state of the package belong."""
    state = hashlib.sha256()
    for path in sorted(package.glob("*/static/**/*")):
        if path.is_file():
            facts = path.stat()
            state.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    made = home / "static" / state.hexdigest()[:12]
    # WhiteNoise warns of a folder that is not there.
    made.mkdir(parents=True, exist_ok=True)
    return made


def is_built(root: Path) -> bool:
    return (root / MANIFEST).exists()


def storage(root: Path) -> str:
    if is_built(root):
        return "whitenoise.storage.CompressedManifestStaticFilesStorage"
    return "django.contrib.staticfiles.storage.StaticFilesStorage"


def build() -> None:
    """Hash and compress the files of this version, and remove those of others.

    A process that is already running keeps the addresses it began with: build, then start it.
    """
    from django.conf import settings
    from whitenoise.storage import CompressedManifestStaticFilesStorage

    root = Path(settings.STATIC_ROOT)
    if is_built(root):
        return
    for old in root.parent.iterdir():
        shutil.rmtree(old, ignore_errors=True)
    storage = CompressedManifestStaticFilesStorage(location=root, base_url=settings.STATIC_URL)
    # The manifest is written last, so an interrupted build does not count as one.
    for _name, _hashed, outcome in storage.post_process(collect(storage)):
        if isinstance(outcome, Exception):
            raise outcome


def collect(storage: Storage) -> dict[str, tuple[Storage, str]]:
    """Copy what the finders find into `storage`; of two files of one name the first wins."""
    from django.contrib.staticfiles.finders import get_finders

    found: dict[str, tuple[Storage, str]] = {}
    for finder in get_finders():
        for path, source in finder.list([]):
            if path not in found:
                with source.open(path) as file:
                    storage.save(path, file)
                found[path] = (storage, path)
    return found
