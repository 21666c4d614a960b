"""In a process of its own: on SQLite the other tests share one connection in memory."""

import subprocess
import sys

from tests.installation import ROOT

TOLD = """\
each typed twice 23 {'done'}
search works True
last place ['BundleFull', 'done']
closed ['BundleOver', 'done']
people 24 votes 120
ballots 0
order of participant mixed
order of vote mixed
keys left 0
"""


def test_two_clerks_at_once_count_no_ballot_twice_and_leave_no_order(installation):
    installation.home.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.ballots_at_once"],
        env=installation.environment | {"DJANGO_SETTINGS_MODULE": "townbell.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.stdout == TOLD, done.stderr[-2000:]
