"""Translating side by side: nothing is lost, nothing undone, and all says how it came about."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.page import Page
from townbell.conversations.models import GlossaryTerm, Revision, StatementText
from townbell.ledger.models import Entry
from townbell.people.models import Role
from townbell.testing import member, published_statement, sign_in

DESK = "/en/staff/conversations/safe-streets/"
ARABIC = f"{DESK}translations/ar/"
LIGHTS = "يجب أن تعمل أضواء الشارع."


@pytest.fixture
def offered(conversation, statement):
    conversation.languages = ["en", "es", "ar"]
    conversation.save()
    return conversation


def fields(client, address=ARABIC):
    """Return what the page's form would send if nobody typed anything."""
    page = Page(client.get(address).text)
    hidden = {e.attributes["name"]: e.attributes["value"] for e in page.all("input")}
    return {name: value for name, value in hidden.items() if name.startswith("was-")}


def newest(statement, language="ar"):
    return statement.texts.filter(language=language).order_by("-version").first()


def test_convener_offers_one_more_language(convener, offered):
    response = convener.post(f"{DESK}translations/", {"language": "vi"})
    offered.refresh_from_db()

    assert response["Location"] == f"{DESK}translations/vi/"
    assert offered.languages == ["en", "es", "ar", "vi"]


@pytest.mark.parametrize("wrong", ["xx", "", "ar", "en", "english"])
def test_language_that_is_unknown_or_there_is_not_added(convener, offered, wrong):
    convener.post(f"{DESK}translations/", {"language": wrong})
    offered.refresh_from_db()

    assert offered.languages == ["en", "es", "ar"]


def test_draft_keeps_its_further_languages_when_its_settings_are_saved(convener, draft):
    draft.languages = ["en", "ar"]
    draft.save()
    convener.post(
        f"{DESK}settings/", {"languages": ["en", "ar"], "moderation": "after", "entry": "open"}
    )
    draft.refresh_from_db()

    assert (draft.languages, draft.moderation) == (["en", "ar"], "after")


def test_page_shows_both_languages_each_with_its_direction(convener, offered):
    page = Page(convener.get(ARABIC).text)

    (box,) = [e for e in page.all("textarea") if e.attributes["name"] == "text-1"]
    assert (box.attributes["lang"], box.attributes["dir"]) == ("ar", "rtl")
    assert "The street lights should work." in [text.words for text in page.texts]
    assert "0 of 7 translated" in [text.words for text in page.texts]


def test_one_button_saves_every_line_that_was_typed(convener, offered, statement):
    typed = {"text-1": LIGHTS, "kind-1": "human", "text-question": "سؤال؟"}
    convener.post(ARABIC, fields(convener) | typed | {"kind-question": "machine"})
    words = offered.texts.get(language="ar")

    assert (newest(statement).text, newest(statement).kind) == (LIGHTS, "human")
    assert (words.question, words.kinds) == ("سؤال؟", {"question": "machine"})
    assert "2 of 7 translated" in convener.get(ARABIC).text


def test_line_that_cannot_be_saved_stays_typed_and_the_others_are_saved(convener, offered):
    typed = {"text-1": "x" * 281, "kind-1": "human", "text-promise": "وعد", "kind-promise": "human"}
    page = convener.post(ARABIC, fields(convener) | typed)

    assert page.status_code == 200
    assert "It has 281 characters; at most 280 fit." in page.text
    assert "x" * 281 in page.text
    assert offered.texts.get(language="ar").promise == "وعد"
    assert not StatementText.objects.filter(language="ar").exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("🙂" * 300, "It has 300 characters"),
        ("safe \u202egnihton", "U+202E"),
        ("zero\u200bwidth", "U+200B"),
        ("two\nlines", "U+000A"),
    ],
)
def test_text_that_deceives_or_is_too_long_is_refused(convener, offered, text, why):
    page = convener.post(ARABIC, fields(convener) | {"text-1": text, "kind-1": "human"})

    assert why in page.text
    assert not StatementText.objects.filter(language="ar").exists()


def test_joiners_that_scripts_need_are_kept(convener, offered, statement):
    text = "می\u200cخواهیم 👩\u200d👧"
    convener.post(ARABIC, fields(convener) | {"text-1": text, "kind-1": "human"})

    assert newest(statement).text == text


@pytest.mark.parametrize("kind", ["", "original", "god"])
def test_kind_must_be_said(convener, offered, kind):
    page = convener.post(ARABIC, fields(convener) | {"text-1": LIGHTS, "kind-1": kind})

    assert "Say how it was translated" in page.text
    assert LIGHTS in page.text
    assert not StatementText.objects.filter(language="ar").exists()


