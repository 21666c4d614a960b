import atexit
import os
import shutil
import tempfile

# Tests never touch the data folder of the person who runs them; set before settings are read.
_home = tempfile.mkdtemp(prefix="townbell-tests-")
os.environ["TOWNBELL_HOME"] = _home
os.environ.setdefault("TOWNBELL_SITE_URL", "http://testserver")
atexit.register(shutil.rmtree, _home, ignore_errors=True)

pytest_plugins = ["townbell.testing"]
