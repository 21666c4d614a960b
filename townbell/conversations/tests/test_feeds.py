from xml.etree import ElementTree

from townbell.conversations.actions.publishing import publish_result, withdraw_result
from townbell.ledger.actions import sign_checkpoint
from townbell.people.models import Role

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = "/en/c/safe-streets/results/"


def test_feeds_tell_of_each_published_version(client, snapshot, farah):
    publish_result(snapshot=snapshot, by=farah)
    atom = ElementTree.fromstring(client.get(f"{ADDRESS}feed.atom").content)
    feed = client.get(f"{ADDRESS}feed.json").json()

    assert [entry.find(f"{ATOM}title").text for entry in atom.iter(f"{ATOM}entry")] == [
        "Version 1 of the result"
    ]
    assert feed["items"][0]["url"] == f"http://testserver{ADDRESS}1/"
    assert "40 people took part" in feed["items"][0]["content_text"]


def test_feeds_carry_the_newest_checkpoint_of_the_ledger(client, snapshot, farah):
    publish_result(snapshot=snapshot, by=farah)
    checkpoint = sign_checkpoint().text
    atom = ElementTree.fromstring(client.get(f"{ADDRESS}feed.atom").content)

    assert atom.find(f"{ATOM}subtitle").text == f"Checkpoint of the ledger:\n\n{checkpoint}"
    assert checkpoint in client.get(f"{ADDRESS}feed.json").json()["description"]


def test_live_result_is_not_news(client, snapshot):
    assert client.get(f"{ADDRESS}feed.json").json()["items"] == []


def test_feeds_are_in_the_language_of_their_address(client, snapshot):
    feed = client.get("/es/c/safe-streets/results/feed.json").json()

    assert feed["language"] == "es"
    assert "¿Qué haría que la calle Ford" in feed["title"]


def test_withdrawn_version_stays_in_the_feed_with_its_reason(client, snapshot, farah):
    publication = publish_result(snapshot=snapshot, by=farah)
    withdraw_result(publication=publication, by=farah, role=Role.CONVENER, reason="A test vote.")
    item = client.get(f"{ADDRESS}feed.json").json()["items"][0]

    assert item["content_text"] == "Withdrawn: A test vote."
