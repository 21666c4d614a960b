"""An archived conversation leaves the lists and keeps its addresses; everybody sees who and why."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from townbell.conversations import tasks
from townbell.conversations.actions import archiving, convening, publishing, translating
from townbell.conversations.models import Conversation
from townbell.conversations.queries import board
from townbell.ledger.models import Entry
from townbell.people.models import Role
from townbell.testing import member, sign_in

DESK = "/en/staff/conversations/"
WHY = "The park is built."


@pytest.fixture
def closed(conversation, farah):
    convening.close_conversation(conversation=conversation, by=farah, reason="As announced.")
    return conversation


@pytest.fixture
def archived(closed, farah):
    archiving.archive_conversation(conversation=closed, by=farah, reason=WHY)
    return closed


def test_open_conversation_is_not_archived(conversation, farah):
    with pytest.raises(convening.NotNow):
        archiving.archive_conversation(conversation=conversation, by=farah, reason=WHY)


def test_draft_is_not_archived(draft, farah):
    with pytest.raises(convening.NotNow):
        archiving.archive_conversation(conversation=draft, by=farah, reason=WHY)


def test_conversation_is_archived_once(archived, farah):
    with pytest.raises(convening.NotNow):
        archiving.archive_conversation(conversation=archived, by=farah, reason="Again.")


def test_what_is_not_archived_is_not_taken_out(closed, farah):
    with pytest.raises(convening.NotNow):
        archiving.unarchive_conversation(conversation=closed, by=farah, reason="Again.")


def test_archived_conversation_opens_again_only_from_the_lists(archived, farah):
    with pytest.raises(convening.NotNow):
        convening.reopen_conversation(conversation=archived, by=farah, reason="The flood.")
    archiving.unarchive_conversation(conversation=archived, by=farah, reason="The flood.")
    convening.reopen_conversation(conversation=archived, by=farah, reason="The flood.")

    assert list(Conversation.objects.open()) == [archived]


def test_both_acts_are_in_the_ledger_with_their_reasons(archived, farah):
    archiving.unarchive_conversation(conversation=archived, by=farah, reason="Asked for again.")

    kinds = ["conversation closed", "conversation archived", "conversation unarchived"]
    entries = list(Entry.objects.order_by("index"))
    assert [entry.kind for entry in entries] == kinds
    assert WHY in entries[1].content
    assert "Asked for again." in entries[2].content


def test_result_leaves_the_first_page_and_keeps_its_address(snapshot, farah, client):
    held = snapshot.conversation
    publishing.publish_result(snapshot=snapshot, by=farah)
    convening.close_conversation(conversation=held, by=farah, reason="As announced.")
    assert len(board.results("en")) == 1
    archiving.archive_conversation(conversation=held, by=farah, reason=WHY)
    assert board.results("en") == []
    result = client.get("/en/c/safe-streets/results/1/")
    assert (result.status_code, "Archived" in result.text) == (200, True)
    assert "/en/c/safe-streets/results/" in client.get("/en/search/?q=Ford").text
    archiving.unarchive_conversation(conversation=held, by=farah, reason="Asked for again.")

    assert len(board.results("en")) == 1
    assert "Archived" not in client.get("/en/c/safe-streets/results/1/").text


@pytest.mark.parametrize(("language", "label"), [("en", "Archived"), ("es", "Archivada")])
def test_pages_label_it_and_say_why_but_name_nobody(archived, client, language, label):
    page = client.get(f"/{language}/c/safe-streets/")
    assert f'<span class="label">{label}</span>' in page.text
    log = client.get(f"/{language}/c/safe-streets/moderation/").text

    assert label in log
    assert WHY in log
    assert "Farah" not in log


def test_convener_archives_and_takes_back_from_the_desk(convener, closed):
    assert "Archive it" in convener.get(f"{DESK}safe-streets/").text
    refused = convener.post(f"{DESK}safe-streets/archive/", {"reason": " "})
    assert "This field is required." in refused.text
    convener.post(f"{DESK}safe-streets/archive/", {"reason": WHY})
    assert list(Conversation.objects.archived()) == [closed]
    assert 'id="archived"' in convener.get(DESK).text
    again = convener.post(f"{DESK}safe-streets/archive/", {"reason": WHY})
    assert "Somebody has changed this meanwhile." in again.text
    convener.post(f"{DESK}safe-streets/unarchive/", {"reason": "Asked for again."})

    assert not Conversation.objects.archived().exists()
    assert 'id="archived"' not in convener.get(DESK).text


def test_nobody_else_archives(closed, dana, police_team):
    for somebody in (dana, member("Stranger", Role.CONVENER, police_team)):
        client = Client()
        sign_in(client, somebody)
        assert client.post(f"{DESK}safe-streets/archive/", {"reason": WHY}).status_code == 404

    assert not Conversation.objects.archived().exists()


def test_history_lists_every_act_in_order(archived, client):
    page = client.get("/en/c/safe-streets/moderation/").text
    acts = [page.index(f">{name}</td>") for name in ("Opened", "Closed", "Archived")]

    assert acts == sorted(acts)


def test_what_the_program_gave_as_reason_is_said_in_the_readers_language(
    conversation, farah, client
):
    change = translating.Change("question", "es", "¿Qué haría segura la calle Ford?", "human")
    translating.save_translations(conversation=conversation, changes=[change], by=farah)
    conversation.closes_at = timezone.now() - timedelta(hours=1)
    conversation.save()
    tasks.close_due()
    page = client.get("/es/c/safe-streets/moderation/").text

    assert "Traducida: español." in page
    assert "El cierre anunciado." in page
