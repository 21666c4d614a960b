"""What docs/method.md says of the method is what the code does: its numbers are the constants."""

import re
from pathlib import Path

import pytest

from townbell import disclosure
from townbell.opinion import (
    bridging,
    duplicates,
    factors,
    group_statements,
    groups,
    languages,
    mapping,
    margins,
    ordinal_probit,
    prediction,
    routing,
    sides,
    verdicts,
)
from townbell.opinion.verdicts import needed

DOCS = Path(__file__).parents[3] / "docs"
LANGUAGES = {"en": ("method.md", ".", ","), "es": ("method.es.md", ",", ".")}


def section(language, anchor):
    """Return a section as one line, numbers written as in English."""
    name, point, thousands = LANGUAGES[language]
    text = (DOCS / name).read_text()
    text = text.split(f'<a id="{anchor}"></a>')[1].split("<a id=")[0]
    text = re.sub(rf"(\d)\{thousands}(\d{{3}})", r"\1\2", " ".join(text.split()))
    return re.sub(rf"(\d)\{point}(\d)", r"\1.\2", text)


def percent(share):
    return f"{share * 100:g} %"


SAID = {
    "groups": {
        "en": [
            f"in {groups.DRAWS} draws",
            f"p ≤ {groups.DOUBT}",
            f"at least {groups.LEAST_VOTES} votes",
            f"at least {groups.LEAST_PEOPLE} people and {percent(groups.LEAST_SHARE)}",
            f"less than {percent(groups.SURE)} certainty",
            f"into {group_statements.GROUP_FOLDS} folds",
            f"at least {group_statements.LEAST_COMPARED} answers in the group",
            f"rule at {percent(group_statements.FALSE_STATEMENTS)}",
        ],
        "es": [
            f"en {groups.DRAWS} sorteos",
            f"p ≤ {groups.DOUBT}",
            f"al menos {groups.LEAST_VOTES} votos",
            f"al menos {groups.LEAST_PEOPLE} personas y el {percent(groups.LEAST_SHARE)}",
            f"menos del {percent(groups.SURE)} de certeza",
            f"en {group_statements.GROUP_FOLDS} lotes",
            f"al menos {group_statements.LEAST_COMPARED} respuestas en el grupo",
            f"Hochberg al {percent(group_statements.FALSE_STATEMENTS)}",
        ],
    },
    "sides": {
        "en": [
            f"{sides.FOLDS} folds",
            f"at least {sides.LEAST_VOTES} such answers",
            f"more than {sides.SAMPLE} people",
        ],
        "es": [
            f"{sides.FOLDS} lotes",
            f"al menos {sides.LEAST_VOTES} de esas respuestas",
            f"más de {sides.SAMPLE} personas",
        ],
    },
    "factors": {
        "en": [
            f"{factors.ITERATIONS} steps",
            f"{factors.LOADING_PRECISION:g} more votes on it had shown no pattern",
            f"{factors.MEAN_PSEUDO_VOTES:g} more votes had been average",
            f"{factors.NOISE_PSEUDO_VOTES:g} more votes had been ordinary",
        ],
        "es": [
            f"{factors.ITERATIONS} pasos",
            f"otros {factors.LOADING_PRECISION:g} votos no mostraran",
            f"otros {factors.MEAN_PSEUDO_VOTES:g} fueran los de siempre",
            f"otros {factors.NOISE_PSEUDO_VOTES:g} fueran corrientes",
        ],
    },
    "verdicts": {
        "en": [
            f"a ≥ {verdicts.MAJORITY} n",
            f"< {verdicts.DOUBT}",
            f"fewer than {verdicts.LEAST_SEEN} answers",
            f"at least {verdicts.LEAST_GAP * 100:g} points",
            f"above {percent(verdicts.LEAST_OPPOSED)}",
            f"{percent(verdicts.DOUBT)} and {percent(1 - verdicts.DOUBT)} points",
        ],
        "es": [
            f"a ≥ {verdicts.MAJORITY} n",
            f"< {verdicts.DOUBT}",
            f"menos de {verdicts.LEAST_SEEN} respuestas",
            f"al menos {verdicts.LEAST_GAP * 100:g} puntos",
            f"del {percent(verdicts.LEAST_OPPOSED)}",
            f"del {percent(verdicts.DOUBT)} y del {percent(1 - verdicts.DOUBT)}",
        ],
    },
    "firm": {
        "en": [
            f"at least {margins.FIRM_BALLOTS} and at least {percent(margins.FIRM_SHARE)}",
            f"n + k ≥ {verdicts.LEAST_SEEN}",
            f"({verdicts.MAJORITY} N − a) / {1 - verdicts.MAJORITY:g}",
        ],
        "es": [
            f"al menos {margins.FIRM_BALLOTS} y al menos el {percent(margins.FIRM_SHARE)}",
            f"n + k ≥ {verdicts.LEAST_SEEN}",
            f"({verdicts.MAJORITY} N − a) / {1 - verdicts.MAJORITY:g}",
        ],
    },
    "map": {
        "en": [
            f"less than {percent(mapping.LEAST_ACROSS)} of what",
            f"between {disclosure.FINEST_GRID} and {disclosure.COARSEST_GRID} squares",
            f"at least {percent(disclosure.SHARE_ON_THE_MAP)} of the people",
        ],
        "es": [
            f"menos del {percent(mapping.LEAST_ACROSS)} de lo que",
            f"de {disclosure.FINEST_GRID} a {disclosure.COARSEST_GRID} cuadros",
            f"al menos al {percent(disclosure.SHARE_ON_THE_MAP)} de las personas",
        ],
    },
    "prediction": {
        "en": [
            f"with {ordinal_probit.FACTORS} factors",
            f"{ordinal_probit.FEWEST_SWEEPS} to {ordinal_probit.MOST_SWEEPS} times",
            f"more than {prediction.SAMPLE} people, or {prediction.SAMPLE_VOTES} votes",
            f"more than {prediction.ASKED} people over a fair sample of {prediction.ASKED}",
        ],
        "es": [
            f"con {ordinal_probit.FACTORS} factores",
            f"de {ordinal_probit.FEWEST_SWEEPS} a {ordinal_probit.MOST_SWEEPS} veces",
            f"más de {prediction.SAMPLE} personas, o {prediction.SAMPLE_VOTES} votos",
            f"más de {prediction.ASKED}, en una muestra al azar de {prediction.ASKED}",
        ],
    },
    "bridging": {
        "en": [
            f"a ridge of {bridging.INTERCEPT_RIDGE:g}",
            f"leaning and slant with {bridging.FACTOR_RIDGE:g}",
            f"first {bridging.PLACES} places",
            f"({bridging.FLOOR} + weaker²)",
            f"the {percent(bridging.END)} of people",
            f"(seen + {bridging.DOUBTERS:g})",
        ],
        "es": [
            f"penalización de {bridging.INTERCEPT_RIDGE:g}",
            f"con una de {bridging.FACTOR_RIDGE:g}",
            f"primeros {bridging.PLACES} lugares",
            f"({bridging.FLOOR} + débil²)",
            f"el {percent(bridging.END)} de las personas",
            f"(vistas + {bridging.DOUBTERS:g})",
        ],
    },
    "duplicates": {
        "en": [
            f"at least {duplicates.LEAST_VOTES} votes",
            f"{percent(duplicates.SAME_STATEMENTS)} of the statements",
            f"{percent(duplicates.SAME_ANSWERS)} of those",
            f"once in {duplicates.LEAST_ODDS} times",
        ],
        "es": [
            f"al menos {duplicates.LEAST_VOTES} votos",
            f"el {percent(duplicates.SAME_STATEMENTS)} de las opiniones",
            f"el {percent(duplicates.SAME_ANSWERS)} de esas",
            f"una vez entre {duplicates.LEAST_ODDS}",
        ],
    },
    "routing": {
        "en": [f"no more than {percent(routing.STEERED_SHARE)}", f"{routing.LEAST_NEW_VOTES} new"],
        "es": [f"más del {percent(routing.STEERED_SHARE)}", f"{routing.LEAST_NEW_VOTES} votos"],
    },
    "languages": {
        "en": [
            f"at least {languages.LEAST_VOTES} people",
            f"at least {languages.LEAST_DIFFERENCE * 100:g} points",
            f"at {percent(languages.FALSE_FLAGS)}",
        ],
        "es": [
            f"al menos {languages.LEAST_VOTES} personas",
            f"al menos {languages.LEAST_DIFFERENCE * 100:g} puntos",
            f"al {percent(languages.FALSE_FLAGS)}",
        ],
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("anchor", SAID)
def test_numbers_in_the_text_are_those_of_the_code(language, anchor):
    text = section(language, anchor)
    for said in SAID[anchor][language]:
        assert said in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_printed_table_is_what_the_code_needs(language):
    lines = section(language, "verdicts").split("| ")
    numbers = [int(each) for each in lines if each.strip().isdigit()]
    answers, agreeing = numbers[:8], numbers[8:]
    assert needed(answers).tolist() == agreeing


def test_every_section_stands_in_both_languages():
    anchors = [
        re.findall('<a id="(.+?)"></a>', (DOCS / name).read_text())
        for name, *_ in LANGUAGES.values()
    ]
    assert anchors[0] == anchors[1]
    assert set(SAID) <= set(anchors[0])


def test_numbers_the_words_state_are_those_of_the_code():
    assert routing.STARVING_SHARE == 0.5  # "less than half the usual votes"
    assert duplicates.LEAST_ACCOUNTS == 4  # "four or more accounts"
    assert languages.N_FACTORS == 2  # "two factors"
    assert routing.EIGHTHS == 8
    assert ordinal_probit.SETTLING == 6  # "the first sixth"
    assert groups.CHOICES == (2, 3, 4)