def test_correction_is_a_new_version_and_votes_keep_the_one_read(convener, offered, statement):
    first = StatementText.objects.create(
        statement=statement, language="ar", text="خطأ", kind="machine"
    )
    convener.post(ARABIC, fields(convener) | {"text-1": LIGHTS, "kind-1": "corrected"})

    assert StatementText.objects.get(pk=first.pk).text == "خطأ"
    assert (newest(statement).version, newest(statement).kind) == (2, "corrected")


def test_stale_page_does_not_undo_what_somebody_else_saved(convener, moderator, offered, statement):
    stale = fields(moderator)
    convener.post(ARABIC, fields(convener) | {"text-1": LIGHTS, "kind-1": "human"})
    page = moderator.post(ARABIC, stale | {"text-1": "أخرى", "kind-1": "human"})
    untouched = moderator.post(ARABIC, stale | {"text-1": "", "kind-1": ""})

    assert "Somebody saved this meanwhile" in page.text
    assert "أخرى" in page.text
    assert untouched.status_code == 302
    assert newest(statement).text == LIGHTS
    assert newest(statement).version == 1


def test_missing_only_leaves_out_what_is_done(convener, offered, statement):
    StatementText.objects.create(statement=statement, language="ar", text=LIGHTS, kind="human")
    page = convener.get(f"{ARABIC}?missing=1").text

    assert 'name="text-1"' not in page
    assert 'name="text-question"' in page
    assert "Missing only (6)" in page


def test_glossary_of_the_organisation_stands_beside_the_lines_that_use_it(convener, offered):
    convener.post(f"{ARABIC}glossary/", {"terms": "street lights = أضواء الشارع\nhedge = سياج"})
    page = convener.get(ARABIC).text
    assert "أضواء الشارع" in page
    assert "سياج" not in page
    convener.post(f"{ARABIC}glossary/", {"terms": "street lights ="})

    assert GlossaryTerm.objects.get().term == "hedge"


def test_glossary_line_without_a_sign_is_refused(convener, offered):
    assert "Line 1 is not" in convener.post(f"{ARABIC}glossary/", {"terms": "hedge"}).text
    assert not GlossaryTerm.objects.exists()


def test_translated_question_leaves_what_it_said_before_in_the_ledger(convener, offered):
    entries = Entry.objects.count()
    spanish = f"{DESK}translations/es/"
    typed = {"text-question": "¿Otra pregunta?", "kind-question": "corrected"}
    convener.post(spanish, fields(convener, spanish) | typed)
    revision = Revision.objects.get()

    assert revision.question.startswith("¿Qué haría")
    assert Entry.objects.count() == entries + 1


def test_buttons_carry_the_words_of_a_language_that_the_site_does_not_speak(convener, offered):
    texts = {"question": "سؤال؟", "background": "خلفية", "promise": "وعد", "agree": "أوافق"}
    typed = {f"text-{key}": text for key, text in texts.items()}
    kinds = {f"kind-{key}": "human" for key in texts}
    convener.post(ARABIC, fields(convener) | typed | kinds)
    visitor = Client()
    button = '<span>Agree · <span lang="ar" dir="rtl">أوافق</span></span>'

    assert button in visitor.get("/en/c/safe-streets/?read=ar").text
    assert "أوافق" not in visitor.get("/en/c/safe-streets/").text
    assert 'name="text-agree"' not in convener.get(f"{DESK}translations/es/").text


def test_moderator_translates_statements_and_not_the_question(moderator, offered):
    page = moderator.get(ARABIC).text
    typed = {"text-question": "سؤال؟", "kind-question": "human", "was-question": "0"}
    moderator.post(ARABIC, fields(moderator) | typed | {"text-1": LIGHTS, "kind-1": "human"})

    assert 'name="text-question"' not in page
    assert not offered.texts.filter(language="ar").exists()
    assert StatementText.objects.filter(language="ar").count() == 1


PAGES = ["", "ar/", "ar/glossary/", "table.csv", "table/"]


@pytest.mark.parametrize("page", PAGES)
def test_other_team_sees_nothing(offered, police_team, page):
    client = Client()
    sign_in(client, member("Stranger", Role.CONVENER, police_team))

    assert client.get(f"{DESK}translations/{page}").status_code == 404
    assert client.post(f"{DESK}translations/{page}").status_code in {404, 405}


def test_language_that_is_not_offered_has_no_page(convener, offered):
    assert convener.get(f"{DESK}translations/vi/").status_code == 404


def test_three_statements_cost_as_many_queries_as_one(convener, offered, django_assert_num_queries):
    convener.get(ARABIC)
    with CaptureQueriesContext(connection) as once:
        convener.get(ARABIC)
    published_statement(offered, "Cut the hedges.")
    published_statement(offered, "More buses.")

    with django_assert_num_queries(len(once)):
        assert convener.get(ARABIC).text.count("<textarea") == 9
