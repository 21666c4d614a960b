from townbell.participation.actions import issue_receipt
from townbell.participation.models import Receipt
from townbell.participation.queries import subject_of_receipt


def test_code_finds_its_subject_however_it_is_typed(db):
    code = issue_receipt(subject="statement/7")

    assert subject_of_receipt(code) == "statement/7"
    assert subject_of_receipt(f"  {code.lower().replace('-', ' ')} ") == "statement/7"
    assert subject_of_receipt(code.replace("0", "O").replace("1", "l")) == "statement/7"


def test_wrong_code_finds_nothing(db):
    issue_receipt(subject="statement/7")

    assert subject_of_receipt("0000-0000-0000") is None
    assert subject_of_receipt("") is None


def test_database_does_not_hold_the_code(db):
    code = issue_receipt(subject="statement/7")

    bare = code.replace("-", "").encode()
    assert bare not in bytes(Receipt.objects.get().code_hash)
    assert len(Receipt.objects.get().code_hash) == 32
