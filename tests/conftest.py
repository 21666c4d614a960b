import pytest

from townbell.conversations import tasks
from townbell.conversations.actions.publishing import publish_result
from townbell.conversations.tests.crowd import crowd


@pytest.fixture
def town(conversation, farah):
    """An open conversation in which forty people voted, with a published result."""
    crowd(conversation, ["AAAADDD"] * 20 + ["ADDDAAA"] * 20)
    tasks.analyse_marked()
    publish_result(snapshot=conversation.snapshots.get(), by=farah)
    return conversation
