import pytest
from django.utils import translation

from townbell.web import languages


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("ar", "ar"),
        ("AR", "ar"),
        (" vi ", "vi"),
        ("zh-hans", "zh-Hans"),
        ("ZH-HANT-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("quc", "quc"),
        ("prs", "prs"),
        ("ku-arab", "ku-Arab"),
    ],
)
def test_tag_is_written_as_usual(written, tag):
    assert languages.canonical(written) == tag


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "xx",
        "english",
        "en_US",
        "e",
        "en-",
        "en-ZZ",
        "en-Qqqq",
        "x-private",
        "es-UK",
        "ａｒ",
        "i-klingon",
        "<b>",
        "ar\u202e",
        "١٢",
    ],
)
def test_wrong_or_unknown_tag_is_refused(wrong):
    with pytest.raises(languages.UnknownLanguage):
        languages.canonical(wrong)


@pytest.mark.parametrize("tag", ["ar", "fa", "he", "ur", "ps", "prs", "yi", "ku-Arab", "ar-MA"])
def test_language_runs_from_right_to_left(tag):
    assert languages.direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["en", "vi", "ku", "uz-Latn", "zh-Hans", "fa-Latn", "so"])
def test_language_runs_from_left_to_right(tag):
    assert languages.direction(tag) == "ltr"


@pytest.mark.parametrize(
    ("tag", "own", "here"),
    [
        ("vi", "Tiếng Việt", "Vietnamese"),
        ("so", "Soomaali", "Somali"),
        ("zh-Hans", "简体中文", "Simplified Chinese"),
        ("pt-BR", "Português Brasileiro", "Brazilian Portuguese"),
        ("ar-MA", "العربيّة (MA)", "Arabic (MA)"),
        ("xx", "xx", "xx"),
    ],
)
def test_language_has_its_own_name_and_one_on_the_page(tag, own, here):
    assert languages.own_name(tag).casefold() == own.casefold()
    assert languages.name_of(tag) == here


def test_spanish_sentence_names_a_language_in_small_letters():
    with translation.override("es"):
        assert languages.name_of("en") == "inglés"
        assert languages.both_names("en") == "Inglés (English)"
