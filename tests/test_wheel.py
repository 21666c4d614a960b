"""The wheel carries everything: a town is laid and served where no repository lies beside it."""

import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.installation import ROOT, Installation

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Build the wheel from what git knows, so that nothing lying about gets in."""
    folder = tmp_path_factory.mktemp("wheel")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is not a checkout of the repository")
    source = folder / "source"
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            copy = source / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes((ROOT / name).read_bytes())
    words = ["pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    built = subprocess.run(
        [sys.executable, "-m", *words, "--wheel-dir", str(folder), str(source)],
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """A fresh environment with the wheel in it, and the libraries it needs borrowed from ours."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder)
    python = folder / "bin" / "python"
    # The pip of our own environment, since making one for the new one takes seconds.
    words = ["pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run([sys.executable, "-m", *words], check=True, capture_output=True)
    base = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", vars=base))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


@pytest.fixture(scope="module")
def town(installed, tmp_path_factory):
    home = tmp_path_factory.mktemp("elsewhere") / "home"
    town = Installation(home, {"PYTHONPATH": ""}, python=str(installed))
    laid = town.run("demo", "--setup-only")
    assert laid.returncode == 0, laid.stderr
    with town.running("demo") as site:
        yield site


def test_package_is_the_wheels(installed, tmp_path):
    words = [installed, "-c", "import townbell; print(townbell.__file__)"]
    found = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(found.stdout).is_relative_to(installed.parent.parent)


def test_wheel_holds_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "townbell/urls.py" in names
    assert [name for name in names if "/tests/" in name] == []


def test_wheel_names_its_command_and_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        about = {Path(name).name: name for name in archive.namelist() if "dist-info" in name}
        assert (
            "townbell = townbell.__main__:main" in archive.read(about["entry_points.txt"]).decode()
        )
        assert b"AFFERO" in archive.read(about["LICENSE"])


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/en/", "This is a demo."),
        ("/es/", "No registramos quién nos visita."),
        ("/en/method/", "Every number on a result page comes from a rule on this page."),
        ("/es/method/", "Cómo se cuentan los resultados"),
        ("/en/what-we-hold/", "What we hold"),
        ("/en/record/", "The record"),
        ("/en/c/streets-at-night/results/", "Simulated"),
    ],
)
def test_page_is_served_from_the_wheel(town, path, says):
    answer = town.get(path)
    assert answer.status == 200
    assert says in answer.text


def test_program_for_journalists_can_be_downloaded(town):
    answer = town.get("/ledger/verify_record.py")
    assert answer.status == 200
    assert answer.text.startswith(('"""', "#!"))


def test_style_sheet_is_served_from_the_wheel(town):
    address = re.search(r'href="(/static/web/base[^"]+css)"', town.get("/en/").text)[1]
    assert town.get(address).status == 200
