import psycopg
import pytest
from django.db import connection
from django.db.models import BigAutoField, CharField, DateField

from townbell.people.models import Organisation
from townbell.web.models import DailyCount
from townbell.web.prepared import Prepared, Slot


@pytest.fixture
def by_kind():
    return Prepared(
        lambda: (
            Organisation.objects.filter(kind=Slot("kind", CharField()))
            .order_by("name")
            .values_list("name")
        )
    )


def test_prepared_query_answers_like_a_query_set(department, neighbours, by_kind):
    for kind in Organisation.Kind:
        wanted = Organisation.objects.filter(kind=kind).values_list("name", flat=True)
        assert [row[0] for row in by_kind.rows(kind=kind)] == list(wanted)


def test_query_is_built_once(department, neighbours):
    built = []

    def build():
        built.append(1)
        return Organisation.objects.filter(pk=Slot("pk", BigAutoField())).values_list("name")

    query = Prepared(build)
    assert query.rows(pk=department.pk) == [(department.name,)]
    assert query.rows(pk=neighbours.pk) == [(neighbours.name,)]
    assert query.rows(pk=-1) == []
    assert built == [1]


def test_value_cannot_become_part_of_the_statement(department, by_kind):
    assert by_kind.rows(kind="agency' OR '1'='1") == []


def test_missing_value_is_an_error(department, by_kind):
    with pytest.raises(KeyError):
        by_kind.rows()


def test_prepared_statement_writes_and_says_how_many(db):
    from datetime import date

    write = Prepared(
        lambda: DailyCount.objects.filter(day=Slot("day", DateField())).values_list("pk"),
        around="UPDATE web_dailycount SET number = number + 1 WHERE id IN ({select})",
    )
    day = date(2026, 3, 5)
    DailyCount.objects.create(day=day, method="GET", route="home:index", status=200, number=1)

    assert write.write(day=day) == 1
    assert write.write(day=date(2026, 3, 6)) == 0
    assert DailyCount.objects.get().number == 2


def test_statement_may_ask_a_second_query_after_the_first(department, neighbours):
    def named(slot):
        return lambda: Organisation.objects.filter(name=Slot(slot, CharField())).values_list("pk")

    both = Prepared(named("one"), around="SELECT ({select}), ({also})", also=named("other"))

    assert both.rows(one=department.name, other="nobody") == [(department.pk, None)]
    assert both.rows(one="nobody", other=neighbours.name) == [(None, neighbours.pk)]


@pytest.mark.django_db(transaction=True)
def test_connection_that_postgresql_ended_is_made_anew(by_kind):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could be started again")
    Organisation.objects.create(name="Works", slug="works", kind=Organisation.Kind.AGENCY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (ended,) = cursor.fetchone()
    settings = connection.get_connection_params()
    with psycopg.connect(
        host=settings["host"],
        port=settings["port"],
        dbname=settings["dbname"],
        user=settings["user"],
        password=settings["password"],
        autocommit=True,
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [ended])

    assert by_kind.rows(kind=Organisation.Kind.AGENCY) == [("Works",)]


def test_postgresql_plans_a_query_once(department, by_kind):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps what it compiled by itself")
    for kind in ("agency", "community", "agency"):
        by_kind.rows(kind=kind)
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans + custom_plans FROM pg_prepared_statements")
        assert cursor.fetchall() == [(3,)]
