import gzip

from django.test import Client

from townbell.web import static_files


def test_built_files_carry_a_hash_and_a_compressed_twin(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static" / "one"
    settings.STATIC_ROOT.mkdir(parents=True)
    (tmp_path / "static" / "older").mkdir()

    static_files.build()

    (twin,) = (settings.STATIC_ROOT / "web").glob("base.*.css.gz")
    assert b"--paper" in gzip.decompress(twin.read_bytes())
    assert static_files.is_built(settings.STATIC_ROOT)
    assert not (tmp_path / "static" / "older").exists()


def test_interrupted_build_is_made_good(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static" / "one"
    half = settings.STATIC_ROOT / "web" / "base.css"
    half.parent.mkdir(parents=True)
    half.write_text("half a fi")

    static_files.build()

    assert "--paper" in half.read_text()


def test_files_are_served_where_nothing_was_built(db):
    response = Client().get("/static/web/base.css")

    assert b"--paper" in b"".join(response.streaming_content)
    response.close()
