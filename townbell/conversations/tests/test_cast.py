from townbell.conversations.models import Conversation, Participant, Statement


def test_launched_conversation_is_open(conversation, amina, statement):
    assert list(Conversation.objects.open()) == [conversation]
    assert list(Conversation.objects.closed()) == []
    assert statement.text_in("es").text == "Las luces de la calle deben funcionar."
    assert Participant.objects.get() == amina
    assert Statement.objects.published().get().number == 1


def test_draft_is_not_open(draft):
    assert list(Conversation.objects.open()) == []
