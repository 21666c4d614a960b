"""Sheets as PDF: words are printed and never run, and no letter is lost in silence."""

import pytest

from townbell.participation import printing
from townbell.participation.printing import LettersMissing, Paper, SheetFailed, make_pdf


@pytest.fixture
def sheet(tmp_path):
    layout = tmp_path / "plain.typ"
    layout.write_text("= #words.title\n#spoken(words.tongue, words.text)")

    def make(text: str, *, paper: Paper = Paper.A4, language: str = "en") -> bytes:
        tongue = printing.in_words(language)
        words = {"title": "A sheet", "author": "Farah", "text": text, "tongue": tongue}
        return make_pdf(layout, paper=paper, words=words | printing.in_words("en"))

    return make


def test_sheet_is_a_tagged_and_titled_document_in_its_language(sheet):
    pdf = sheet("Hello.")

    assert pdf.startswith(b"%PDF-1.7")
    assert b"/Marked true" in pdf
    assert b"/Lang(en)" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"A sheet" in pdf


def test_paper_has_the_size_that_was_asked_for(sheet):
    assert b"/MediaBox[0 0 612 792]" in sheet("Hello.", paper=Paper.LETTER)
    assert b"/MediaBox[0 0 595.2756 841.8898]" in sheet("Hello.", paper=Paper.A4)


def test_words_of_people_are_printed_and_never_run(sheet):
    assert sheet('#panic("run") #read("/etc/passwd") $x$ *b* [c] \\')


@pytest.mark.parametrize(
    "text", ["¿Qué más? Ñandú", "Tiếng Việt", "Здравствуйте", "Kreyòl", "ماذا تريد"]
)
def test_fonts_inside_cover_many_languages(sheet, text):
    assert sheet(text)


@pytest.mark.parametrize(("language", "text"), [("zh", "你需要什么"), ("km", "អ្វី")])
def test_letters_that_the_fonts_lack_are_said_and_not_left_out(sheet, language, text):
    with pytest.raises(LettersMissing):
        sheet(text, language=language)


def test_mistake_in_a_layout_tells_nothing_of_its_words(tmp_path):
    layout = tmp_path / "wrong.typ"
    layout.write_text("#panic(words.text)")
    words = {"title": "A", "author": "F", "text": "MARKER", **printing.in_words("en")}

    with pytest.raises(SheetFailed) as failed:
        make_pdf(layout, paper=Paper.A4, words=words)

    assert "MARKER" not in str(failed.value)


def test_server_does_not_load_the_typesetter(sheet):
    import sys

    sheet("Hello.")

    assert "typst" not in sys.modules


def test_squares_of_a_batch_share_a_mask_and_differ_by_what_they_say():
    addresses = [f"https://town.example/c/streets/slip/#7KQ2-0M9F-XA4{end}" for end in "TUV"]
    squares = printing.qr_svgs(addresses)

    assert squares[0] == printing.qr_svg(addresses[0])
    assert len(set(squares)) == 3
