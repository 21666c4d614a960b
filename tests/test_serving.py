import os
import signal
import subprocess
import sys

import pytest

from tests.installation import ROOT, Installation, alive, wait_until
from townbell.web import keys


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_demo_stops_cleanly(demo, number):
    with demo.running("demo") as site:
        wait_until(site.worker)
        everybody = [site.process.pid, *site.children()]
        assert len(everybody) >= 3
        # Ctrl-C in a terminal reaches every process of the group at once.
        os.killpg(site.process.pid, number)
        assert site.process.wait(120) == 0

    assert alive(everybody) == []
    printed = site.output.read_text()
    assert f"http://localhost:{demo.port}/en/" in printed
    assert printed.count(f"http://localhost:{demo.port}/en/staff/demo/") == 6
    assert "Traceback" not in printed
    assert printed.rstrip().endswith("Stopped.")


def test_demo_that_is_there_is_not_laid_again(demo):
    with demo.running("demo") as site:
        said = site.output.read_text()
    assert "http://localhost" in said
    assert "Laying" not in said


def test_nobody_is_left_when_the_parent_is_killed(demo):
    with demo.running("demo") as site:
        wait_until(site.worker)
        children = list(site.children())
        assert len(children) > 1
        site.process.kill()
        wait_until(lambda: not alive(children))
    assert alive(children) == []


def test_killed_processes_are_started_again(demo):
    with demo.running("demo") as site:
        wait_until(site.worker)
        worker, web = site.worker(), site.web_workers()
        os.kill(worker, signal.SIGKILL)
        os.kill(web[0], signal.SIGKILL)
        wait_until(lambda: site.worker() not in {None, worker})
        wait_until(lambda: len(site.web_workers()) == len(web))
        site.wait_until_it_answers()
    assert "started again" in site.output.read_text()


def test_two_sites_do_not_share_a_port(demo):
    with demo.running("demo"):
        second = demo.run("demo", "--port", str(demo.port))
    assert second.returncode == 1
    assert f"port {demo.port} is in use" in second.stderr


def test_demo_does_not_mix_with_an_installation(installation):
    assert installation.run("setup").returncode == 0

    refused = installation.run("demo", "--setup-only")

    assert refused.returncode == 1
    assert "holds an installation already" in refused.stderr
    assert not (installation.home / "demo").exists()


def test_demo_is_not_turned_into_an_installation(demo):
    refused = demo.run("setup")
    assert refused.returncode == 1
    assert "holds a demo" in refused.stderr


def test_demo_stays_on_this_computer(demo):
    demo.settings["TOWNBELL_SITE_URL"] = "https://town.example.org"
    refused = demo.run("serve", "--port", str(demo.port))
    assert refused.returncode == 1
    assert "localhost only" in refused.stderr


@pytest.mark.parametrize(
    ("settings", "words", "said"),
    [
        ({"TOWNBELL_SITE_URL": "http://town.example.org"}, [], "must begin with https://"),
        (
            {"TOWNBELL_SITE_URL": "https://town.example.org", "TOWNBELL_DEBUG": "1"},
            [],
            "TOWNBELL_DEBUG=1 is for localhost only",
        ),
        ({"TOWNBELL_SITE_URL": "town.example.org"}, [], "must be a web address"),
        ({"TOWNBELL_WORKERS": "many"}, [], "must be a whole number"),
        ({"TOWNBELL_DATABASE_URL": "mysql://x/y"}, [], "must look like postgres://"),
        ({}, ["--host", "0.0.0.0"], "can be reached from other machines"),
        (
            {"TOWNBELL_SITE_URL": "https://town.example.org"},
            ["--host", "0.0.0.0"],
            "can be reached from other machines",
        ),
    ],
)
def test_unsafe_settings_are_refused_in_a_sentence(tmp_path, settings, words, said):
    installation = Installation(tmp_path / "home", settings)

    refused = installation.run("serve", "--port", str(installation.port), *words)

    assert refused.returncode == 1
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


def test_site_that_is_not_set_up_says_so(installation):
    refused = installation.run("serve")
    assert refused.returncode == 1
    assert "run `townbell setup`" in refused.stderr
    # Being refused leaves nothing behind that would be in the way.
    assert installation.run("setup").returncode == 0


def test_no_two_installations_share_a_secret(tmp_path):
    secrets = set()
    for name in ["one", "two"]:
        installation = Installation(tmp_path / name)
        assert installation.run("setup").returncode == 0
        for key in (installation.home / "keys").iterdir():
            assert key.stat().st_mode & 0o777 == 0o600
            secrets.add(key.read_bytes())
        assert installation.home.stat().st_mode & 0o777 == 0o700
        assert (installation.home / "townbell.sqlite3").stat().st_mode & 0o077 == 0
    assert len(secrets) == 2 * len(keys.NAMES)


def test_damaged_secret_is_refused(installation):
    assert installation.run("setup").returncode == 0
    (installation.home / "keys" / "secret").write_bytes(b"")

    refused = installation.run("serve")

    assert refused.returncode == 1
    assert "is damaged" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_python_that_is_missing_is_named_in_one_sentence(tmp_path):
    (tmp_path / "sh").symlink_to("/bin/sh")
    found = subprocess.run(
        [ROOT / "requirements" / "find-python"],
        env={"PATH": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert found.returncode == 1
    assert found.stdout == ""
    assert found.stderr.count("\n") == 1
    assert "Python 3.12 or newer" in found.stderr


def test_python_of_pyenv_is_found_behind_shims_that_fail(tmp_path):
    shims = tmp_path / "shims"
    shims.mkdir()
    for name in ["python3", "python3.12", "python3.13"]:
        (shims / name).write_text("#!/bin/sh\nexit 127\n")
        (shims / name).chmod(0o755)
    chosen = tmp_path / "versions" / "3.12.9" / "bin" / "python3"
    chosen.parent.mkdir(parents=True)
    chosen.symlink_to(sys.executable)
    found = subprocess.run(
        [ROOT / "requirements" / "find-python"],
        env={"PATH": f"{shims}:/bin", "PYENV_ROOT": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert found.stdout.strip() == str(chosen)


def test_web_processes_do_without_the_heavy_engine(demo):
    code = (
        "from townbell.commands import start_django; start_django();"
        "from townbell.server import preload; preload();"
        "import sys; print(*{'scipy.stats', 'numba'} & set(sys.modules))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], env=demo.environment, capture_output=True, text=True
    )
    assert loaded.returncode == 0, loaded.stderr
    assert loaded.stdout.strip() == ""
