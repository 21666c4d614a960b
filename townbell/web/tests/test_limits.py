import pytest

from townbell.web import limits


@pytest.fixture(autouse=True)
def _fresh_counts():
    limits.forget_counts()
    yield
    limits.forget_counts()


@pytest.fixture
def ten_an_hour(monkeypatch, settings):
    settings.WORKERS = 2
    monkeypatch.setitem(limits.PER_HOUR, "statement", 10)


def test_each_worker_allows_its_share(rf, ten_an_hour):
    answers = [limits.allowed(rf.get("/"), "statement") for _ in range(6)]

    assert answers == [True] * 5 + [False]


def test_another_address_is_counted_apart(rf, ten_an_hour):
    for _ in range(6):
        limits.allowed(rf.get("/", REMOTE_ADDR="192.0.2.1"), "statement")

    assert limits.allowed(rf.get("/", REMOTE_ADDR="192.0.2.2"), "statement")
    assert not limits.allowed(rf.get("/", REMOTE_ADDR="192.0.2.1"), "statement")


def test_an_hour_later_one_may_again(rf, ten_an_hour, monkeypatch):
    for _ in range(6):
        limits.allowed(rf.get("/"), "statement")
    now = limits.time.monotonic()
    monkeypatch.setattr(limits.time, "monotonic", lambda: now + limits.HOUR)

    assert limits.allowed(rf.get("/"), "statement")


def test_memory_holds_no_address(rf):
    limits.allowed(rf.get("/", REMOTE_ADDR="192.0.2.77"), "statement")

    assert "192.0.2.77" not in repr(limits._counts)
    assert limits._counts.calls


def test_key_changes_every_day(rf, monkeypatch):
    limits.allowed(rf.get("/"), "statement")
    key, now = limits._counts.key, limits.time.monotonic()
    monkeypatch.setattr(limits.time, "monotonic", lambda: now + limits.DAY)
    limits.allowed(rf.get("/"), "statement")

    assert limits._counts.key != key


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", ""),
        (1, "not an address", ""),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_forwarded_addresses_are_believed_as_far_as_our_proxies(
    rf, settings, proxies, forwarded, network
):
    settings.PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": forwarded})

    assert limits.client_network(request) == network
