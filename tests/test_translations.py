"""Spanish is complete, fresh and of one voice; English is the source."""

import shutil
from collections import defaultdict

import polib
import pytest

from tests import catalogs

pytestmark = pytest.mark.skipif(
    not shutil.which("xgettext"), reason="gettext is not installed: apt-get install gettext"
)
ROOMS = [room for room in catalogs.rooms() if (catalogs.PACKAGE / room / "locale").exists()]
every_room = pytest.mark.parametrize("room", ROOMS)


@every_room
def test_catalog_holds_exactly_what_the_room_says(room):
    held = {catalogs.key(entry) for entry in catalogs.catalog(room)}

    assert held == {catalogs.key(entry) for entry in catalogs.spoken(room)}


@every_room
def test_every_message_is_translated_and_none_is_a_guess(room):
    entries = list(catalogs.catalog(room))

    assert [entry.msgid for entry in entries if not all(catalogs.sentences(entry))] == []
    assert [entry.msgid for entry in entries if entry.fuzzy] == []


@every_room
def test_translations_keep_every_placeholder(room):
    for entry in catalogs.catalog(room):
        allowed = [catalogs.placeholders(entry.msgid), catalogs.placeholders(entry.msgid_plural)]
        for sentence in catalogs.sentences(entry):
            assert catalogs.placeholders(sentence) in allowed, entry.msgid


@every_room
def test_compiled_catalog_is_fresh(room):
    held = {catalogs.key(e): catalogs.sentences(e) for e in catalogs.catalog(room)}
    fresh = {catalogs.key(e): catalogs.sentences(e) for e in catalogs.compiled(room)}

    assert fresh == held


@every_room
def test_voice_is_the_formal_one_and_does_not_shout(room):
    familiar = {"tú", "tu", "tus", "ti", "contigo", "vosotros", "vuestro", "vuestra"}
    for entry in catalogs.catalog(room):
        for sentence in catalogs.sentences(entry):
            assert not familiar & set(sentence.lower().split()), sentence
            assert "!" not in sentence + entry.msgid, sentence


@every_room
def test_quotation_marks_are_of_one_kind(room):
    for entry in catalogs.catalog(room):
        for sentence in catalogs.sentences(entry):
            assert not {"“", "”"} & set(sentence), sentence


def test_one_english_sentence_has_one_spanish_one():
    # The catalogs of all rooms become one: the first would win, unseen.
    known = defaultdict(set)
    for room in ROOMS:
        for entry in catalogs.catalog(room):
            known[catalogs.key(entry)].add(tuple(catalogs.sentences(entry)))

    assert {message: found for message, found in known.items() if len(found) > 1} == {}


def test_lost_placeholder_would_be_noticed():
    entry = polib.POEntry(msgid="%(n)d of %(all)d", msgstr="%(n)d de todos")

    assert catalogs.placeholders(entry.msgid) != catalogs.placeholders(entry.msgstr)
