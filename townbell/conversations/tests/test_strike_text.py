import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from townbell.conversations import tasks
from townbell.conversations.actions.moderating import reject_statement, take_decision_back
from townbell.conversations.actions.publishing import publish_result
from townbell.conversations.models import Snapshot, StruckText
from townbell.conversations.results import sealing
from townbell.conversations.tests.crowd import statements


@pytest.fixture
def published(snapshot, farah):
    publish_result(snapshot=snapshot, by=farah)
    return snapshot.conversation


@pytest.fixture
def removal(published, rulebook, dana):
    """The decision to remove statement 2 after it was published in a result."""
    statement = statements(published, 7)[1]
    return reject_statement(statement=statement, rule=rulebook.rules.get(number=2), by=dana)


def test_removed_text_leaves_every_published_version_with_rule_and_day(removal):
    stored = Snapshot.objects.get()

    assert "Statement 2." not in str(stored.texts)
    assert "Opinión 2." not in str(stored.texts)
    assert stored.texts["2"] == {"removed": {"rule": 2, "day": timezone.localdate().isoformat()}}
    assert "Statement 3." in str(stored.texts)


def test_hash_of_a_result_verifies_after_a_text_was_removed(removal):
    stored = Snapshot.objects.get()

    assert sealing.verify(stored.data, stored.texts, stored.sha256) == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "place",
    ["", "1/", "1/statements/", "1/statements.csv", "1/result.json", "1/texts.json", "feed.atom"],
)
def test_no_page_file_or_feed_shows_a_removed_text(client, removal, language, place):
    content = client.get(f"/{language}/c/safe-streets/results/{place}").text

    assert content
    assert "Statement 2." not in content
    assert "Opinión 2." not in content


def test_polis_files_leave_a_removed_text_out(client, removal):
    packed = client.get("/en/c/safe-streets/results/1/polis.zip").content
    comments = zipfile.ZipFile(io.BytesIO(packed)).read("comments.csv").decode()

    assert "Statement 3." in comments
    assert "Statement 2." not in comments


def test_page_says_when_and_by_which_rule_a_text_was_removed(client, removal):
    page = client.get("/en/c/safe-streets/results/1/statements/").text

    assert "by rule 2 of the house rules" in page


def test_removal_taken_back_restores_the_text_as_it_was_sealed(removal, published, dana):
    take_decision_back(statement=statements(published, 7)[1], decision=removal, by=dana)
    stored = Snapshot.objects.get()

    assert stored.texts["2"]["texts"][0]["text"] == "Statement 2."
    assert stored.texts["2"]["texts"][1]["text"] == "Opinión 2."
    assert sealing.verify(stored.data, stored.texts, stored.sha256) == []
    assert not StruckText.objects.exists()


def test_salts_are_forgotten_when_a_removal_stands(removal):
    assert tasks.forget_struck_texts() == 0
    salts = [each["salt"] for each in StruckText.objects.get().salts]
    assert salts

    StruckText.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert tasks.forget_struck_texts() == 1
    assert not [salt for salt in salts if salt in str(Snapshot.objects.get().texts)]


def test_statement_rejected_before_publication_changes_no_result(published, rulebook, dana):
    from townbell.conversations.actions.speaking import submit_statement

    waiting = submit_statement(conversation=published, text="Later.", language="en").statement
    reject_statement(statement=waiting, rule=rulebook.rules.first(), by=dana)

    assert not StruckText.objects.exists()
