"""Every number of a result links to how it is computed, and the link leads somewhere."""

import re

from tests.installation import ROOT
from townbell import disclosure
from townbell.conversations.results import wording
from townbell.factsheet import english, spanish
from townbell.factsheet.page import CLASSIC_FORMULAS, FORMULAS
from townbell.opinion import bridging, groups, languages, sides, verdicts

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
        keys = (*FORMULAS, *CLASSIC_FORMULAS)
        said = {key: str(sentences[f"formula {key}"]).replace(",", ".") for key in keys}
        for key, numbers in {
            "needed": (verdicts.MAJORITY, verdicts.DOUBT),
            "sides": (sides.LEAST_VOTES,),
            "ballots": (verdicts.LEAST_GAP,),
            "gap": (groups.DOUBT,),
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
    measured = (DOCS / "benchmarks.md").read_text().partition("<!-- flips -->")[2]
    total = next(line for line in measured.splitlines() if line.startswith("| all "))
    bare, strangers, copies, half, dealt = (cell.strip() for cell in total.split("|")[2:7])
    assert all(each.startswith("0 of ") for each in (bare, strangers, half))
    changed, of = map(int, dealt.split(" of "))

    page = (PAGES / "sure.html").read_text()
    assert f"{copies} firm findings fell to one ballot fewer than their number" in page
    assert f"Cutting the halves otherwise changed {changed} of {of:,}." in page
    assert f"{copies} firm findings fell" in " ".join((DOCS / "method.md").read_text().split())
    assert f"{copies} firm findings fell" in english.SENTENCES["firm explained"]
    assert copies.replace("of", "de") in spanish.SENTENCES["firm explained"]
