"""In a process of its own: on SQLite the other tests share one connection in memory."""

import subprocess
import sys

from tests.installation import ROOT


def test_of_eight_who_use_one_slip_at_once_exactly_one_gets_in(installation):
    installation.home.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.slips_at_once"],
        env=installation.environment | {"DJANGO_SETTINGS_MODULE": "townbell.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.stdout.splitlines() == ["in" + 7 * " used"] * 20, done.stderr[-2000:]
