import os
import time

from tests.installation import wait_until

WHOLE = {"TOWNBELL_TIME_ZONE": "America/New_York", "TOWNBELL_SITE_URL": "https://talk.example.org"}


def well(installation):
    """Set an installation up so that nothing is wrong with it."""
    installation.settings |= WHOLE | {"TOWNBELL_PROXIES": "1"}
    assert installation.run("setup").returncode == 0
    heartbeat = installation.home / "worker" / "heartbeat"
    heartbeat.parent.mkdir()
    heartbeat.write_text("waiting")
    return installation


def test_healthy_installation_is_left_in_peace(installation):
    seen = well(installation).run("doctor")
    assert seen.stdout == "All is well.\n", seen.stdout
    assert seen.returncode == 0


def test_doctor_names_each_fault_and_how_to_mend_it(installation):
    home = well(installation).home
    (home / "keys" / "secret").chmod(0o644)
    (home / "keys" / "receipts").unlink()
    (home / "keys" / "authors").write_bytes(b"short")
    heartbeat = home / "worker" / "heartbeat"
    heartbeat.write_text("analyse_marked")
    os.utime(heartbeat, (time.time() - 7200,) * 2)
    for name in ["TOWNBELL_PROXIES", "TOWNBELL_TIME_ZONE"]:
        del installation.settings[name]

    seen = installation.run("doctor")

    assert seen.returncode == 1
    for said in [
        f"chmod 600 {home}/keys/secret",
        "The key receipts is missing",
        "The key authors is damaged",
        "silent for 120 minutes (last: analyse_marked)",
        "Set TOWNBELL_PROXIES",
        "Set TOWNBELL_TIME_ZONE",
    ]:
        assert said in seen.stdout, seen.stdout
    assert "Traceback" not in seen.stderr


def test_doctor_sees_that_nothing_is_set_up(installation):
    seen = installation.run("doctor")
    assert seen.returncode == 1
    assert "There is no database yet: run `townbell setup` first." in seen.stdout
    assert "The worker has never run." in seen.stdout


def test_running_demo_is_healthy(demo):
    with demo.running("demo") as site:
        wait_until(site.worker)
        wait_until(lambda: (demo.home / "worker" / "heartbeat").exists())
        seen = demo.run("doctor")
    assert seen.stdout == "All is well.\n", seen.stdout
