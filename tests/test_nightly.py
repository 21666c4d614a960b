"""What the worker does at night: the order of rows goes, and what nobody needs any more."""

from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from townbell import nightly
from townbell.conversations.actions import moderating, speaking, voting
from townbell.conversations.models import Closure, Participant, Statement, StatementText, Vote
from townbell.participation.actions import make_slips
from townbell.participation.models import Receipt
from townbell.participation.queries import subject_of_receipt
from townbell.testing import participant
from townbell.web import row_order


@pytest.fixture
def votes_in_order(transactional_db, request):
    """Forty people vote one after the other, each on their own statement too."""
    conversation = request.getfixturevalue("conversation")
    statement = request.getfixturevalue("statement")
    people = []
    for number in range(40):
        somebody = participant(conversation)
        voting.cast_vote(statement=statement, participant=somebody, choice=1 if number % 3 else -1)
        speaking.submit_statement(
            conversation=conversation, text=f"Lamp {number} is broken.", language="en"
        )
        people.append(somebody.pk)
    return people


def lines_of(table: str) -> list[int]:
    """Return the positions that the database gave the rows, in the order they came."""
    hidden = "rowid" if connection.vendor == "sqlite" else "ctid"
    return column(f"SELECT id FROM {table} ORDER BY {hidden}")


