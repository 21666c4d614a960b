import pytest
from django.test import Client

from townbell.conversations import tasks
from townbell.conversations.tests.crowd import crowd
from townbell.testing import sign_in


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


@pytest.fixture
def convener(farah):
    """Farah at her desk."""
    client = Client()
    sign_in(client, farah)
    return client


@pytest.fixture
def moderator(dana):
    """Dana at her desk."""
    client = Client()
    sign_in(client, dana)
    return client
