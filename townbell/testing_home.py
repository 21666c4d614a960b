"""The data folder of the tests: never that of the person who runs them."""

import atexit
import os
import shutil
import tempfile


def make() -> None:
    """Point TOWNBELL_HOME at a fresh folder that goes when the tests end.

    The settings call this, because pytest-django reads them before any conftest.py is read.
    """
    folder = tempfile.mkdtemp(prefix="townbell-tests-")
    os.environ["TOWNBELL_HOME"] = folder
    os.environ.setdefault("TOWNBELL_SITE_URL", "http://testserver")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
