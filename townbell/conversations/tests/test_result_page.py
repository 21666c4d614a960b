import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from townbell.conversations.actions.convening import close_conversation
from townbell.conversations.actions.publishing import (
    publish_result,
    store_snapshot,
    take_mark,
    withdraw_result,
)
from townbell.conversations.analysis import findings
from townbell.conversations.models import Conversation
from townbell.conversations.tests.crowd import crowd
from townbell.ledger.actions import sign_checkpoint
from townbell.people.models import Role

ADDRESS = "/en/c/safe-streets/results/"


@pytest.fixture
def published(snapshot, farah):
    return publish_result(snapshot=snapshot, by=farah)


def test_page_of_a_live_result_says_that_it_changes(client, snapshot):
    page = client.get(ADDRESS).text

    assert "40 people took part and gave 280 answers to 7 statements." in page
    assert "This result still changes while people vote." in page
    assert "Please do not cite it." in page


def test_page_says_how_old_its_numbers_are(client, snapshot):
    assert ", a moment ago" in client.get(ADDRESS).text
    snapshot.made_at = timezone.now() - timedelta(minutes=12, seconds=30)
    snapshot.save()

    # Another address of the page, since it is kept for a few seconds.
    assert ", 12\u00a0minutes ago" in client.get(f"{ADDRESS}?later").text


def test_conversation_without_a_result_says_when_there_will_be_one(client, conversation):
    crowd(conversation, ["A", "D"])

    assert "at least five people have taken part" in client.get(ADDRESS).text


def test_published_version_has_a_permanent_address_and_a_citation(client, published):
    page = client.get(f"{ADDRESS}1/").text

    assert "Version 1, published" in page
    assert f"http://testserver{ADDRESS}1/ (SHA-256 {published.snapshot.sha256})" in page


def test_version_that_does_not_exist_is_not_found(client, published):
    assert client.get(f"{ADDRESS}2/").status_code == 404


def test_result_of_a_draft_is_not_found(client, draft):
    crowd(draft, ["AAA"] * 9)

    assert client.get(ADDRESS).status_code == 404


def test_older_version_points_to_the_newer_one(client, published, farah):
    from townbell.conversations.tests.test_publish import again

    publish_result(snapshot=again(published.conversation), by=farah)

    assert "There is a newer version: 2." in client.get(f"{ADDRESS}1/").text
    assert "There is a newer version" not in client.get(f"{ADDRESS}2/").text


def test_withdrawn_version_shows_role_and_reason_and_none_of_its_numbers(client, published, farah):
    withdraw_result(publication=published, by=farah, role=Role.CONVENER, reason="A test vote.")
    answer = client.get(f"{ADDRESS}1/")

    assert answer.status_code == 410
    assert "A test vote." in answer.text
    assert "Convener" in answer.text
    # The fingerprint may hold any digits.
    assert "280" not in answer.text.replace(published.snapshot.sha256, "")
    assert client.get(f"{ADDRESS}1/result.json").status_code == 404
    assert client.get(ADDRESS).status_code == 410


def test_page_in_spanish_shows_the_statements_in_spanish(client, snapshot):
    page = client.get("/es/c/safe-streets/results/statements/").text

    assert "Opinión 1." in page
    assert "Statement 1." not in page
    assert "¿Qué haría que la calle Ford" in page


def test_simulated_result_says_so_on_every_page(client, snapshot):
    from townbell.conversations.tests.test_publish import again

    Conversation.objects.update(provenance=Conversation.Provenance.SIMULATED)
    again(Conversation.objects.get())

    assert "Simulated." in client.get(ADDRESS).text
    assert "Simulated." in client.get(f"{ADDRESS}statements/").text


def test_classic_result_says_that_the_method_always_finds_groups(client, two_sides):
    mark = take_mark(conversation=two_sides)
    store_snapshot(mark=mark, draft=findings.draft(two_sides, model="classic"))

    assert "Group A" in client.get(ADDRESS).text
    assert "always finds groups" in client.get(ADDRESS).text


def test_description_for_machines_is_a_data_set_that_cannot_close_its_element(client, published):
    published.snapshot.data["conversation"]["host"] = "</script><b>"
    published.snapshot.save()
    page = client.get(f"{ADDRESS}1/").text
    written = re.search(r'<script type="application/ld\+json">(.*?)</script>', page).group(1)
    described = json.loads(written)

    assert described["@type"] == "Dataset"
    assert described["creator"]["name"] == "</script><b>"
    assert described["identifier"] == f"sha256:{published.snapshot.sha256}"
    assert all(
        each["contentUrl"].startswith("http://testserver/en/c/safe-streets/results/1/")
        for each in described["distribution"]
    )


def test_sharing_preview_is_in_the_language_of_the_page(client, snapshot):
    page = client.get("/es/c/safe-streets/results/").text

    assert '<meta property="og:locale" content="es">' in page
    assert '<meta property="og:title" content="¿Qué haría que la calle Ford' in page


def test_table_is_sorted_by_a_link(client, snapshot):
    page = client.get(f"{ADDRESS}statements/?sort=agree").text

    assert numbers_in(page)[0] == 1
    assert 'aria-sort="descending"' in page
    turned = client.get(f"{ADDRESS}statements/?sort=agree&order=up").text
    assert numbers_in(turned)[-1] == 1


def test_order_that_makes_no_sense_is_the_order_of_numbers(client, snapshot):
    page = client.get(f"{ADDRESS}statements/?sort=nonsense&order=sideways&finding=x").text

    assert numbers_in(page) == [1, 2, 3, 4, 5, 6, 7]


def numbers_in(page):
    return [int(number) for number in re.findall(r'<tr id="s(\d+)"', page)]


def test_statement_with_few_answers_shows_a_dash_and_comes_last(client, snapshot, farah):
    from townbell.conversations.tests.test_publish import again

    crowd(snapshot.conversation, ["AAAADDDD"] * 4)
    again(snapshot.conversation)
    page = client.get(f"{ADDRESS}statements/?sort=disagree").text

    assert numbers_in(page)[-1] == 8
    assert "–" in page.split('<tr id="s8"')[1]


@pytest.mark.parametrize("people", [1, 3])
def test_pages_cost_the_same_few_queries_however_long(
    client, conversation, django_assert_num_queries, people, farah
):
    from townbell.conversations.tests.test_publish import again

    crowd(conversation, ["A" * people] * 9)
    again(conversation)

    with django_assert_num_queries(5):
        client.get(ADDRESS)
    with django_assert_num_queries(4):
        client.get(f"{ADDRESS}statements/")


def test_published_version_prints_the_checkpoint_that_covers_it(client, snapshot, farah):
    publish_result(snapshot=snapshot, by=farah)
    unsigned = client.get(f"{ADDRESS}1/").text
    first = sign_checkpoint()
    close_conversation(conversation=snapshot.conversation, by=farah, reason="The day has come.")
    sign_checkpoint()

    assert first.text not in unsigned
    assert first.text in client.get(f"{ADDRESS}1/").text


def test_pages_set_no_cookie_and_need_none(client, snapshot):
    answer = client.get(ADDRESS)

    assert not answer.cookies
    assert "cookie" not in answer.headers.get("Vary", "").lower()


def test_page_prints_the_rule_beside_the_findings(client, snapshot):
    page = client.get(ADDRESS).text

    assert "In both halves at least 60 % agree" in page
    assert "Fewer than 8 answers in one of the halves." in page
    assert "Half A" in page
    assert "more ballots against it would not change this finding" in page
