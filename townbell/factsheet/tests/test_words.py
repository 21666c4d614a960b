import string

import pytest

from townbell.factsheet.words import LANGUAGES, NOTES, Words
from townbell.opinion.notes import SENTENCES as ENGINE_NOTES


def forms(entry) -> tuple[str, ...]:
    return entry if isinstance(entry, tuple) else (entry,)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things():
    english, spanish = LANGUAGES["en"], LANGUAGES["es"]

    assert english.keys() == spanish.keys()
    for key, entry in english.items():
        assert len(forms(entry)) == len(forms(spanish[key])), key
        assert places(forms(entry)[-1]) == places(forms(spanish[key])[-1]), key


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_note_of_the_engine_is_translated(language):
    assert NOTES[language].keys() == ENGINE_NOTES.keys()
    for kind, sentences in ENGINE_NOTES.items():
        assert places(sentences[-1]) == places(NOTES[language][kind][-1])


def test_one_and_many_are_said_differently():
    words = Words("en")

    assert "1 person took" in words.say("who took part", count=1, votes=5, statements=2)
    assert "1,200 people took" in words.say("who took part", count=1200, votes=5, statements=2)


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(1, 8, "13 %"), (1, 200, "1 %"), (0, 9, "0 %"), (0, 0, "–")]
)
def test_percentages_are_whole_and_round_half_up(part, whole, said):
    assert Words("en").percent(part, whole) == said


def test_numbers_are_written_as_the_language_writes_them():
    assert Words("en").value(1234.5) == "1234.50"
    assert Words("es").value(1234) == "1\u202f234"
    assert Words("es").value(0.05) == "0,05"
