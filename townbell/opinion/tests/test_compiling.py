import os
import tempfile

import pytest

from townbell.opinion.compiling import cache_folder


@pytest.fixture
def places(tmp_path, monkeypatch):
    monkeypatch.setenv("TOWNBELL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    return tmp_path


def test_compiled_code_is_kept_in_the_home_of_the_installation(places):
    assert cache_folder() == str(places / "home" / "cache" / "compiled")


def test_without_a_home_it_is_kept_among_the_caches_of_the_user(places, monkeypatch):
    monkeypatch.delenv("TOWNBELL_HOME")

    assert cache_folder() == str(places / "caches" / "townbell" / "compiled")


def test_where_nothing_can_be_written_a_temporary_folder_serves(places):
    (places / "home").write_text("a file where a folder should be")
    (places / "caches").write_text("likewise")

    assert cache_folder().startswith(str(places / "temporary" / "townbell-compiled-"))


def test_folder_that_others_may_write_to_is_passed_over(places):
    folder = places / "home" / "cache" / "compiled"
    folder.mkdir(parents=True)
    folder.chmod(0o777)

    assert cache_folder() == str(places / "caches" / "townbell" / "compiled")


def test_folder_of_another_user_is_passed_over(places, monkeypatch):
    cache_folder()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)

    assert cache_folder().startswith(str(places / "temporary"))
