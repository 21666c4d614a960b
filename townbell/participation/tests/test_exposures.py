import pytest

from townbell.participation.exposures import Kind, find_exposures


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Call me at 323-555-0148 about it", Kind.PHONE, "323-555-0148"),
        ("mi número es +52 33 1234 5678", Kind.PHONE, "+52 33 1234 5678"),
        ("(323) 555 0148", Kind.PHONE, "(323) 555 0148"),
        ("write to ana.lopez@example.org", Kind.EMAIL, "ana.lopez@example.org"),
        ("ana arroba example.org", Kind.EMAIL, "ana arroba example.org"),
        ("The house at 6330 Pine Avenue is loud", Kind.ADDRESS, "6330 Pine Avenue"),
        ("Vive en la calle Hidalgo 45", Kind.ADDRESS, "calle Hidalgo 45"),
        ("a grey van, plate 7ABC123", Kind.PLATE, "plate 7ABC123"),
        ("my cousin is undocumented", Kind.STATUS, "undocumented"),
        ("mi vecino no tiene papeles", Kind.STATUS, "no tiene papeles"),
        ("He overstayed", Kind.STATUS, "overstayed"),
    ],
)
def test_text_that_gives_somebody_away_is_found(text, kind, words):
    assert [(found.kind, found.words) for found in find_exposures(text)] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Streets should be lit by 2027.",
        "I waited 45 minutes and nobody came.",
        "100 % of patrols should wear cameras, 24 hours a day.",
        "Ford Street needs lights on every corner.",
        "La calle Ford necesita luces.",
        "The budget went from 1,200,000 to 900,000 dollars.",
        "The department should answer within 30 days.",
        "Los documentos de la reunión deben ser públicos.",
    ],
)
def test_ordinary_text_is_left_alone(text):
    assert find_exposures(text) == []


def test_same_words_are_named_once():
    assert len(find_exposures("undocumented, undocumented")) == 1
