import pytest

from townbell.web.words import holds, wanted_in


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("¿Qué haría la policía de noche?", "POLICIA haria"),
        ("Los niños de la calle Peña", "ninos peña"),
        ("STRASSE und Straße", "straße strasse"),
        ("İstanbul ve ışık", "istanbul isik"),
        ("Đường phố an toàn", "duong toan"),
        ("الشُّرْطَةُ في المدينــة", "الشرطه المدينة"),
        ("警察は夜に来る", "警察"),
        ("The neighbours’ street", "neighbours' street"),
        ("Q'eqchi`", "q’eqchi'"),
        ("ﬁre station", "fire"),
    ],
)
def test_words_are_found_without_accents_in_any_script(text, query):
    assert holds(text, wanted_in(query))


def test_every_word_must_be_there():
    assert not holds("The street lights should work.", wanted_in("street bus"))


@pytest.mark.parametrize("query", ["", "   ", "\u0301"])
def test_query_without_letters_wants_nothing(query):
    assert wanted_in(query) == []
