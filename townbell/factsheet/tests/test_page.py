import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from townbell.factsheet.markup import Markup, tag
from townbell.factsheet.page import SHOWN, html_page
from townbell.factsheet.sheet import make_sheet
from townbell.opinion import Export, Votes

VOID = {"meta", "rect"}


class Outline(HTMLParser):
    """Collects what a page is made of, and whether its tags are balanced."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        self.names.add(tag)
        self.attributes |= set(held)
        self.ids += [held["id"]] if "id" in held else []
        self.links += [held[key] for key in ("href", "src", "data", "action") if key in held]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page(sheet) -> str:
    return html_page(sheet)


def test_page_is_well_formed_with_unique_anchors(page):
    outline = Outline(page)

    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))


def test_page_fetches_nothing_and_runs_nothing(page):
    outline = Outline(page)

    assert not {"script", "iframe", "link", "img", "form", "object", "base"} & outline.names
    assert not {name for name in outline.attributes if name.startswith("on")}
    assert all(link.startswith("#") for link in outline.links)
    assert "url(" not in page
    assert "@import" not in page
    assert "http" not in page


def test_every_way_to_a_formula_arrives(page):
    outline = Outline(page)
    ways = {link[1:] for link in outline.links}

    assert any(way.startswith("f-") for way in ways)
    assert ways <= set(outline.ids)


def test_texts_of_people_are_escaped(page):
    assert "Statement &lt;b&gt;8&lt;/b&gt; &amp; more" in page
    assert "<b>" not in page


def test_moderated_text_is_nowhere(sheet, page):
    assert "11&lt;/b&gt;" not in page
    assert 11 not in sheet.texts


def test_page_speaks_its_language(language, page):
    assert page.startswith(f'<!doctype html>\n<html lang="{language}">')
    assert ("Every statement" in page) == (language == "en")
    assert ("Todas las opiniones" in page) == (language == "es")


def test_page_says_how_to_repeat_it(sheet, page):
    assert sheet.document["sha256"] in page
    assert re.search(r"Townbell \d+\.\d+", page)


def test_classic_page_warns_that_it_always_finds_groups(export):
    page = html_page(make_sheet(export, model="classic", language="en"))

    assert page.count("This method always finds groups") == 2


def test_default_page_prints_the_rule_beside_the_numbers(export):
    page = html_page(make_sheet(export, model="default", language="en"))

    assert "must agree" in page
    assert "With the votes counted today and the two halves where they are" in page


def test_difference_is_told_with_the_limits_of_both_halves(export, language):
    sheet = make_sheet(export, model="default", language=language)
    row = sheet.having("difference")[0]
    limits = [round(100 * limit) for half in row["sides"] for limit in half["agree_limits"]]
    names = dict(zip(("low", "high", "other_low", "other_high"), limits, strict=True))

    assert sheet.words.say("likely in halves", **names) in html_page(sheet)


def test_tentative_findings_are_marked_in_the_table_too(export, language):
    sheet = make_sheet(export, model="default", language=language)
    mark = f"<span>{sheet.words.say('tentative mark')}</span>"
    assert mark not in html_page(sheet)
    rows = [{**row, "firm": False} for row in sheet.document["statements"]]
    shaky = replace(sheet, document={**sheet.document, "statements": rows})

    findings = [row for row in shaky.rows if row["undo"] is not None]
    assert html_page(shaky).count(mark) == len(findings) > 5


def test_many_findings_are_left_to_the_table(export):
    page = html_page(make_sheet(export, model="default", language="en"))

    assert page.count('class="verdict"') == 2 + SHOWN
    assert "All 8 are in the table" in page


def test_empty_conversation_has_a_page(model, language):
    sheet = make_sheet(
        Export(Votes.from_triples([], [], []), ()), model=model, language=language, name="empty"
    )
    page = html_page(sheet)

    assert "<h1" in page
    assert "empty" in page
    assert "<table" not in page


def test_markup_escapes_texts_and_attributes():
    made = tag("p", "<i>", Markup("<b></b>"), None, ["&", "x"], class_="a", title='"', hidden=False)

    assert made == '<p class="a" title="&quot;">&lt;i&gt;<b></b>&amp;x</p>'


def test_page_says_whether_there_are_groups(export, language):
    sheet = make_sheet(export, model="default", language=language)
    page = html_page(sheet)

    assert sheet.structure()[0] in page
    assert 'id="structure"' in page


def test_groups_are_shown_with_what_sets_them_apart(export):
    sheet = make_sheet(export, model="default", language="en")
    statements = [{"id": 3, "agrees_more": True}, {"id": 4, "agrees_more": False}]
    found = {
        "kind": "groups",
        "divisions": [1],
        "groups": [{"people": 30, "statements": statements}],
    }
    page = html_page(replace(sheet, document={**sheet.document, "structure": found}))

    assert "Group 1: 30 people" in page
    assert "agrees more often than the others" in page
    assert "another cut of the same people" in page


def test_table_says_what_the_model_expects_of_every_statement(export):
    sheet = make_sheet(export, model="default", language="en")
    page = html_page(sheet)
    row = sheet.by_id[8]["measures"]

    assert f">{round(100 * row['expected'])} %</td>" in page
    assert f">{sheet.words.signed(row['appeal'])}</td>" in page
    assert 'data-label="Expected to agree"' in page
    assert "perhaps mistranslated" not in page


def test_statement_answered_otherwise_in_another_language_is_marked(export, language):
    sheet = make_sheet(export, model="default", language=language)
    rows = [
        {**row, "measures": {**(row["measures"] or {}), "otherwise_in": ["es"]}}
        for row in sheet.document["statements"]
    ]
    page = html_page(replace(sheet, document={**sheet.document, "statements": rows}))

    assert page.count(sheet.words.say("perhaps mistranslated")) == len(sheet.rows)
    assert Outline(page).open == []


def test_small_group_has_no_size(export):
    sheet = make_sheet(export, model="default", language="en")

    assert sheet.group(2, None) == "Group 2"
    assert sheet.group(2, 1) == "Group 2: 1 person"
