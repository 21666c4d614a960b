import subprocess
import sys
from pathlib import Path

import pytest

from tests.installation import alive, wait_until

OBEDIENT = "pass"
DEAF = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"

CHILD = """
import os, signal, sys, time
from townbell import processes
{how}
processes.die_with_parent(int(sys.argv[1]), patience={patience})
time.sleep(600)
"""
PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], str(os.getpid())])
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize(("how", "patience"), [(OBEDIENT, 600), (DEAF, 0.1)])
def test_a_process_ends_with_its_parent_whether_it_listens_or_not(how, patience):
    child = CHILD.format(how=how, patience=patience)
    words = [sys.executable, "-c", PARENT, child]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as parent:
        pid = int(parent.stdout.readline())
        assert alive([pid]) == [pid]
        parent.kill()
    wait_until(lambda: not alive([pid]))
