"""Who may take part: chosen in the draft, changed in public."""

import json

import pytest
from django.test import Client

from townbell.conversations.actions import convening
from townbell.conversations.models import Conversation, EntryChange
from townbell.ledger.models import Entry
from townbell.testing import sign_in

DESK = "/en/staff/conversations/safe-streets/"


def test_change_is_a_public_act_with_both_ways_and_the_reason(convener, conversation):
    asked = {"becomes": "slip", "reason": "A script voted in the night."}
    assert convener.post(f"{DESK}entry/", asked).status_code == 302

    assert Conversation.objects.get().entry == "slip"
    act = Entry.objects.get()
    assert (act.kind, act.public) == ("entry changed", True)
    content = json.loads(act.content)
    assert (content["was"], content["becomes"]) == ("open", "slip")
    assert content["reason"] == "A script voted in the night."
    assert "Only people with a slip" in convener.get(DESK).text
    public = Client().get("/en/c/safe-streets/moderation/").text
    assert "Who may take part changed" in public
    assert "A script voted in the night." in public


def test_ledger_says_the_kind_in_spanish(convener, conversation):
    convener.post(f"{DESK}entry/", {"becomes": "both", "reason": "Slips are printed."})

    assert "entrada cambiada" in Client().get("/es/ledger/").text.lower()


@pytest.mark.parametrize(
    "asked",
    [
        {"becomes": "slip", "reason": " "},
        {"becomes": "everyone", "reason": "Because."},
        {"reason": "Because."},
        {"becomes": "open", "reason": "It is open already."},
    ],
)
def test_change_without_reason_or_without_a_difference_is_refused(convener, conversation, asked):
    assert 'role="alert"' in convener.post(f"{DESK}entry/", asked).text
    assert not EntryChange.objects.exists()


def test_nothing_changes_in_a_draft_or_after_the_end(draft, farah):
    with pytest.raises(convening.NotNow):
        convening.change_entry(conversation=draft, by=farah, reason="R.", becomes="slip")
    convening.launch_conversation(conversation=draft, by=farah)
    convening.close_conversation(conversation=draft, by=farah, reason="The end.")
    with pytest.raises(convening.NotNow):
        convening.change_entry(conversation=draft, by=farah, reason="R.", becomes="slip")

    assert Conversation.objects.get().entry == "open"


def test_draft_takes_its_entry_in_its_settings_and_tells_nobody(convener, draft):
    page = convener.get(f"{DESK}settings/").text
    assert 'value="open"' in page
    told = {"languages": ["en", "es"], "moderation": "before", "entry": "both"}
    convener.post(f"{DESK}settings/", told)

    assert Conversation.objects.get().entry == "both"
    assert not EntryChange.objects.exists()


def test_others_change_nothing(conversation, dana, cruz):
    for somebody in [dana, cruz]:
        client = Client()
        sign_in(client, somebody)
        asked = {"becomes": "slip", "reason": "Because."}
        assert client.post(f"{DESK}entry/", asked).status_code == 404

    assert not EntryChange.objects.exists()
