import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from townbell.web.colours import check_accent


def test_site_without_a_look_of_its_own_asks_for_nothing_more(client, db):
    page = client.get("/en/about/").text

    assert "/site/accent.css" not in page
    assert client.get("/site/accent.css").status_code == 404
    assert client.get("/site/logo").status_code == 404


def test_hosts_accent_colours_light_and_dark_pages(client, db, settings):
    settings.SITE_ACCENT = "#5a2d0c"

    assert '<link rel="stylesheet" href="/site/accent.css">' in client.get("/en/about/").text
    styles = client.get("/site/accent.css").text
    assert "--accent: #5a2d0c" in styles
    assert "prefers-color-scheme: dark" in styles


@pytest.mark.parametrize("colour", ["#e6b873", "bronze", "#fff", "#5a2d0c;}"])
def test_accent_that_cannot_be_read_is_refused_at_the_start(colour):
    with pytest.raises(ImproperlyConfigured, match="TOWNBELL_SITE_ACCENT"):
        check_accent(colour)


def test_settings_check_the_accent():
    started = subprocess.run(
        [sys.executable, "-c", "import townbell.settings"],
        env={"TOWNBELL_SITE_ACCENT": "#ffff00", "PATH": "", "TOWNBELL_HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode != 0
    assert "TOWNBELL_SITE_ACCENT" in started.stderr


def test_hosts_logo_is_served_by_the_site(client, db, settings, tmp_path):
    picture = tmp_path / "logo.png"
    picture.write_bytes(b"\x89PNG")
    settings.SITE_LOGO = str(picture)

    assert 'src="/site/logo"' in client.get("/en/about/").text
    assert b"".join(client.get("/site/logo")) == b"\x89PNG"


def test_logo_is_a_picture_and_no_other_file(client, settings):
    settings.SITE_LOGO = __file__

    assert client.get("/site/logo").status_code == 404


def test_sharing_shows_question_and_picture_of_our_own(client, statement):
    page = client.get("/es/c/safe-streets/").text

    assert '<meta property="og:title" content="¿Qué haría que la calle Ford' in page
    assert '<meta property="og:locale" content="es">' in page
    assert '<meta property="og:image" content="http://testserver/static/web/share' in page
