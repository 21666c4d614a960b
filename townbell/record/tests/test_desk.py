"""The desk of the record: two people for an agency, both sides on a promise, nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from townbell.record.models import (
    Answer,
    Ask,
    Commitment,
    CommunityWord,
    Evidence,
    PublicStatement,
    Record,
    Rung,
)
from townbell.record.tests.conftest import soon
from townbell.testing import member, sign_in

DESK = "/en/staff/record/"


def client_of(somebody):
    client = Client()
    sign_in(client, somebody)
    return client


@pytest.fixture
def as_farah(farah):
    return client_of(farah)


@pytest.fixture
def as_cruz(cruz):
    return client_of(cruz)


@pytest.fixture
def as_ito(ito):
    return client_of(ito)


def test_ask_is_answered_by_two_people_with_a_promise(as_farah, as_cruz, as_ito, department):
    as_farah.post(
        f"{DESK}asks/new/",
        {
            "office": department.pk,
            "due": soon().isoformat(),
            "title_en": "Lights",
            "text_en": "Mend.",
        },
    )
    assert "Lights" in as_cruz.get(DESK).text
    as_cruz.post(f"{DESK}asks/1/answer/", {"verdict": "partly", "text_en": "We mend half."})
    as_cruz.post(
        f"{DESK}answers/1/",
        {
            "title_en": "Mend 20 lights",
            "responsible": "Head of works",
            "due": soon(9).isoformat(),
            "how_to_tell": "Count them.",
        },
    )
    assert "a second person of your office" in as_cruz.get(f"{DESK}answers/1/").text
    assert as_cruz.post(f"{DESK}answers/1/publish/").status_code == 404
    as_ito.post(f"{DESK}answers/1/publish/")

    assert Ask.objects.answered().count() == 1
    assert Commitment.objects.issued().count() == 1


def test_not_ours_says_whose_and_more_time_says_until_when(as_cruz, ask):
    address = f"{DESK}asks/1/answer/"
    whose = as_cruz.post(address, {"verdict": "not-ours", "text_en": "No."}).text
    until = as_cruz.post(address, {"verdict": "more-time", "text_en": "Wait."}).text

    assert "Please say whose it is." in whose
    assert "Please give a day that is still to come." in until
    assert not Answer.objects.exists()


def test_community_has_no_door_to_the_offices_answer(as_farah, answer):
    assert as_farah.get(f"{DESK}asks/1/answer/").status_code == 404
    assert as_farah.get(f"{DESK}answers/1/").status_code == 404
    assert as_farah.post(f"{DESK}answers/1/publish/").status_code == 404


def test_official_of_another_office_cannot_answer(ask, team):
    stranger = client_of(member("Stranger", "official", team))

    assert stranger.get(f"{DESK}asks/1/answer/").status_code == 404


def test_two_people_say_done_and_the_community_disputes(as_farah, as_cruz, as_ito, commitment):
    Commitment.objects.update(due=timezone.localdate() - timedelta(days=2))
    as_cruz.post(f"{DESK}commitments/1/agency/", {"word": "done", "reason": "All work."})
    word = commitment.agency_words.get(word="done")
    assert as_cruz.post(f"{DESK}commitments/1/agency/{word.pk}/").status_code == 404
    as_ito.post(f"{DESK}commitments/1/agency/{word.pk}/")
    assert not Commitment.objects.overdue().exists()
    as_farah.post(f"{DESK}commitments/1/community/", {"word": "disputed", "reason": "Nine dark."})

    assert CommunityWord.objects.get().word == "disputed"
    assert Commitment.objects.overdue().exists()


def test_agency_cannot_speak_as_the_community(as_cruz, commitment):
    response = as_cruz.post(
        f"{DESK}commitments/1/community/", {"word": "confirmed", "reason": "Done."}
    )

    assert response.status_code == 404
    assert not CommunityWord.objects.exists()


def test_evidence_keeps_the_file_private_and_its_hash_public(
    as_farah, commitment, settings, tmp_path
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("../../dark street.html", b"<script>alert(1)</script>")
    as_farah.post(f"{DESK}commitments/1/evidence/", {"note": "Nine dark lights", "file": file})
    page = Client().get("/en/record/commitment/1/").text

    assert Evidence.objects.get().sha256 in page
    assert Evidence.objects.get().file.url not in page
    assert [path.name for path in tmp_path.rglob("*.html")] == []


FACTS = {
    "quote": "It is not okay.",
    "quote_language": "en",
    "descriptor": "an officer in uniform",
    "capacity": "unclear",
    "said_on": "2025-06?",
}


def test_statement_goes_from_report_to_second_reviewer(as_farah, department, team):
    as_farah.post(f"{DESK}statements/new/", FACTS | {"agency": department.pk})
    as_farah.post(f"{DESK}statement/1/publish/")
    assert "Status: Reported." in Client().get("/en/record/statement/1/").text
    refused = as_farah.post(f"{DESK}statements/1/status/", {"step": "source-seen", "reason": "x"})
    assert "Name the sources first" in refused.text
    as_farah.post(f"{DESK}statements/1/source/", {"kind": "news", "publisher": "The Post"})
    as_farah.post(f"{DESK}statements/1/status/", {"step": "source-seen", "reason": "Saw it."})
    rung = Rung.objects.get(step="source-seen")
    assert as_farah.post(f"{DESK}statements/1/status/{rung.pk}/").status_code == 404
    client_of(member("Hana", "convener", team)).post(f"{DESK}statements/1/status/{rung.pk}/")

    assert "Status: Source seen." in Client().get("/en/record/statement/1/").text


@pytest.mark.parametrize("said_on", ["yesterday", "06/12/2025", "2025-6", "<b>"])
def test_day_that_cannot_be_read_is_refused_with_an_example(as_farah, department, said_on):
    response = as_farah.post(
        f"{DESK}statements/new/", FACTS | {"agency": department.pk, "said_on": said_on}
    )

    assert "Please write it like 2025-06-12" in response.text
    assert "It is not okay." in response.text
    assert not PublicStatement.objects.exists()


def test_speaker_is_named_only_with_a_basis(as_farah, department):
    response = as_farah.post(
        f"{DESK}statements/new/", FACTS | {"agency": department.pk, "speaker": "A. Officer"}
    )

    assert "Please say how you know who spoke." in response.text
    assert not Record.objects.exists()


def test_correction_is_public_with_its_reason(as_farah, ask):
    as_farah.post(
        f"{DESK}ask/1/correct/", {"title_en": "Working lights", "reason": "The street was wrong."}
    )
    assert "Working street lights" in Client().get("/en/record/ask/1/").text
    as_farah.post(f"{DESK}ask/1/publish/")

    page = Client().get("/en/record/ask/1/").text
    assert "Working lights" in page
    assert "The street was wrong." in page


def test_agency_cannot_edit_what_the_community_keeps(as_cruz, ask, public_statement):
    for page in ["correct/", "withdraw/", "remove/", "publish/", ""]:
        for kind in ("ask", "statement"):
            assert as_cruz.get(f"{DESK}{kind}/1/{page}").status_code in {404, 405}


def test_agency_replies_beside_the_statement(as_cruz, as_ito, public_statement):
    as_cruz.post(f"{DESK}statements/1/reply/", {"text_en": "This is not our policy."})
    assert "not our policy" not in Client().get("/en/record/statement/1/").text
    as_ito.post(f"{DESK}reply/1/publish/")

    assert "This is not our policy." in Client().get("/en/record/statement/1/").text


def test_words_are_removed_by_a_rule_and_the_page_says_so(as_farah, ask, rulebook):
    rule = rulebook.rules.get(number=2)
    as_farah.post(f"{DESK}ask/1/remove/", {"rule": rule.pk})

    page = Client().get("/en/record/ask/1/").text
    assert "by rule 2" in page
    assert "street lights" not in page


def test_withdrawn_record_leaves_its_page_and_reason(as_farah, public_statement):
    as_farah.post(f"{DESK}statement/1/withdraw/", {"reason": "The witness took it back."})

    assert "The witness took it back." in Client().get("/en/record/statement/1/").text
