import pytest
from django.template import engines
from django.utils import translation

from townbell.web.templatetags import once


@pytest.fixture
def greeting():
    return engines["django"].from_string(
        "{% load once i18n %}{% once name %}{% translate 'Language' %} {{ name }} {{ other }}"
        "{% endonce %}"
    )


def test_part_is_rendered_once_for_the_same_values(greeting):
    first = greeting.render({"name": "Amina", "other": "1"})

    assert "Amina 1" in first
    assert greeting.render({"name": "Amina", "other": "2"}) == first
    assert "Ben 3" in greeting.render({"name": "Ben", "other": "3"})


def test_each_language_has_its_own_text(greeting):
    with translation.override("es"):
        assert "Idioma Amina" in greeting.render({"name": "Amina"})
    assert "Language Amina" in greeting.render({"name": "Amina"})


def test_values_are_escaped(greeting):
    assert "&lt;b&gt;" in greeting.render({"name": "<b>"})


def test_memory_is_bounded(greeting, monkeypatch):
    monkeypatch.setattr(once, "MOST", 3)
    node = greeting.template.nodelist.get_nodes_by_type(once.Once)[0]
    for name in range(10):
        greeting.render({"name": name})

    assert len(node.kept) <= 3
