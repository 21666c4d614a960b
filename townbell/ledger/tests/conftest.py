from pathlib import Path

import pytest

from townbell.web import keys


@pytest.fixture
def own_keys(tmp_path: Path, settings):
    """A data folder of the test's own, so that it may lose and change keys."""
    settings.HOME = tmp_path
    settings.SITE_URL = "https://bell.example.org"
    keys.key.cache_clear()
    yield tmp_path
    keys.key.cache_clear()
