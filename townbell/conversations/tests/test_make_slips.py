"""The desk of slips: codes shown once, on paper, counted by fives, withdrawn with a reason."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from townbell.conversations import tasks
from townbell.conversations.actions import convening
from townbell.conversations.actions.entering import redeem_slip
from townbell.conversations.actions.voting import cast_vote
from townbell.conversations.models import Watch
from townbell.conversations.printing.slips import slip_sheet
from townbell.participation import identity, printing
from townbell.participation.actions import make_slips, use_slip
from townbell.participation.models import Slip, SlipBatch, SlipWithdrawal
from townbell.people.models import Role
from townbell.testing import member, published_statement, sign_in

DESK = "/en/staff/conversations/safe-streets/slips/"
HALL = {"label": "Church hall", "kind": "official", "size": "20"}


def codes_on(page):
    return re.findall(r'class="slip-letters" dir="ltr">([0-9A-Z-]{14})<', page.text)


@pytest.fixture
def sheet(convener, conversation):
    return convener.post(DESK, HALL)


def every_row_as_text():
    """Read all tables there are, bytes as letters and as digits."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                raw = [bytes(v) if isinstance(v, (bytes, memoryview)) else v for v in row]
                found.append(f"{raw} {[v.hex() for v in raw if isinstance(v, bytes)]}")
    return "\n".join(found)


def test_batch_is_made_and_its_codes_shown_once(convener, sheet):
    codes = codes_on(sheet)
    assert len(set(codes)) == 20
    assert "no-store" in sheet.headers["Cache-Control"]
    batch = SlipBatch.objects.get()
    assert (batch.label, batch.kind, batch.size) == ("Church hall", "official", 20)
    assert batch.by.name == "Farah"

    later = convener.get(DESK).text
    assert "Church hall" in later
    assert not any(code in later for code in codes)
    assert use_slip(scope=batch.scope, code=codes[7]) == batch


def test_codes_are_nowhere_in_the_database(convener, conversation, sheet, statement):
    codes = codes_on(sheet)
    redeem_slip(conversation=conversation, key=identity.new_key(), code=codes[0])
    held = every_row_as_text()

    assert "Church hall" in held
    for code in codes:
        bare = code.replace("-", "")
        for form in [code, bare, bare.lower(), bare.encode().hex(), code.encode().hex()]:
            assert form not in held


def test_each_slip_says_the_same_in_both_languages_and_has_its_own_square(sheet, conversation):
    slips = re.findall(r'<li class="slip">(.*?)</li>', sheet.text, flags=re.DOTALL)
    squares = {re.search(r"<svg.*</svg>", slip, flags=re.DOTALL)[0] for slip in slips}
    said = {
        re.sub(r"<svg.*?</svg>|[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", "", slip, flags=re.DOTALL)
        for slip in slips
    }

    assert len(slips) == len(squares) == 20
    # But for the code and its square, nothing tells two slips apart: no number, no mark.
    (words,) = said
    assert "What would make Ford Street feel safe at night?" in words
    assert "¿Qué haría que la calle Ford se sienta segura de noche?" in words
    assert "This slip lets one person in, once." in words
    assert "Este pase deja entrar a una persona, una sola vez." in words
    assert "/c/safe-streets/slip/" in words


def test_square_holds_the_code_behind_the_part_that_servers_see(conversation, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        printing, "qr_svgs", lambda addresses: [drawn.append(a) or "" for a in addresses]
    )

    slip_sheet(conversation, ["7KQ2-0M9F-XA4T"])

    assert drawn[0].endswith("/c/safe-streets/slip/#7KQ2-0M9F-XA4T")


@pytest.mark.parametrize(
    ("size", "says"),
    [
        ("19", "At least 20 in a batch"),
        ("0", "At least 20 in a batch"),
        ("2001", "At most 2,000 at once"),
        ("", "This field is required."),
        ("twenty", "Enter a whole number."),
    ],
)
def test_batch_of_another_size_is_refused_and_nothing_typed_is_lost(
    convener, conversation, size, says
):
    page = convener.post(DESK, HALL | {"size": size})

    assert says in page.text
    assert 'value="Church hall"' in page.text
    assert 'value="official"' in page.text
    assert not SlipBatch.objects.exists()


def test_refusal_of_19_is_in_spanish_too(convener, conversation):
    page = convener.post(DESK.replace("/en/", "/es/"), HALL | {"size": "19"})

    assert "Al menos 20 por lote" in page.text


def test_single_slip_is_not_seen_being_used(convener, conversation, sheet):
    def cells():
        return re.findall(r'class="number">([^<]+)</td>', convener.get(DESK).text)

    asked = published_statement(conversation, "More light.")
    shown = []
    for code in codes_on(sheet)[:11]:
        somebody = redeem_slip(conversation=conversation, key=identity.new_key(), code=code)
        cast_vote(statement=asked, participant=somebody, choice=1)
        Watch.objects.update(at=timezone.now() - timedelta(hours=2))
        tasks.watch()
        shown.append(cells()[1])

    assert shown == ["–"] * 4 + ["5"] * 5 + ["10"] * 2


