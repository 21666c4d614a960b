"""Reading content in a language that the site does not speak: chosen in the address."""

import pytest

from tests.page import Page
from townbell.conversations.models import ConversationText, Statement, StatementText, Vote
from townbell.testing import published_statement

PAGE = "/en/c/safe-streets/"
QUESTION = "ما الذي يجعل شارع فورد آمنًا ليلًا؟"
LIGHTS = "يجب أن تعمل أضواء الشارع."


@pytest.fixture
def in_arabic(conversation, statement):
    """The conversation with its question and its only statement in Arabic as well."""
    conversation.languages = ["en", "es", "ar"]
    conversation.save()
    ConversationText.objects.create(
        conversation=conversation,
        language="ar",
        question=QUESTION,
        background="يقرر المجلس في مارس.",
        promise="ترد الإدارة خلال 30 يومًا.",
    )
    StatementText.objects.create(statement=statement, language="ar", text=LIGHTS, kind="human")
    return conversation


def element_with(page, tag, **attributes):
    return [e for e in page.all(tag) if attributes.items() <= e.attributes.items()]


def test_choice_is_offered_in_the_languages_own_name(client, in_arabic):
    page = Page(client.get(PAGE).text)

    (choice,) = element_with(page, "a", hreflang="ar")
    assert choice.attributes["href"] == "?read=ar"
    assert (choice.attributes["lang"], choice.attributes["dir"]) == ("ar", "rtl")


def test_no_choice_is_offered_where_the_site_speaks_every_language(client, statement):
    assert "?read=" not in client.get(PAGE).text


def test_chosen_content_runs_from_right_to_left_in_a_page_that_does_not(client, in_arabic):
    response = client.get(f"{PAGE}?read=ar")
    page = Page(response.text)

    assert page.all("html")[0].attributes["dir"] == "ltr"
    assert element_with(page, "h1", lang="ar", dir="rtl")
    assert element_with(page, "p", lang="ar", dir="rtl")
    assert QUESTION in response.text
    assert LIGHTS in response.text
    assert not response.cookies


def test_page_says_that_the_rest_is_not_translated(client, in_arabic):
    said = "The rest of this page is not translated yet and is in English."

    assert said in client.get(f"{PAGE}?read=ar").text
    assert "aparece en español." in client.get("/es/c/safe-streets/?read=ar").text
    assert said not in client.get(PAGE).text


def test_choice_stays_through_voting_and_is_counted_with_the_text_read(client, in_arabic):
    published_statement(in_arabic, "Cut the hedges.")
    page = Page(client.get(f"{PAGE}?read=ar").text)
    (form,) = [e for e in page.all("form") if "/vote/" in e.attributes["action"]]
    fields = {e.attributes["name"]: e.attributes["value"] for e in page.all("input")}
    shown = Statement.objects.get(pk=int(form.attributes["action"].split("/")[-2]))
    response = client.post(form.attributes["action"], fields | {"choice": "1"})

    assert response["Location"] == f"{PAGE}?voted={shown.pk}&read=ar#card"
    assert Vote.objects.get().text_id == int(fields["text"])
    after = Page(client.get(response["Location"].partition("#")[0]).text)
    (undo,) = [e for e in after.all("form") if "/undo/" in e.attributes["action"]]
    back = client.post(undo.attributes["action"])
    assert back["Location"] == f"{PAGE}?card={shown.pk}&read=ar#card"


def test_statement_without_a_translation_is_shown_as_written_and_says_so(client, in_arabic):
    Statement.objects.all().delete()
    published_statement(in_arabic, "Cut the hedges.")
    page = client.get(f"{PAGE}?read=ar").text

    assert '<p class="statement-text" lang="en" dir="ltr">Cut the hedges.</p>' in page
    assert "Not translated yet" in page


@pytest.mark.parametrize("wish", ["vi", "xx", "<b>", "ar\u202e", ""])
def test_language_that_is_not_offered_changes_nothing(client, in_arabic, wish):
    response = client.get(PAGE, {"read": wish})

    assert "What would make Ford Street feel safe at night?" in response.text
    actions = [form.attributes["action"] for form in Page(response.text).all("form")]
    assert actions
    assert not [action for action in actions if "read=" in action]


@pytest.mark.parametrize("part", ["question", "background", "promise"])
def test_language_is_offered_only_once_question_and_promise_are_in_it(client, in_arabic, part):
    in_arabic.texts.filter(language="ar").update(**{part: ""})

    assert "?read=ar" not in client.get(PAGE).text


@pytest.mark.parametrize("place", ["say/", "yours/", "moderation/", "receipt/"])
def test_choice_stays_on_the_way_to_other_pages_and_back(client, in_arabic, place):
    assert f'href="{PAGE}{place}?read=ar"' in client.get(f"{PAGE}?read=ar").text
    page = client.get(f"{PAGE}{place}?read=ar").text

    assert f'href="{PAGE}?read=ar"' in page


def test_other_language_of_the_site_keeps_the_choice(client, in_arabic):
    page = Page(client.get(f"{PAGE}?read=ar").text)

    assert element_with(page, "a", hreflang="es", href="/es/c/safe-streets/?read=ar")


def test_author_says_which_language_they_write_in(client, in_arabic):
    in_arabic.moderation = "after"
    in_arabic.save()
    page = client.get(f"{PAGE}say/?read=ar").text
    assert "In which language?" in page
    client.post(f"{PAGE}say/?read=ar", {"text": "المزيد من الحافلات.", "language": "ar"})
    client.post(f"{PAGE}say/?read=ar", {"text": "More buses, please.", "language": "en"})
    client.post(f"{PAGE}say/", {"text": "Less noise at night."})
    refused = client.post(f"{PAGE}say/?read=ar", {"text": "Autre chose.", "language": "fr"})

    originals = StatementText.objects.filter(kind="original").values_list("text", "language")
    assert dict(originals)["المزيد من الحافلات."] == "ar"
    assert dict(originals)["More buses, please."] == "en"
    assert dict(originals)["Less noise at night."] == "en"
    assert len(originals) == 4
    assert refused.status_code == 200
