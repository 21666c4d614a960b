"""Every number of a result links to how it is computed, and the link leads somewhere."""

import re

from tests.installation import ROOT
from townbell import disclosure
from townbell.conversations.results import wording
from townbell.factsheet import english, spanish
from townbell.factsheet.page import CLASSIC_FORMULAS, FORMULAS
from townbell.opinion import bridging, languages

DOCS = ROOT / "docs"
PAGES = ROOT / "townbell/conversations/templates/conversations/results"
LINK = re.compile(r'{% formula "(.+?)" %}')


def linked() -> set[str]:
    """Return what the result's pages link to as the formula of a number."""
    return {name for page in PAGES.glob("*.html") for name in LINK.findall(page.read_text())}


def test_every_formula_a_result_links_to_is_in_the_method():
    ways = linked()

    assert {"verdicts", "firm", "prediction", "bridging", "languages"} <= ways
    assert ways == set(wording.FORMULAS)
    for name in ("method.md", "method.es.md"):
        text = (DOCS / name).read_text()
        assert ways <= set(re.findall('<a id="(.+?)"></a>', text))


def test_formulas_of_a_fact_sheet_hold_the_numbers_of_the_code():
    for sentences in (english.SENTENCES, spanish.SENTENCES):
        said = {key: str(sentences[f"formula {key}"]) for key in (*FORMULAS, *CLASSIC_FORMULAS)}
        for key, numbers in {
            "appeal": (bridging.INTERCEPT_RIDGE, bridging.FACTOR_RIDGE),
            "languages": (
                100 * languages.LEAST_DIFFERENCE,
                languages.LEAST_VOTES,
                100 * languages.FALSE_FLAGS,
            ),
            "map": (disclosure.FINEST_GRID, disclosure.COARSEST_GRID),
        }.items():
            for number in numbers:
                assert re.search(rf"\b{number:g}\b", said[key])


def test_how_often_firm_findings_fell_is_what_was_measured():
    measured = (DOCS / "benchmarks.md").read_text()
    page = (PAGES / "sure.html").read_text()

    assert "of 2,796 firm findings in published conversations 21 did" in page
    assert "| 21 of 2796 " in measured
