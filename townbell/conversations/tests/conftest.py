import pytest

from townbell.conversations import tasks
from townbell.conversations.tests.crowd import crowd


@pytest.fixture
def two_sides(conversation):
    """Forty people in two camps who share the first statement and differ on the others."""
    crowd(conversation, ["AAAADDD"] * 20 + ["ADDDAAA"] * 20)
    return conversation


@pytest.fixture
def snapshot(two_sides):
    """The stored result of the two sides."""
    tasks.analyse_marked()
    return two_sides.snapshots.get()
