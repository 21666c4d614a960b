"""The classic method is written down with the numbers the code uses."""

from pathlib import Path

import pytest

from townbell.opinion import classic, kmeans, principal, representative

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture(params=["method.md", "method.es.md"])
def written(request) -> str:
    text = (DOCS / request.param).read_text()
    # One line, decimals and thousands as English writes them.
    flat = " ".join(text[text.index('<a id="classic"></a>') :].split())
    spanish = request.param == "method.es.md"
    return flat.replace("200.000", "200,000").replace("1,2816", "1.2816") if spanish else flat


def test_numbers_of_the_classic_method_are_those_of_the_code(written):
    few, many = min(kmeans.CHOICES), max(kmeans.CHOICES)
    phrases = [
        (f"at least {classic.ENOUGH_VOTES} votes", f"al menos {classic.ENOUGH_VOTES} votos"),
        (f"up to {classic.AT_LEAST_PEOPLE}.", f"hasta {classic.AT_LEAST_PEOPLE}."),
        (f"the {principal.AXES} principal", f"los {principal.AXES} componentes"),
        (f"{classic.AXES_FROM:,} people", f"{classic.AXES_FROM:,} personas"),
        (f"k = {few} to {many}", f"k = {few} a {many}"),
        (f"best of {kmeans.RESTARTS} starts", f"mejor de {kmeans.RESTARTS} comienzos"),
        (f"at most {representative.PER_GROUP} a", f"como mucho {representative.PER_GROUP} por"),
        (f"{classic.MAJORITIES} each way", f"{classic.MAJORITIES} en cada sentido"),
    ]

    for english, spanish in phrases:
        assert english in written or spanish in written, english
    assert written.count(f"{representative.SIGNIFICANT:.4f}") == 2


@pytest.mark.parametrize("formula", ["counted", "axes", "groups", "representative", "majority"])
def test_every_formula_has_its_anchor(written, formula):
    assert written.count(f'id="classic-{formula}"') == 1
