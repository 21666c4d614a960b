import pytest
from django.test import Client

from townbell.ledger import actions
from townbell.ledger.models import Entry
from townbell.ledger.tests.acts import Answer, publish, publish_many

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]


@pytest.fixture(autouse=True)
def _host(settings):
    settings.ALLOWED_HOSTS = ["testserver"]


def page(address, status=200):
    response = Client().get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_newest_entry_stands_first():
    publish_many(3)
    found = page("/en/ledger/")

    places = [found.index(f'href="/en/ledger/1/{index}/"') for index in (2, 1, 0)]
    assert places == sorted(places)


def test_the_list_shows_no_content():
    publish(text="Ring Rosa.")

    assert "Rosa" not in page("/en/ledger/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(count, django_assert_num_queries):
    publish_many(count)
    actions.sign_checkpoint()

    with django_assert_num_queries(4):
        page("/en/ledger/")


def test_older_entries_are_on_a_second_page_without_the_explanation():
    publish_many(60)

    assert "What it cannot show" in page("/en/ledger/")
    second = page("/en/ledger/?page=2")
    assert 'href="/en/ledger/1/0/"' in second
    assert "What it cannot show" not in second


def test_the_checkpoint_and_its_key_can_be_read_and_saved():
    publish()
    checkpoint = actions.sign_checkpoint()
    found = page("/en/ledger/")

    assert checkpoint.text.split("\n")[2] in found
    assert 'href="/ledger/checkpoint"' in found
    assert "bell.example.org/ledger+" in found


def test_an_empty_ledger_says_so():
    assert "Nothing has happened yet." in page("/en/ledger/")


def test_an_entry_shows_its_content_and_leads_to_its_files():
    publish(text="Yes, in March.")
    actions.sign_checkpoint()
    found = page("/en/ledger/1/0/")

    assert "Yes, in March." in found
    for name in ["0.json", "0.tlog-proof"]:
        assert f'href="/ledger/1/{name}"' in found
    assert "--key 'bell.example.org/ledger+" in found


def test_an_entry_that_waits_for_its_checkpoint_says_so():
    publish()
    found = page("/en/ledger/1/0/")

    assert "signed within a minute" in found
    assert "tlog-proof" not in found


def test_an_entry_that_is_not_public_shows_no_content():
    actions.append("role given", Answer(text="a secret"))
    found = page("/en/ledger/1/0/")

    assert "secret" not in found
    assert "not public" in found


def test_an_erased_entry_shows_its_tombstone():
    publish(text="Ring Rosa.")
    actions.erase(
        record="answer/1", role="Neighbours of Ford Street", reason="Rule 2: private details."
    )
    found = page("/en/ledger/1/0/")

    assert "Rosa" not in found
    assert "Who did it: Neighbours of Ford Street." in found
    assert "Rule 2: private details." in found
    assert 'href="/en/ledger/1/1/"' in found


def test_a_record_leads_to_its_other_versions():
    publish(version=1)
    publish(version=2)

    assert 'href="/en/ledger/1/1/"' in page("/en/ledger/1/0/")


def test_an_entry_that_a_backup_left_unsigned_says_who_vouches_for_it():
    publish()
    actions.begin_anew()

    assert "The first entry of the next log vouches for it." in page("/en/ledger/1/0/")
    assert "Entry 2/0 of the ledger" in page("/en/ledger/2/0/")


@pytest.mark.parametrize("place", ["1/1", "2/0", "99999999999999999999/99999999999999999999"])
def test_what_is_not_there_is_not_found(place):
    publish()

    page(f"/en/ledger/{place}/", 404)


def test_markup_in_a_content_is_only_text():
    publish(text="<script>alert(1)</script>")

    assert "<script>alert" not in page("/en/ledger/1/0/")
    assert Entry.objects.get().said() == {"text": "<script>alert(1)</script>"}
