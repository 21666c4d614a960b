from townbell.conversations.similar import likeness, most_alike, pieces

OTHERS = [
    (1, "The street lights on Ford Street should work."),
    (2, "Officers should learn Spanish."),
    (3, "Las luces de la calle Ford deben funcionar."),
    (4, "Police cars should be electric."),
]


def test_a_spelling_mistake_is_still_the_same_statement():
    assert most_alike("the street ligths on ford street should work", OTHERS) == [1]


def test_accents_and_capitals_do_not_matter():
    assert likeness(pieces("LA POLICÍA"), pieces("la policia")) == 1.0


def test_a_shared_topic_alone_is_not_alike():
    assert most_alike("Police cars should be parked elsewhere at night.", OTHERS) == []


def test_a_statement_is_found_in_any_of_its_languages():
    both = [(1, "The lights should work."), (1, "Las luces deben funcionar.")]
    assert most_alike("las luces deben funcionar bien", both) == [1]


def test_empty_texts_are_not_alike():
    assert likeness(pieces(""), pieces("")) == 0.0
    assert most_alike("", OTHERS) == []
