from townbell.web.privacy import DOCUMENT, written_anew


def test_document_tells_what_the_program_stores_today():
    document = DOCUMENT.read_text(encoding="utf-8")

    assert written_anew(document) == document, "run: .venv/bin/python -m townbell.web.privacy"


def test_every_test_the_document_names_is_there():
    root = DOCUMENT.parent.parent
    named = {
        word
        for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
        for word in line.split("`")[1::2]
        if word.startswith(("tests/", "townbell/"))
    }

    assert len(named) >= 6
    assert [word for word in named if not (root / word).exists()] == []