def pdf(client, sheet, codes=None, paper="letter", slug="safe-streets"):
    batch = SlipBatch.objects.order_by("pk").first()
    words = " ".join(codes_on(sheet) if codes is None else codes)
    address = f"/en/staff/conversations/{slug}/slips/{batch.pk}/pdf/"
    return client.post(address, {"codes": words, "paper": paper})


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_same_slips_come_as_pdf_eight_a_page(convener, sheet, paper):
    response = pdf(convener, sheet, paper=paper)

    assert response.content.startswith(b"%PDF")
    assert "no-store" in response.headers["Cache-Control"]
    assert "attachment" in response.headers["Content-Disposition"]
    assert len(re.findall(rb"/Type\s*/Page\b", response.content)) == 3
    assert not Slip.objects.exclude(used_on=None).exists()


def test_pdf_prints_no_code_that_is_not_an_unused_one_of_the_batch(
    convener, conversation, sheet, farah
):
    codes = codes_on(sheet)
    other = make_slips(
        scope="conversation/999", label="Elsewhere", kind="resident", size=20, by=farah
    )[1]
    use_slip(scope=conversation.scope, code=codes[0])

    assert (
        pdf(convener, sheet, codes=[codes[0], other[0], "<b>", "7KQ2-0M9F-XA4T"]).status_code == 404
    )
    assert pdf(convener, sheet, codes=[]).status_code == 404
    assert pdf(convener, sheet, paper="letter.typ").status_code == 404
    assert pdf(convener, sheet, codes=codes[:2]).status_code == 200


def test_sheet_leaves_nothing_on_the_disk(convener, sheet, settings, tmp_path, monkeypatch):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    before = set(settings.HOME.rglob("*"))

    assert pdf(convener, sheet).status_code == 200

    assert list(temporary.rglob("*")) == []
    assert set(settings.HOME.rglob("*")) == before


def test_withdrawn_batch_shows_its_reason_and_lets_nobody_in(convener, conversation, sheet):
    batch = SlipBatch.objects.get()
    assert (
        "This field is required."
        in convener.post(f"{DESK}{batch.pk}/withdraw/", {"reason": " "}).text
    )
    convener.post(f"{DESK}{batch.pk}/withdraw/", {"reason": "The sheet was copied."})
    convener.post(f"{DESK}{batch.pk}/withdraw/", {"reason": "Once more."})

    page = convener.get(DESK).text
    assert "The sheet was copied." in page
    assert f"{DESK}{batch.pk}/withdraw/" not in page
    assert SlipWithdrawal.objects.get().reason == "The sheet was copied."
    answer = Client().post("/en/c/safe-streets/slip/", {"code": codes_on(sheet)[0]})
    assert "The host has withdrawn this slip" in answer.text


def test_no_slips_for_a_conversation_without_words_or_after_its_end(convener, draft, farah):
    draft.texts.all().delete()
    assert "Write the question first" in convener.post(DESK, HALL).text


def test_no_slips_after_the_end(convener, conversation, farah):
    convening.close_conversation(conversation=conversation, by=farah, reason="The end.")

    assert 'name="size"' not in convener.post(DESK, HALL).text
    assert not SlipBatch.objects.exists()


def test_slips_of_a_draft_are_printed_before_it_opens(convener, draft, farah):
    codes = codes_on(convener.post(DESK, HALL))
    convening.launch_conversation(conversation=draft, by=farah)

    answer = Client().post("/en/c/safe-streets/slip/", {"code": codes[0]})
    assert answer.status_code == 303


def test_nobody_else_makes_sees_or_withdraws_slips(sheet, dana, cruz, police_team):
    batch = SlipBatch.objects.get()
    for somebody in [dana, cruz, member("Neighbouring Convener", Role.CONVENER, police_team)]:
        client = Client()
        sign_in(client, somebody)
        assert client.get(DESK).status_code == 404
        assert client.post(DESK, HALL).status_code == 404
        assert pdf(client, sheet).status_code == 404
        away = client.post(f"{DESK}{batch.pk}/withdraw/", {"reason": "R."})
        assert away.status_code == 404

    assert SlipBatch.objects.count() == 1
    assert not SlipWithdrawal.objects.exists()


def test_batch_of_another_conversation_is_not_there(convener, conversation, farah):
    other, _ = make_slips(
        scope="conversation/999", label="Elsewhere", kind="resident", size=20, by=farah
    )

    assert "Elsewhere" not in convener.get(DESK).text
    answer = convener.post(f"{DESK}{other.pk}/withdraw/", {"reason": "R."})
    assert answer.status_code == 404
    assert not SlipWithdrawal.objects.exists()


@pytest.mark.parametrize("batches", [1, 3])
def test_list_costs_the_same_however_many_batches(
    convener, conversation, farah, batches, django_assert_num_queries
):
    for number in range(batches):
        make_slips(
            scope=conversation.scope, label=f"Hall {number}", kind="resident", size=20, by=farah
        )

    with django_assert_num_queries(13):
        assert convener.get(DESK).text.count("<tr ") == batches + 1
