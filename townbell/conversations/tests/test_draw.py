import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from townbell.conversations import participants
from townbell.conversations.actions import voting
from townbell.conversations.analysis import routing
from townbell.conversations.cards import draw_following
from townbell.conversations.deck import forget_decks
from townbell.conversations.models import Vote
from townbell.opinion import routing as engine
from townbell.opinion.chance import draws
from townbell.testing import published_statement

KEY = "0123456789abcdef" * 2


@given(
    st.dictionaries(st.integers(1, 10**9), st.integers(0, 4), max_size=8), st.binary(min_size=16)
)
def test_site_draws_what_the_engine_draws(seen, lot):
    seed = lot.hex()[:32]
    ids = np.array(list(seen), dtype=np.int64)
    wanted = engine.draw_statement(
        np.array(list(seen.values()), dtype=np.int64),
        unseen=np.ones(ids.size, dtype=np.bool_),
        lots=draws(ids, int(seed[:15], 16)),
    )
    drawn = routing.draw(seen, list(seen), seed)

    if wanted is None:
        assert drawn is None
    else:
        assert drawn == routing.Drawn(int(ids[wanted.statement]), wanted.eighths)


def test_who_comes_back_has_all_their_answers_with_them(conversation, statement):
    other = published_statement(conversation, "Officers should learn Spanish.")
    voting.register_participant(conversation=conversation, key=KEY)
    known = participants.with_key(conversation, KEY)
    assert known.choices == {}

    for each, choice in [(statement, 1), (other, -1)]:
        voting.cast_vote(statement=each, participant=known, choice=choice)
    again = participants.with_key(conversation, KEY)
    assert again == known
    assert again.entry == known.entry
    assert "choices" in vars(again)
    assert again.choices == {statement.pk: Vote.Choice.AGREE, other.pk: Vote.Choice.DISAGREE}


def test_what_was_answered_is_not_drawn_again(conversation, statement):
    other = published_statement(conversation, "Officers should learn Spanish.")
    forget_decks()
    somebody = voting.register_participant(conversation=conversation, key=KEY)
    somebody.choices[statement.pk] = 1

    assert draw_following(conversation, somebody, KEY) == routing.Drawn(other.pk, 8)
    somebody.choices[other.pk] = 0
    assert draw_following(conversation, somebody, KEY) is None
