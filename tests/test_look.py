"""The look: contrast, weight and direction, measured in the files that browsers get."""

import gzip
import re
from itertools import product
from pathlib import Path

import pytest
from django.test import Client

from tests.public_pages import path_of
from townbell.web.colours import contrast

STATIC = Path(__file__).parent.parent / "townbell/web/static/web"
SHEETS = sorted(Path(__file__).parent.parent.glob("townbell/*/static/*/*.css"))
TEXTS = ["ink", "soft", "accent", "error", "good"]
GROUNDS = ["paper", "card", "tint", "callout"]


def palette(scheme: str) -> dict[str, str]:
    light, dark = (STATIC / "base.css").read_text().split("prefers-color-scheme: dark", 1)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light if scheme == "light" else dark))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_seven_to_one_on_every_ground(scheme):
    colours = palette(scheme)

    for text, ground in [*product(TEXTS, GROUNDS), ("on-accent", "accent"), ("paper", "ink")]:
        assert contrast(colours[text], colours[ground]) >= 7, (text, ground)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_borders_of_fields_and_the_bell_stand_out_three_to_one(scheme):
    colours = palette(scheme)

    for line, ground in product(["edge", "bell"], GROUNDS):
        assert contrast(colours[line], colours[ground]) >= 3, (line, ground)


def zipped(*contents: bytes) -> int:
    return sum(len(gzip.compress(content, 9)) for content in contents)


def test_style_sheets_weigh_less_than_20_kb():
    assert zipped(*(path.read_bytes() for path in STATIC.rglob("*.css"))) < 20_000


@pytest.mark.parametrize("name", ["home:index", "conversations:conversation"])
def test_first_page_weighs_less_than_60_kb_in_all(town, name):
    """What a phone loads, compressed, before a first vote."""
    page = Client().get(path_of(name)).content
    files = set(re.findall(rb'(?:src|href)="(/static/[^"]+)"', page))
    loaded = [b"".join(Client().get(path.decode()).streaming_content) for path in sorted(files)]

    assert len(files) >= 5
    assert zipped(page, *loaded) < 60_000


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_style_sheets_know_no_left_and_no_right(path):
    rules = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    physical = (
        r"\b(margin|padding|border|inset)-(left|right)\b|[\s;{](left|right)\s*:|: (left|right);"
    )

    assert re.findall(physical, rules) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_style_sheets_load_nothing(path):
    assert re.findall(r"url\(|@import|https?://(?!github)", path.read_text()) == []
