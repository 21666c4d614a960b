from datetime import timedelta

from django.test import Client
from django.utils import timezone

from townbell.record.actions import promises
from townbell.record.models import Commitment
from townbell.record.queries import board


def first_page(language: str = "en") -> str:
    return Client().get(f"/{language}/").text


def test_office_stands_with_what_it_owes(ask):
    page = first_page()

    assert f'?office={ask.office.slug}" lang="" dir="ltr">{ask.office.name}' in page
    assert "1 answer owed" in page
    assert "None answered yet" in page


def test_office_stands_with_how_long_its_answers_take(commitment):
    page = first_page()

    assert "0 answers owed" in page
    assert "Usually 0 days to an answer" in page


def test_promise_past_its_day_is_pinned(commitment):
    assert "Promises past their day" not in first_page()

    Commitment.objects.update(due=timezone.localdate() - timedelta(days=1))
    page = first_page()

    assert "Promises past their day" in page
    assert f"{commitment.record.keeper.name} promised it by" in page


def test_promise_that_was_kept_is_not_called_overdue(commitment, cruz, ito):
    Commitment.objects.update(due=timezone.localdate() - timedelta(days=1))
    assert [card.labels for card in board.promised("en")] == [("overdue",)]
    word = promises.say_for_agency(commitment=commitment, word="done", reason="All work.", by=cruz)
    promises.confirm_agency_word(word=word, by=ito)
    (card,) = board.promised("en")

    assert card.labels == ()
    assert "Done, the agency says" in card.facts


def test_statement_is_pinned_with_its_rung_and_never_as_policy(public_statement):
    page = first_page("es")

    assert "Lo que dijeron en público los oficiales" in page
    assert '<span class="label">Reportada</span>' in page
    assert "Sin identificar quién habló" in page


def test_statement_before_publication_is_not_pinned(statement):
    assert "What officials said in public" not in first_page()
