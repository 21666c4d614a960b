"""What the documents say is what the code does."""

import re
import tomllib

import pytest

from tests.installation import ROOT
from townbell.__main__ import COMMANDS, parser_of

HOSTING = (ROOT / "docs" / "hosting.md").read_text()


def test_every_setting_is_in_the_hosting_guide():
    read = (ROOT / "townbell" / "settings.py").read_text()
    settings = set(re.findall(r'(?:setting|whole_number)\("([A-Z_]+)"', read))
    listed = set(re.findall(r"^\| `TOWNBELL_([A-Z_]+)`", HOSTING, re.M))
    assert len(settings) > 10
    assert listed == settings


def test_numbers_that_are_the_default_are_the_default():
    read = (ROOT / "townbell" / "settings.py").read_text()
    for name, default in re.findall(r'whole_number\("([A-Z_]+)", (\d+)\)', read):
        assert f"| `TOWNBELL_{name}` | `{default}` |" in HOSTING


def test_every_command_is_in_the_hosting_guide():
    assert re.findall(r"^\| `townbell ([a-z]+)`", HOSTING, re.M) == list(COMMANDS)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself(name):
    assert COMMANDS[name] in parser_of(name).format_help()


def test_options_that_the_guide_names_exist():
    for name, words in re.findall(r"^\| `townbell ([a-z]+)` \| (.*) \|$", HOSTING, re.M):
        for option in re.findall(r"`(--[a-z-]+)`", words):
            assert option in parser_of(name).format_help()


def test_make_targets_that_documents_name_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    named = {
        word for path in documents for word in re.findall(r"`make ([a-z-]+)", path.read_text())
    }
    assert "demo" in named
    assert named <= targets


def test_ci_runs_the_readmes_test_command():
    assert "make test" in (ROOT / "README.md").read_text()
    assert re.search(r"^make test$", (ROOT / ".ci" / "run").read_text(), re.M)


def test_every_dependency_at_run_time_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = [re.match(r"[\w-]+", each)[0] for each in project["dependencies"]]
    reasons = (ROOT / "docs" / "decisions" / "dependencies.md").read_text()

    assert re.findall(r"^\| `([\w-]+)` \|", reasons, re.M) == sorted(needed)


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_proxy_samples_log_nothing(name):
    lines = [line.strip() for line in (ROOT / "deploy" / name).read_text().splitlines()]
    logging = [line for line in lines if re.match(r"(access_log|error_log|log)\b", line)]
    assert [line for line in logging if "off" not in line and "/dev/null" not in line] == []
    assert any("X-Forwarded-For" in line for line in lines)


def test_locks_name_no_registry():
    for path in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in path.read_text()
