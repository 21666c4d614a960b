from dataclasses import replace

from townbell.conversations.results import summary
from townbell.conversations.results.reading import (
    COMMON_GROUND,
    COMMON_REJECTION,
    DIFFERENCE,
    DIVIDED,
    NO_CLEAR_RESULT,
    NOT_ENOUGH_VOTES,
)
from townbell.conversations.tests.handmade import result, share, statement


def words(*statements, **data):
    return " ".join(summary.sentences(result(*statements, **data)))


def test_summary_leads_with_who_took_part():
    first = summary.sentences(result(statement(1, COMMON_GROUND)))[0]

    assert first == "400 people took part and gave 3000 answers to 1 statement."


def test_summary_names_the_surest_common_ground_with_its_numbers():
    said = words(statement(2, COMMON_GROUND), statement(1, COMMON_GROUND))

    assert "agree with 2 statements, first of all: “Statement 1” (80 of 100)." in said


def test_summary_names_a_rejection_by_who_disagrees():
    said = words(statement(1, COMMON_REJECTION, everyone=share(10, 85, 5)))

    assert "disagree with 1 statement: “Statement 1” (85 of 100)." in said


def test_summary_sets_the_halves_side_by_side_where_they_differ():
    said = words(statement(1, DIFFERENCE, parts=[share(10, 40), share(44, 6)]))

    assert "“Statement 1” (10 of 50 against 44 of 50)." in said


def test_summary_says_when_there_is_nothing_shared_and_no_difference():
    said = words(statement(1, NO_CLEAR_RESULT), statement(2, DIVIDED))

    assert "No statement clearly has most people in both halves behind it, or against it." in said
    assert "There is no statement on which the two halves clearly differ." in said
    assert "1 statement divides people, though the halves do not clearly differ on it." in said
    assert "On 1 statement there is no clear result." in said


def test_summary_of_too_few_answers_claims_nothing():
    said = words(
        statement(1, NOT_ENOUGH_VOTES, everyone=None, parts=[None, None], firm=None), people=4
    )

    assert "Too few people have answered" in said
    assert "share" not in said.replace("what they share", "")
    assert "this is a beginning, not an answer" in said


def test_summary_counts_tentative_findings():
    said = words(statement(1, COMMON_GROUND, firm=False), statement(2, DIFFERENCE))

    assert "1 of these findings is tentative" in said


def test_summary_always_says_that_nobody_was_drawn_by_lot():
    assert "They were not drawn by lot" in words(statement(1, COMMON_GROUND))


def test_removed_text_is_named_by_its_number():
    found = result(statement(3, COMMON_GROUND))
    struck = replace(found, texts={"3": {"removed": {"rule": 1, "day": "2026-01-02"}}})

    assert "statement 3 (80 of 100)" in " ".join(summary.sentences(struck))


def test_firm_finding_names_how_many_ballots_it_withstands():
    row = result(statement(1, COMMON_GROUND)).rows[0]

    said = " ".join(summary.sureness(row))
    assert "11 more ballots against it would not change this finding." in said
    assert "between 50 and 90 of 100 would probably agree." in said
    assert "agree least, 20 of 30 agree." in said


def test_difference_rests_on_both_halves_and_names_no_third():
    row = result(statement(1, DIFFERENCE, parts=[share(10, 40), share(44, 6)])).rows[0]

    said = " ".join(summary.sureness(row))
    assert "in half A between 50 and 90 of 100 would probably agree, in half B" in said
    assert "third" not in said


def test_divided_statement_says_how_many_may_be_against_it_too():
    row = result(statement(1, DIVIDED)).rows[0]

    said = " ".join(summary.sureness(row))
    assert "between 50 and 90 of 100 would probably agree, between 10 and 20 disagree." in said


def test_tentative_finding_names_no_number_of_ballots():
    row = result(statement(1, COMMON_GROUND, firm=False, undo=2)).rows[0]

    said = " ".join(summary.sureness(row))
    assert "a few more ballots could change this" in said
    assert "more ballot against" not in said


def test_spectrum_is_said_to_have_no_groups():
    assert "found no gap between people" in summary.structure(result())


def test_search_for_groups_names_its_day_and_what_few_people_cannot_show():
    structure = {"kind": "spectrum", "looked_at": "2026-03-04T10:00+00:00", "people": 80}

    said = summary.structure(result(structure=structure))
    assert "We looked on March 4, 2026, at the 80 people" in said
    assert "even groups far apart can be missed" in said
    structure["people"] = 900
    assert "far apart" not in summary.structure(result(structure=structure))


def test_groups_not_looked_for_are_not_denied():
    said = summary.structure(result(structure={"kind": "unknown"}))

    assert said == "We have not looked for separate groups in these votes."


def test_spanish_summary_quotes_the_translation(settings):
    from django.utils import translation

    with translation.override("es"):
        said = " ".join(summary.sentences(result(statement(1, COMMON_GROUND), language="es")))

    assert "Frase 1" in said
    assert "people" not in said