def column(query: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def votes_by_position() -> list[int]:
    hidden = "rowid" if connection.vendor == "sqlite" else "ctid"
    return column(f"SELECT participant_id FROM conversations_vote ORDER BY {hidden}")


def agreement(one: list, other: list) -> float:
    """Return the share of pairs that stand in the same order in both (by chance: a half)."""
    place = {item: number for number, item in enumerate(other)}
    ranks = [place[item] for item in one]
    pairs = [(a, b) for i, a in enumerate(ranks) for b in ranks[i + 1 :]]
    return sum(a < b for a, b in pairs) / len(pairs)


def test_order_of_rows_is_destroyed(votes_in_order):
    texts = column("SELECT id FROM conversations_statementtext ORDER BY text")
    before = sorted(Vote.objects.values_list())
    assert agreement(votes_by_position(), votes_in_order) == 1
    assert agreement(lines_of("conversations_participant"), votes_in_order) == 1

    nightly.scatter_rows()

    assert sorted(Vote.objects.values_list()) == before
    for scattered in [votes_by_position(), lines_of("conversations_participant")]:
        assert sorted(scattered) == sorted(votes_in_order)
        assert 0.2 < agreement(scattered, votes_in_order) < 0.8
    assert column("SELECT id FROM conversations_statementtext ORDER BY text") == texts
    # The foreign keys of the rows that moved still hold.
    connection.check_constraints()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has xmin")
def test_transactions_of_rows_are_forgotten(votes_in_order):
    assert len(set(column("SELECT xmin::text FROM conversations_vote"))) == 40

    nightly.scatter_rows()

    for table in ["vote", "participant", "statement", "statementtext"]:
        assert len(set(column(f"SELECT xmin::text FROM conversations_{table}"))) == 1
    assert len(set(column("SELECT xmin::text FROM participation_receipt"))) == 1
    # The rows of the old transactions are gone, not only hidden.
    dead = column("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'conversations_vote'")
    assert dead == [0]


def test_order_of_statements_and_receipts_cannot_be_joined(votes_in_order):
    hidden = "rowid" if connection.vendor == "sqlite" else "ctid"
    spoken = column(f"SELECT 'statement/' || id FROM conversations_statement ORDER BY {hidden}")
    receipts = column(f"SELECT subject FROM participation_receipt ORDER BY {hidden}")
    # The first statement is the host's: it has no receipt.
    assert agreement(receipts, spoken) == 1

    nightly.scatter_rows()

    spoken = column(f"SELECT 'statement/' || id FROM conversations_statement ORDER BY {hidden}")
    receipts = column(f"SELECT subject FROM participation_receipt ORDER BY {hidden}")
    assert 0.2 < agreement(receipts, spoken) < 0.8


def test_large_table_goes_in_portions(votes_in_order, monkeypatch):
    monkeypatch.setattr(row_order, "ROWS_AT_ONCE", 10)
    before = sorted(Vote.objects.values_list())

    row_order.scatter(Vote, by="participant_id")

    assert sorted(Vote.objects.values_list()) == before
    # Five portions by remainder, each in random order.
    remainders = [key % 5 for key in votes_by_position()]
    assert remainders == sorted(remainders)
    by_portion = sorted(votes_in_order, key=lambda key: key % 5)
    assert votes_by_position() != by_portion


def test_refused_text_goes_after_thirty_days(conversation, rulebook, dana):
    rule = rulebook.rules.first()
    kept = speaking.submit_statement(conversation=conversation, text="Kept.", language="en")
    refused = {}
    for days in [32, 28]:
        made = speaking.submit_statement(conversation=conversation, text="Rude.", language="en")
        decision = moderating.reject_statement(statement=made.statement, rule=rule, by=dana)
        turn_back(decision, days=days)
        refused[days] = made.statement
    undone = speaking.submit_statement(conversation=conversation, text="Undone.", language="en")
    decision = moderating.reject_statement(statement=undone.statement, rule=rule, by=dana)
    moderating.take_decision_back(statement=undone.statement, decision=decision, by=dana)
    turn_back(decision, days=40)

    nightly.forget_refused_texts()

    assert text_of(refused[32]) == ""
    assert text_of(refused[28]) == "Rude."
    assert text_of(undone.statement) == "Undone."
    assert text_of(kept.statement) == "Kept."
    assert refused[32].standing == Statement.Standing.PENDING
    assert Statement.objects.get(pk=refused[32].pk).standing == Statement.Standing.REJECTED


def test_receipts_go_a_year_after_closing(conversation, farah):
    made = speaking.submit_statement(conversation=conversation, text="A lamp.", language="en")
    closure = Closure.objects.create(conversation=conversation, by=farah, reason="The end.")
    turn_back(closure, days=363)
    nightly.forget_old_receipts()
    assert subject_of_receipt(made.code) == made.statement.subject

    turn_back(closure, days=367)
    nightly.forget_old_receipts()

    assert subject_of_receipt(made.code) is None
    assert StatementText.objects.get().text == "A lamp."


def test_slips_go_a_year_after_closing(conversation, farah):
    batch, _ = make_slips(
        scope=conversation.scope, label="Hall", kind="resident", size=20, by=farah
    )
    closure = Closure.objects.create(conversation=conversation, by=farah, reason="The end.")
    turn_back(closure, days=363)
    nightly.forget_old_slips()
    assert batch.slips.count() == 20

    turn_back(closure, days=367)
    nightly.forget_old_slips()

    assert not batch.slips.exists()


def test_receipts_of_an_open_conversation_stay(conversation):
    made = speaking.submit_statement(conversation=conversation, text="A lamp.", language="en")
    conversation.closes_at = timezone.now() + timedelta(days=5)
    conversation.save()

    nightly.forget_old_receipts()

    assert Receipt.objects.count() == 1
    assert subject_of_receipt(made.code) == made.statement.subject


def test_whole_night_runs_on_an_empty_house(transactional_db):
    for work in nightly.JOBS:
        work()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads need a database server")
def test_vote_cast_meanwhile_waits_and_is_not_lost(votes_in_order, statement):
    somebody = Participant.objects.get(pk=votes_in_order[0])
    others = [participant(statement.conversation) for _ in range(60)]

    def vote():
        for person in others:
            voting.cast_vote(statement=statement, participant=person, choice=1)
            # A change and a removal of rows that are being moved must not be lost either.
            voting.cast_vote(statement=statement, participant=somebody, choice=0)
        voting.undo_vote(statement=statement, participant=somebody)
        connection.close()

    thread = Thread(target=vote)
    thread.start()
    rounds = 0
    while thread.is_alive():
        row_order.scatter(Vote)
        rounds += 1
    thread.join()

    assert rounds > 1
    assert Vote.objects.filter(choice=1, participant__in=others).count() == 60
    assert not Vote.objects.filter(participant=somebody).exists()


def turn_back(row, *, days: int) -> None:
    """Make it look as if it had happened so many days ago."""
    type(row).objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=days))


def text_of(statement: Statement) -> str:
    return StatementText.objects.get(statement=statement).text


def test_minute_of_the_night_differs_and_is_at_night():
    from townbell.worker import minute_of_the_night

    days = [datetime(2026, 1, 1).date() + timedelta(days=number) for number in range(60)]
    minutes = [minute_of_the_night("scatter_rows", day) for day in days]
    assert len(set(minutes)) > 30
    assert all(60 <= minute < 300 for minute in minutes)
