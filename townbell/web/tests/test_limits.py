import pytest
from django.test import RequestFactory

from townbell.web import limits


@pytest.fixture(autouse=True)
def clock(monkeypatch, settings):
    """A clock that tests turn, a fresh window, and one process that allows everything itself."""
    settings.WORKERS = 1
    settings.PROXIES = 0
    monkeypatch.setattr(limits, "window", limits.Window())
    now = {"time": 1_000_000 * limits.DAY}
    monkeypatch.setattr(limits.time, "time", lambda: now["time"])
    return now


def visit(address: str = "203.0.113.7", forwarded: str | None = None):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return RequestFactory(REMOTE_ADDR=address).post("/en/", headers=headers)


def times_allowed(request, kind: str, *, of: int) -> int:
    return sum(limits.allowed(request, kind) for _ in range(of))


def test_statements_over_the_limit_wait(settings):
    settings.STATEMENTS_PER_HOUR = 20

    assert times_allowed(visit(), "statement", of=30) == 20


def test_next_hour_begins_anew(clock, settings):
    settings.STATEMENTS_PER_HOUR = 2
    times_allowed(visit(), "statement", of=5)

    clock["time"] += limits.HOUR

    assert limits.allowed(visit(), "statement")


def test_each_process_allows_its_share(settings):
    settings.STATEMENTS_PER_HOUR, settings.WORKERS = 20, 4

    assert times_allowed(visit(), "statement", of=30) == 5


def test_one_kind_does_not_use_up_another(settings):
    settings.STATEMENTS_PER_HOUR, settings.NEW_PARTICIPANTS_PER_HOUR = 1, 3
    times_allowed(visit(), "statement", of=5)

    assert times_allowed(visit(), "participant", of=5) == 3


def test_neighbour_is_not_held_up(settings):
    settings.STATEMENTS_PER_HOUR = 1
    times_allowed(visit(), "statement", of=5)

    assert limits.allowed(visit("203.0.113.8"), "statement")


def test_household_counts_as_one_whatever_its_ipv6_address(settings):
    settings.STATEMENTS_PER_HOUR = 1
    limits.allowed(visit("2001:db8:1:2::1"), "statement")

    assert not limits.allowed(visit("2001:db8:1:2:ffff::9"), "statement")
    assert limits.allowed(visit("2001:db8:1:3::1"), "statement")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "believed"),
    [
        (0, "198.51.100.1", "203.0.113.7"),
        (1, "198.51.100.1", "198.51.100.1"),
        # What the visitor wrote into the header stands left of what our proxies added.
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "unknown"),
        (1, "198.51.100.1:4711", "198.51.100.1"),
        (1, "[2001:db8::1]:4711", "2001:db8::/64"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
        (1, "nonsense", "unknown"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, forwarded, believed):
    settings.PROXIES = proxies

    assert limits.client_network(visit(forwarded=forwarded)) == believed


def test_memory_holds_no_address_and_another_key_the_next_day(clock):
    limits.allowed(visit(), "statement")
    first_key, kept = limits.window.key, repr(vars(limits.window))
    clock["time"] += limits.DAY
    limits.allowed(visit(), "statement")

    assert "203.0.113" not in kept
    assert limits.window.key != first_key


def test_memory_is_bounded_under_a_flood():
    window = limits.Window()
    buckets = {window.bucket(f"2001:db8:{n:x}::/64") for n in range(3000)}

    assert max(buckets) < limits.BUCKETS
    assert len(buckets) > 2900


def test_answer_over_the_limit_says_when_to_come_back(clock):
    clock["time"] += 3000

    response = limits.please_wait(visit())

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "601"


def test_limit_of_what_fails_is_looked_at_without_counting():
    for _ in range(limits.per_hour("slip")):
        assert not limits.used_up(visit(), "slip")
        limits.allowed(visit(), "slip")

    assert limits.used_up(visit(), "slip")
    assert not limits.used_up(visit("203.0.113.8"), "slip")
