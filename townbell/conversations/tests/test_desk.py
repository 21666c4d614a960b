"""The desk: one volunteer drafts, publishes, moderates and closes; nobody else can."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from townbell.conversations import tasks
from townbell.conversations.actions import convening, speaking, voting
from townbell.conversations.models import (
    Closure,
    Conversation,
    ConversationText,
    Flag,
    Launch,
    Statement,
    Vote,
)
from townbell.moderation.actions import write_rulebook
from townbell.moderation.models import Decision
from townbell.moderation.starter import STARTER_RULES, STARTER_TITLE
from townbell.people.models import Role, Team
from townbell.testing import member, participant, published_statement, sign_in

DESK = "/en/staff/conversations/"


@pytest.fixture
def waiting(conversation):
    return speaking.submit_statement(
        conversation=conversation, text="Buses should run at night.", language="en"
    ).statement


def test_volunteer_goes_from_nothing_to_an_open_conversation(convener, team):
    write_rulebook(organisation=None, title=STARTER_TITLE, rules=STARTER_RULES)
    begun = convener.post(
        f"{DESK}new/",
        {
            "team": team.pk,
            "slug": "parks",
            "languages": ["en", "es"],
            "moderation": "before",
            "entry": "both",
        },
    )
    assert begun["Location"] == f"{DESK}parks/words/en/"
    early = convener.post(f"{DESK}parks/launch/", follow=True)
    assert "Write the question." in early.text
    convener.post(begun["Location"], {"question": "Which park first?", "promise": "We answer."})
    rulebook = Conversation.objects.get().host.rulebooks.model.objects.get()
    convener.post(f"{DESK}parks/rules/", {"rulebook": rulebook.pk})
    convener.post(
        f"{DESK}parks/statements/", {"en": "North.\nSouth.", "es": "Norte.\nSur.", "kind": "human"}
    )
    preview = convener.get(f"{DESK}parks/preview/").text
    assert "Which park first?" in preview
    assert "Its buttons do nothing before you publish." in preview
    convener.post(f"{DESK}parks/launch/")
    assert convener.get(f"{DESK}parks/preview/").url == "/en/c/parks/"

    assert Conversation.objects.open().get().slug == "parks"
    assert Conversation.objects.get().entry == "both"
    public = Client().get("/es/c/parks/").text
    assert "Norte." in public or "Sur." in public


def test_rules_are_chosen_with_one_button_each(convener, draft):
    draft.rulebook = None
    draft.save()
    address = f"{DESK}safe-streets/rules/"
    page = convener.get(address).text
    assert "In use" not in page
    chosen = re.search(r'<button name="rulebook" value="(\d+)"', page)[1]
    assert "Please choose one of these." in convener.post(address, {"rulebook": ""}).text

    convener.post(address, {"rulebook": chosen})
    assert Conversation.objects.get().rulebook_id == int(chosen)
    assert "In use" in convener.get(address).text


def test_button_says_what_it_does_and_the_page_what_follows(convener, conversation):
    page = convener.get(f"{DESK}safe-streets/close/").text

    assert "<button>Close it</button>" in page
    assert "The final result is published by itself." in page


def test_draft_says_nothing_of_people_who_cannot_have_come(convener, draft, farah):
    assert "People who voted" not in convener.get(f"{DESK}safe-streets/").text

    convening.launch_conversation(conversation=draft, by=farah)
    assert "People who voted" in convener.get(f"{DESK}safe-streets/").text


def test_queue_says_in_which_language_a_statement_is(convener, conversation):
    speaking.submit_statement(conversation=conversation, text="Que haya luz.", language="es")

    assert "<span>Spanish</span>" in convener.get(f"{DESK}safe-streets/moderation/").text


def test_desk_of_a_draft_says_what_lacks_beside_the_way_there(convener, draft, rulebook):
    Conversation.objects.update(rulebook=None)
    ConversationText.objects.update(promise="")

    page = convener.get(f"{DESK}{draft.slug}/").text

    words, rules = f"{DESK}{draft.slug}/words/en/", f"{DESK}{draft.slug}/rules/"
    lacking = ["Say what will be done with the result", "Choose the rules"]
    places = [page.index(each) for each in [words, lacking[0], rules, lacking[1]]]
    assert places == sorted(places)
    assert "Write the question." not in page
    assert "Then you can publish it here." in page
    assert "/launch/" not in page

    Conversation.objects.update(rulebook=rulebook)
    ConversationText.objects.update(promise="We answer.")
    assert f"{DESK}{draft.slug}/launch/" in convener.get(f"{DESK}{draft.slug}/").text


def test_moderator_of_a_draft_is_shown_no_steps_of_the_convener(dana, client, draft):
    sign_in(client, dana)

    page = client.get(f"{DESK}{draft.slug}/").text

    assert f"{DESK}{draft.slug}/translations/" in page
    assert "/launch/" not in page
    assert f"{DESK}{draft.slug}/rules/" not in page


def test_desk_says_when_a_conversation_opened_and_closed(convener, conversation, farah):
    Launch.objects.update(at=datetime(2026, 2, 3, 20, tzinfo=UTC))
    page = convener.get(f"{DESK}safe-streets/").text
    assert "Open since</dt><dd>Feb. 3, 2026" in page
    assert "when you publish it" not in page

    later = datetime(2026, 2, 5, 20, tzinfo=UTC)
    Conversation.objects.update(opens_at=later)
    assert "Open since</dt><dd>Feb. 5, 2026" in convener.get(f"{DESK}safe-streets/").text

    convening.close_conversation(conversation=conversation, by=farah, reason="The end.")
    Closure.objects.update(at=datetime(2026, 3, 4, 20, tzinfo=UTC))
    page = convener.get(f"{DESK}safe-streets/").text
    assert "Closed on</dt><dd>March 4, 2026" in page
    assert "when you close it by hand" not in page


def test_seed_lines_that_do_not_match_are_refused_and_kept(convener, conversation):
    response = convener.post(f"{DESK}safe-streets/statements/", {"en": "One.\nTwo.", "es": "Uno."})

    assert "1 lines here, 2 in the first language." in response.text
    assert "One.\nTwo." in response.text
    assert not Statement.objects.exists()


def test_question_of_an_open_conversation_is_not_asked_again(convener, conversation):
    response = convener.post(
        f"{DESK}safe-streets/words/en/",
        {"question": "Other?", "background": "New.", "promise": "P.", "reason": "The flood."},
    )

    assert response.status_code == 302
    words = conversation.texts.get(language="en")
    assert words.question == "What would make Ford Street feel safe at night?"
    assert words.background == "New."


def test_closing_needs_a_reason(convener, conversation):
    assert (
        "This field is required."
        in convener.post(f"{DESK}safe-streets/close/", {"reason": " "}).text
    )
    convener.post(f"{DESK}safe-streets/close/", {"reason": "As announced."})

    assert Conversation.objects.closed().get() == conversation


def test_moderator_publishes_by_one_button(moderator, waiting):
    assert "Buses should run at night." in moderator.get(f"{DESK}safe-streets/moderation/").text
    moderator.post(f"{DESK}safe-streets/moderation/{waiting.pk}/", {"decision": "approve"})

    assert Statement.objects.published().get() == waiting


def test_moderator_refuses_by_a_numbered_rule(moderator, waiting):
    moderator.post(f"{DESK}safe-streets/moderation/{waiting.pk}/", {"decision": "rule:2"})

    assert Decision.objects.get().rule.number == 2


@pytest.mark.parametrize("decision", ["rule:9", "rule:", "into:77", "", "delete", "rule:٣"])
def test_no_other_decision_changes_anything(moderator, waiting, decision):
    moderator.post(f"{DESK}safe-streets/moderation/{waiting.pk}/", {"decision": decision})

    assert Statement.objects.pending().get() == waiting
    assert not Decision.objects.exists()


def test_merge_is_offered_with_what_says_the_same(moderator, conversation, waiting):
    original = published_statement(conversation, "Buses should run at night, too.")
    page = moderator.get(f"{DESK}safe-streets/moderation/").text
    assert f'value="into:{original.number}"' in page
    moderator.post(f"{DESK}safe-streets/moderation/{waiting.pk}/", {"decision": "into:1"})

    assert Statement.objects.get(pk=waiting.pk).merge.into == original


def test_decision_is_taken_back_from_the_same_page(moderator, waiting):
    moderator.post(f"{DESK}safe-streets/moderation/{waiting.pk}/", {"decision": "approve"})
    assert "Take it back" in moderator.get(f"{DESK}safe-streets/moderation/").text
    moderator.post(f"{DESK}safe-streets/moderation/back/{Decision.objects.get().pk}/")

    assert Statement.objects.pending().get() == waiting


def test_reported_statement_comes_first_and_may_be_kept(moderator, conversation, statement):
    Flag.objects.create(
        statement=statement, rule=conversation.rulebook.rules.get(number=1), day=statement.day
    )
    page = moderator.get(f"{DESK}safe-streets/moderation/").text
    assert "Reported by rule 1" in page
    moderator.post(f"{DESK}safe-streets/moderation/{statement.pk}/", {"decision": "keep"})

    assert not Flag.objects.exists()
    assert Decision.objects.get().outcome == "kept"


def test_similar_statements_stand_together(moderator, conversation):
    for text in ["Night buses, please.", "Cut the hedges.", "Night buses please!"]:
        speaking.submit_statement(conversation=conversation, text=text, language="en")
    page = moderator.get(f"{DESK}safe-streets/moderation/").text

    assert page.count("Says nearly the same as the one above") == 1


PAGES = ["", "settings/", "preview/", "words/en/", "statements/", "rules/", "moderation/", "close/"]


@pytest.mark.parametrize("page", PAGES)
def test_team_of_another_organisation_sees_nothing(draft, police_team, page):
    stranger = member("Stranger", Role.CONVENER, police_team)
    client = Client()
    sign_in(client, stranger)

    assert client.get(f"{DESK}safe-streets/{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_another_team_of_the_same_organisation_sees_nothing(draft, neighbours, page):
    other = Team.objects.create(organisation=neighbours, name="Other team")
    stranger = member("Stranger", Role.CONVENER, other)
    client = Client()
    sign_in(client, stranger)

    assert client.get(f"{DESK}safe-streets/{page}").status_code == 404


def test_official_cannot_hide_another_hosts_conversation(conversation, cruz):
    client = Client()
    sign_in(client, cruz)

    response = client.post(f"{DESK}safe-streets/close/", {"reason": "We do not like it."})
    assert response.status_code == 404
    assert Conversation.objects.open().get() == conversation


def test_moderator_does_not_convene(moderator, conversation):
    for page in ["close/", "words/en/", "statements/", "extend/"]:
        assert moderator.get(f"{DESK}safe-streets/{page}").status_code == 404


def test_visitor_is_sent_to_sign_in(client, conversation):
    response = client.get(f"{DESK}safe-streets/moderation/")

    assert response.status_code == 303
    assert "/staff/sign-in/" in response["Location"]


def test_statement_of_another_conversation_is_not_decided_here(moderator, team, waiting):
    elsewhere = Conversation.objects.create(
        slug="elsewhere", host=team.organisation, team=team, languages=["en"]
    )
    response = moderator.post(
        f"{DESK}{elsewhere.slug}/moderation/{waiting.pk}/", {"decision": "approve"}
    )

    assert response.status_code == 404
    assert Statement.objects.pending().get() == waiting


def test_list_asks_the_database_as_often_for_three_as_for_one(
    convener, conversation, team, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    convener.get(DESK)
    with CaptureQueriesContext(connection) as once:
        convener.get(DESK)
    for slug in ("second", "third"):
        Conversation.objects.create(slug=slug, host=team.organisation, team=team, languages=["en"])

    with django_assert_num_queries(len(once)):
        assert convener.get(DESK).text.count('class="card"') == 3


@pytest.fixture
def counted(conversation, statement):
    for _ in range(6):
        voting.cast_vote(
            statement=statement, participant=participant(conversation), choice=Vote.Choice.AGREE
        )
    tasks.analyse_marked()
    return conversation


def test_convener_publishes_the_newest_count_under_a_number(convener, counted):
    assert "6 people" in convener.get(f"{DESK}safe-streets/publish/").text
    convener.post(f"{DESK}safe-streets/publish/")

    assert Client().get("/en/c/safe-streets/results/1/").status_code == 200
    assert convener.get(f"{DESK}safe-streets/publish/").status_code == 404


def test_result_taken_down_leaves_a_note_with_role_and_reason(convener, counted):
    convener.post(f"{DESK}safe-streets/publish/")
    convener.post(f"{DESK}safe-streets/withdraw/1/", {"reason": "Wrong translation."})
    page = Client().get("/en/c/safe-streets/results/1/")

    assert page.status_code == 410
    assert "Wrong translation." in page.text
    assert "Convener" in page.text


def test_moderator_does_not_publish(moderator, counted):
    assert moderator.post(f"{DESK}safe-streets/publish/").status_code == 404
    assert not counted.publications.exists()
