import json
from datetime import timedelta

import pytest
from django.utils import timezone

from townbell.record.actions import editions, promises, statements
from townbell.record.models import Commitment, Opinion
from townbell.record.templatetags.record import said_on


def test_board_shows_who_owes_an_answer(client, ask):
    page = client.get("/en/record/").text

    assert "Working street lights" in page
    assert "Millbrook Police Department" in page


def test_page_speaks_the_readers_language(client, ask):
    page = client.get("/es/record/ask/1/").text

    assert "Luces que funcionen" in page
    assert "Traducido por una persona" in page


def test_draft_of_an_answer_is_nowhere(client, answer):
    for address in ["/en/record/", "/en/record/asks/", "/en/record/ask/1/", "/en/record/asks.csv"]:
        assert "Mend all lights" not in client.get(address).text
    assert client.get("/en/record/answer/1/").status_code == 404
    assert client.get("/en/record/commitment/1/").status_code == 404


def test_answer_and_promise_are_found_from_the_ask(client, commitment):
    page = client.get("/en/record/ask/1/").text

    assert "Partly" in page
    assert "Mend all lights." in page
    assert "Walk down Ford Street at night." in client.get("/en/record/commitment/1/").text


def test_overdue_promises_come_first_and_say_since_when(client, commitment):
    Commitment.objects.update(due=timezone.localdate() - timedelta(days=3))

    assert "Overdue since" in client.get("/en/record/commitments/?state=overdue").text
    assert "Overdue since" in client.get("/en/record/commitment/1/").text


def test_filter_that_does_not_exist_is_not_found(client, commitment):
    assert client.get("/en/record/commitments/?state=nice").status_code == 404
    assert client.get("/en/record/commitments/?office=nobody").status_code == 404


def test_unidentified_statement_cannot_be_taken_for_policy(client, public_statement):
    page = client.get("/en/record/statement/1/").text

    assert "What is happening is not okay." in page
    assert "Unidentified: an officer in uniform" in page
    assert "Status: Reported." in page
    assert "Do not take them for its policy." in page
    assert "A statement is not a policy and not an action." in page
    described = json.loads(page.split('<script type="application/ld+json">')[1].split("<")[0])
    assert described["@type"] == "Quotation"
    assert "spokenByCharacter" not in described


def test_statement_before_publication_is_nowhere(client, statement):
    assert client.get("/en/record/statement/1/").status_code == 404
    assert "not okay" not in client.get("/en/record/statements/").text


def test_old_version_stays_readable_and_says_that_it_is_old(client, ask, farah):
    edition = editions.draft_edition(
        record=ask.record,
        content=ask.record.editions.get().content
        | {"words": {"en": {"title": "Working lights", "text": "Mend all lights."}}},
        by=farah,
        reason="The street was wrong.",
    )
    editions.issue_edition(edition=edition, by=farah)
    old, new = client.get("/en/record/ask/1/version/1/").text, client.get("/en/record/ask/1/").text

    assert "This is an earlier version." in old
    assert "Working street lights" in old
    assert "<ins>" in new
    assert "The street was wrong." in client.get("/en/record/corrections/").text
    assert "The street was wrong." in client.get("/en/record/corrections.atom").text


def test_removed_words_are_in_no_public_byte(client, ask, farah, rulebook):
    editions.remove_words(record=ask.record, rule=rulebook.rules.first(), by=farah)

    for address in [
        "/en/record/",
        "/en/record/ask/1/",
        "/en/record/ask/1/version/1/",
        "/en/record/asks.csv",
        "/en/record/asks.atom",
        "/en/record/asks.feed.json",
        "/en/record/due.ics",
    ]:
        response = client.get(address)
        assert response.status_code == 200
        assert "street lights" not in response.text
    assert "Words removed" in client.get("/en/record/ask/1/").text


def test_policy_stands_beside_in_the_version_of_the_day(
    client, public_statement, department, cruz, ito
):
    policy = statements.write_policy(
        agency=department,
        reference="412",
        words={"en": {"title": "Old rule", "text": "Old."}},
        in_force_from=timezone.localdate().replace(year=2020),
        by=cruz,
    )
    editions.issue_edition(edition=policy.record.editions.get(), by=ito)
    newer = editions.draft_edition(
        record=policy.record,
        content={
            "words": {"en": {"title": "New rule", "text": "New."}},
            "in_force_from": timezone.localdate().isoformat(),
        },
        by=cruz,
        reason="A new law.",
    )
    editions.issue_edition(edition=newer, by=ito)
    statements.set_beside(statement=public_statement, record=policy.record)
    page = client.get("/en/record/statement/1/").text

    assert "Old rule" in page
    assert "New rule" not in page


def test_resident_says_without_an_account_that_it_was_not_kept(client, commitment):
    response = client.post("/en/record/commitment/1/opinion/", {"kept": "0", "key": "a" * 32})
    client.post("/en/record/commitment/1/opinion/", {"kept": "0", "key": "b" * 32})

    assert response.status_code == 303
    assert Opinion.objects.get().kept is False
    assert "Shown when five people have answered." in client.get("/en/record/commitment/1/").text


def test_opinion_from_another_site_is_refused(client, commitment):
    response = client.post(
        "/en/record/commitment/1/opinion/",
        {"kept": "0", "key": "a" * 32},
        headers={"Origin": "https://elsewhere.example"},
    )

    assert response.status_code == 403
    assert not Opinion.objects.exists()


def test_both_sides_words_stand_in_the_history(client, done, neighbours, farah):
    promises.say_for_community(
        commitment=done, organisation=neighbours, word="disputed", reason="Nine are dark.", by=farah
    )
    page = client.get("/en/record/commitment/1/").text

    assert "Done, the agency says" in page
    assert "Nine are dark." in page


def test_tables_have_their_schemas(client, commitment, public_statement):
    for name in ["asks", "commitments", "statements"]:
        header = client.get(f"/en/record/{name}.csv").text.splitlines()[0].lstrip("\ufeff")
        schema = client.get(f"/en/record/{name}.schema.json").json()
        assert header.split(",") == [field["name"] for field in schema["fields"]]
    assert client.get("/en/record/other.schema.json").status_code == 404


def test_calendar_names_the_day_and_folds_long_lines(client, ask):
    calendar = client.get("/en/record/due.ics").text

    assert f"DTSTART;VALUE=DATE:{ask.due:%Y%m%d}" in calendar
    assert "Working street lights" in calendar
    assert max(len(line.encode()) for line in calendar.split("\r\n")) <= 75


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-06-12", "June 12, 2025"),
        ("2025-06", "June 2025"),
        ("2025", "2025"),
        ("2025-06?", "about June 2025"),
        ("2025-06-01/2025-06-03", "June 1, 2025 to June 3, 2025"),
        ("", ""),
        ("soon", "soon"),
    ],
)
def test_imprecise_dates_are_said_in_words(text, words):
    assert said_on(text) == words


@pytest.mark.parametrize(
    ("text", "count"),
    [("street LIGHTS", 1), ("luces", 1), ("okay", 1), ("lights okay", 0), ("", 0), ("%", 0)],
)
def test_search_finds_every_word_in_any_language(client, ask, public_statement, text, count):
    page = client.get("/en/search/", {"q": text}).text

    assert page.count('<li class="card card-link">') == count


def test_search_finds_no_draft_and_nothing_removed(client, ask, answer, farah, rulebook):
    editions.remove_words(record=ask.record, rule=rulebook.rules.first(), by=farah)

    for text in ["mend", "lights"]:
        assert '<li class="card' not in client.get("/en/search/", {"q": text}).text
