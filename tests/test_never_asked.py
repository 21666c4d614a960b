"""SAFETY promise 2: nobody is asked for immigration status, nationality or country of birth."""

import importlib
import pkgutil
import re

import pytest
from django.apps import apps
from django.forms import BaseForm

import townbell
from tests import catalogs

FORBIDDEN = re.compile(
    r"immigra|inmigra|migratori|nationalit|nacionalid|citizen|ciudadan[ií]a|undocumented|"
    r"indocumentad|illegal|ilegal|country.of.birth|pa[ií]s.de.(origen|nacimiento)|birthplace|"
    r"\bvisa\b|green.?card",
    re.IGNORECASE,
)
# Hints that ask people to leave it out, and what is said when somebody wrote it all the same.
APPROVED = {
    "You do not need to mention anyone's immigration status.",
    "No hace falta que mencione la situación migratoria de nadie.",
}


def model_fields() -> list[str]:
    return [
        f"{model._meta.label}.{field.name} {field.verbose_name} {field.help_text}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    ]


def form_fields() -> list[str]:
    return [
        f"{form.__name__}.{name} {field.label} {field.help_text}"
        for form in forms()
        for name, field in form.base_fields.items()
    ]


def forms() -> list[type[BaseForm]]:
    for module in pkgutil.walk_packages(townbell.__path__, "townbell."):
        words = module.name.split(".")
        if "forms" in words and "tests" not in words:
            importlib.import_module(module.name)
    found, waiting = set(), [BaseForm]
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            if form.__module__.startswith("townbell.") and hasattr(form, "base_fields"):
                found.add(form)
    return sorted(found, key=lambda form: form.__qualname__)


def messages() -> list[str]:
    return [
        sentence
        for room in catalogs.rooms()
        if (catalogs.PACKAGE / room / catalogs.CATALOG).exists()
        for entry in catalogs.catalog(room)
        for sentence in [entry.msgid, entry.msgid_plural, *catalogs.sentences(entry)]
        if sentence
    ]


@pytest.mark.parametrize("kind", [model_fields, form_fields, messages])
def test_nothing_asks_for_anyones_status(kind):
    found = kind()

    assert len(found) > 20
    assert [text for text in found if FORBIDDEN.search(text) and text not in APPROVED] == []


def test_hint_is_there_where_people_write():
    assert set(messages()) >= APPROVED


@pytest.mark.parametrize(
    "words", ["member.nationality", "What is your immigration status?", "País de nacimiento"]
)
def test_question_for_status_would_be_noticed(words):
    assert FORBIDDEN.search(words)
