import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from townbell.ledger.models import Checkpoint, Entry, Log, SigningKey, Tile
from townbell.web import keys

MODELS = (Log, SigningKey, Entry, Tile, Checkpoint)
Lay = Callable[[Callable[[], None]], Log]


@pytest.fixture
def own_keys(tmp_path: Path, settings):
    """A data folder of the test's own, so that it may lose and change keys."""
    settings.HOME = tmp_path
    settings.SITE_URL = "https://bell.example.org"
    keys.key.cache_clear()
    yield tmp_path
    keys.key.cache_clear()


@pytest.fixture(scope="session")
def _kept(tmp_path_factory: pytest.TempPathFactory) -> dict[Callable[[], None], Any]:
    return {}


@pytest.fixture
def lay(own_keys: Path, _kept: dict[Callable[[], None], Any], tmp_path_factory: Any) -> Lay:
    """Return a function that lays a ledger by acts the first time, and later as it was then.

    Hundreds of acts take a second, their rows and keys a hundredth.
    """

    def lay(acts: Callable[[], None]) -> Log:
        if acts not in _kept:
            acts()
            rows = [list(model.objects.all()) for model in MODELS]
            folder = tmp_path_factory.mktemp("ledger") / "home"
            shutil.copytree(own_keys, folder)
            _kept[acts] = rows, folder
        else:
            rows, folder = _kept[acts]
            shutil.copytree(folder, own_keys, dirs_exist_ok=True)
            keys.key.cache_clear()
            for model, those in zip(MODELS, rows, strict=True):
                model.objects.bulk_create(those)
        return Log.objects.get()

    return lay
