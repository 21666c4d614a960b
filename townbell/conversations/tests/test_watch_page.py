"""Who takes part and who is missing: for the team only, and never so few that one can be seen."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from townbell.conversations import tasks
from townbell.conversations.actions import voting
from townbell.conversations.counting import count
from townbell.conversations.models import Margin, Participant, Vote, Watch
from townbell.disclosure import pools, withhold_small
from townbell.participation.actions import make_slips
from townbell.participation.models import SlipBatch
from townbell.people.models import Role
from townbell.testing import member, participant, published_statement, sign_in

PAGE = "/en/staff/conversations/safe-streets/watch/"
SHARE = {"label": "People who read Spanish", "percent": "38", "source": "Census 2020, table 5"}


@pytest.fixture
def statements(conversation):
    return [published_statement(conversation, f"Statement {n}.", f"Opinión {n}.") for n in range(6)]


def come(conversation, statements, people, *, ago=0, votes=1, language="en", **entry):
    """Let people come some days ago, each with so many votes read in a language."""
    day = timezone.localdate() - timedelta(days=ago)
    for _ in range(people):
        somebody = participant(conversation)
        Participant.objects.filter(pk=somebody.pk).update(day=day, **entry)
        for statement in statements[:votes]:
            text = statement.texts.get(language=language).pk if language else None
            voting.cast_vote(statement=statement, participant=somebody, choice=1, text=text)
        Vote.objects.filter(participant=somebody).update(day=day)


def look_again():
    Watch.objects.update(at=timezone.now() - timedelta(hours=2))
    tasks.watch()


def test_pools_hold_enough_people_and_stay_as_more_days_come():
    assert pools([2, 2, 3, 9, 1]) == [range(3), range(3, 4)]
    assert pools([2, 2, 3, 9, 1, 4]) == [range(3), range(3, 4), range(4, 6)]
    assert pools([4]) == []
    assert pools([]) == []


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([9, 7], (9, 7)),
        ([9, 7, 2], (9, None, None)),
        ([9, 3, 2], (9, None, None)),
        ([9, 0], (9, 0)),
        ([6, 1], (None, None)),
    ],
)
def test_small_count_is_withheld_with_what_would_reveal_it(counts, shown):
    assert withhold_small(counts) == shown


def test_days_with_few_new_people_stand_together(conversation, statements):
    come(conversation, statements, 7, ago=5)
    come(conversation, statements, 2, ago=4)
    come(conversation, statements, 3, ago=2)
    come(conversation, statements, 4, ago=0)
    found = count(conversation, {})
    today = timezone.localdate()

    assert [day["people"] for day in found["days"]] == [7, 9]
    assert found["days"][1]["first"] == (today - timedelta(days=4)).isoformat()
    assert found["days"][1]["last"] == today.isoformat()
    assert found["people"] == found["votes"] == sum(day["votes"] for day in found["days"]) == 16


def test_later_days_are_added_and_earlier_rows_stay(conversation, statements):
    come(conversation, statements, 7, ago=5)
    tasks.watch()
    before = Watch.objects.get().counts["days"]
    come(conversation, statements, 6)
    look_again()
    come(conversation, statements, 5, votes=2)
    look_again()
    *earlier, new = Watch.objects.get().counts["days"]
    today = timezone.localdate()

    assert earlier == before
    assert (new["people"], new["votes"]) == (11, 16)
    assert new["first"] == (today - timedelta(days=4)).isoformat()
    assert new["last"] == today.isoformat()


def test_fewer_than_five_people_are_not_counted(conversation, statements):
    come(conversation, statements, 4)

    assert count(conversation, {}) == {}


def test_people_are_counted_by_the_language_they_read_most(conversation, statements):
    come(conversation, statements, 8, votes=3)
    come(conversation, statements, 5, votes=2, language="es")

    assert count(conversation, {})["languages"] == {"en": [8, 24], "es": [5, 10]}


def test_few_readers_of_a_language_cannot_be_worked_out(conversation, statements):
    come(conversation, statements, 8)
    come(conversation, statements, 2, language="es")
    come(conversation, statements, 6, language=None)

    assert count(conversation, {})["languages"] == {"en": [8, 8]}


def test_people_with_slips_are_counted_by_their_batch(convener, conversation, statements, farah):
    batch = SlipBatch.objects.create(
        scope=conversation.scope, label="Church hall", size=40, day=timezone.localdate(), by=farah
    )
    come(conversation, statements, 6, entry="slip", batch=batch)
    come(conversation, statements, 5)
    come(conversation, statements, 7, entry="paper", language=None)
    tasks.watch()
    page = re.sub(r"<[^>]*>|\s+", " ", convener.get(PAGE).text)

    assert re.search(r"By slip: Church hall\s+of 40 slips\s+6\s+6\s", page)
    assert Watch.objects.get().counts["entries"] == {
        "entry/open": [5, 5],
        "entry/paper": [7, 7],
        f"batch/{batch.pk}": [6, 6],
    }


def test_page_tells_where_people_stop_without_the_last_few(conversation, statements):
    come(conversation, statements, 6, votes=1)
    come(conversation, statements, 5, votes=3)
    come(conversation, statements, 3, votes=6)

    assert count(conversation, {})["stops"] == {
        "of": 14,
        "steps": [{"votes": 1, "people": 14}, {"votes": 3, "people": 8}],
    }


def test_few_who_stopped_early_are_not_what_is_left_of_all(conversation, statements):
    come(conversation, statements, 3, votes=1)
    come(conversation, statements, 9, votes=2)

    assert count(conversation, {})["stops"]["steps"] == [{"votes": 1, "people": 12}]


def test_counts_are_renewed_only_when_five_more_people_came(conversation, statements):
    come(conversation, statements, 6)
    tasks.watch()
    come(conversation, statements, 4)
    look_again()
    assert Watch.objects.get().counts["people"] == 6
    come(conversation, statements, 1)
    look_again()

    assert Watch.objects.get().counts["people"] == 11


def test_team_reads_the_page_and_nobody_else(
    convener, conversation, statements, police_team, client
):
    come(conversation, statements, 6)
    tasks.watch()
    stranger = Client()
    sign_in(stranger, member("Stranger", Role.CONVENER, police_team))

    assert "6 people and 6 votes" in convener.get(PAGE).text
    assert stranger.get(PAGE).status_code == 404
    assert client.get(PAGE).status_code == 303


def test_page_without_people_says_when_there_will_be_numbers(convener, conversation):
    assert "Numbers show within the hour" in convener.get(PAGE).text


def test_missing_people_show_beside_the_published_share_and_its_source(
    convener, conversation, statements
):
    come(conversation, statements, 15)
    come(conversation, statements, 5, language="es")
    tasks.watch()
    convener.post(PAGE, SHARE | {"against": "language/es"})
    convener.post(PAGE, SHARE | {"label": "Aged 18 to 29", "percent": "20", "counted": "4"})
    page = convener.get(PAGE).text

    assert "3 too few" in page
    assert "Census 2020, table 5" in page
    assert Margin.objects.count() == 2


def test_few_counted_people_are_withheld_beside_a_share(convener, conversation, statements):
    come(conversation, statements, 15)
    come(conversation, statements, 2, language="es")
    tasks.watch()
    convener.post(PAGE, SHARE | {"against": "language/es"})

    assert "Fewer than five, or withheld" in convener.get(PAGE).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": ""},
        {"percent": "101"},
        {"percent": "x"},
        {"against": "language/xx"},
        {"against": "", "counted": ""},
        {"counted": "-1"},
        {"label": "Undocumented people"},
        {"label": "Ciudadanos"},
        {"label": "Foreign-born"},
        {"label": "Nacidos en otro país"},
    ],
)
def test_share_without_a_source_or_of_what_is_never_counted_is_refused(
    convener, conversation, statements, wrong
):
    come(conversation, statements, 6)
    tasks.watch()
    page = convener.post(PAGE, SHARE | {"counted": "4"} | wrong)

    assert 'class="errors"' in page.text
    assert not Margin.objects.exists()


def test_convener_takes_a_share_away(convener, conversation, statements):
    convener.post(PAGE, SHARE | {"counted": "4"})
    margin = Margin.objects.get()
    convener.post(f"{PAGE}{margin.pk}/remove/")

    assert not Margin.objects.exists()


def test_moderator_reads_and_adds_no_share(dana, conversation, statements):
    client = Client()
    sign_in(client, dana)
    client.post(PAGE, SHARE | {"counted": "4"})

    assert client.get(PAGE).status_code == 200
    assert not Margin.objects.exists()


def test_share_of_another_conversation_is_not_taken_away_here(convener, conversation, team):
    from townbell.conversations.models import Conversation

    elsewhere = Conversation.objects.create(
        slug="elsewhere", host=team.organisation, team=team, languages=["en"]
    )
    margin = Margin.objects.create(conversation=elsewhere, label="x", percent=1, source="y")

    assert convener.post(f"{PAGE}{margin.pk}/remove/").status_code == 404


def test_three_shares_cost_as_many_queries_as_one(
    convener, conversation, statements, django_assert_num_queries
):
    come(conversation, statements, 6)
    tasks.watch()
    convener.post(PAGE, SHARE | {"counted": "1"})
    convener.get(PAGE)
    with CaptureQueriesContext(connection) as once:
        convener.get(PAGE)
    queries = len(once)
    convener.post(PAGE, SHARE | {"counted": "2"})
    convener.post(PAGE, SHARE | {"counted": "3"})

    with django_assert_num_queries(queries):
        assert convener.get(PAGE).text.count("Census 2020") == 3


def test_alarms_stand_on_the_page_with_their_time(convener, conversation, statements):
    come(conversation, statements, 6)
    tasks.watch()
    Watch.objects.update(starving=[2], flat=True, alike=[10, 0])
    page = convener.get(PAGE).text

    assert "Statement 2 gets too few votes" in page
    assert "At least 10 ballots are nearly the same" in page
    assert "A few ballots are nearly the same" in page
    assert "Looked at on" in page


def ways_by_day(conversation):
    return [
        {way: tuple(shown) for way, shown in span["ways"].items()}
        for span in count(conversation, {})["ways"]
    ]


def test_people_and_votes_are_counted_by_day_and_way(conversation, statements, farah):
    batch, _codes = make_slips(
        scope=conversation.scope, label="Shift", kind="official", size=20, by=farah
    )
    come(conversation, statements, 6, ago=2, votes=2)
    come(conversation, statements, 5, ago=1, entry="slip", batch=batch)
    come(conversation, statements, 7)

    assert ways_by_day(conversation) == [
        {"open": (6, 12), "slip/official": (0, 0)},
        {"open": (0, 0), "slip/official": (5, 5)},
        {"open": (7, 7), "slip/official": (0, 0)},
    ]


def test_days_stand_together_until_no_way_is_small(conversation, statements):
    come(conversation, statements, 6, ago=3)
    come(conversation, statements, 9, ago=2)
    come(conversation, statements, 2, ago=2, entry="paper")
    come(conversation, statements, 6, ago=1)
    come(conversation, statements, 3, ago=1, entry="paper")

    assert ways_by_day(conversation) == [
        {"open": (6, 6), "paper": (0, 0)},
        {"open": (15, 15), "paper": (5, 5)},
    ]


def test_what_is_left_over_joins_the_days_before(conversation, statements):
    come(conversation, statements, 6, ago=2)
    come(conversation, statements, 7, ago=1, entry="paper")
    come(conversation, statements, 8)
    come(conversation, statements, 1, entry="paper")

    assert ways_by_day(conversation) == [
        {"open": (6, 6), "paper": (0, 0)},
        {"open": (8, 8), "paper": (8, 8)},
    ]


def test_what_is_left_over_joins_as_many_days_as_it_takes(conversation, statements):
    come(conversation, statements, 7, ago=3, entry="paper")
    come(conversation, statements, 6, ago=2)
    come(conversation, statements, 8)
    come(conversation, statements, 1, entry="paper")

    assert ways_by_day(conversation) == [{"open": (14, 14), "paper": (8, 8)}]


def test_batch_that_is_withheld_is_in_no_way_by_day(conversation, statements, farah):
    for label, people in [("Church", 9), ("School", 2)]:
        batch, _codes = make_slips(
            scope=conversation.scope, label=label, kind="resident", size=20, by=farah
        )
        come(conversation, statements, people, entry="slip", batch=batch)
    come(conversation, statements, 6, entry="paper")
    come(conversation, statements, 12)

    # Paper goes with the school: else the school would be all less the others.
    assert ways_by_day(conversation) == [{"open": (12, 12), "slip/resident": (9, 9)}]


def test_page_shows_days_by_way_where_there_are_several(client, conversation, statements, farah):
    sign_in(client, farah)
    come(conversation, statements, 6)
    tasks.watch()
    assert "By day and way in" not in client.get(PAGE).text

    come(conversation, statements, 6, entry="paper")
    look_again()
    page = client.get(PAGE).text
    assert "By day and way in" in page
    assert "6 votes" in page
