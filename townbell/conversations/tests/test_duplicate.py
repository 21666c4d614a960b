"""A copy begins with the host's words in every language, and with nothing of the residents'."""

from decimal import Decimal

import pytest
from django.test import Client

from townbell.conversations.actions import convening, translating, voting, watching
from townbell.conversations.actions.duplicating import duplicate_conversation
from townbell.conversations.models import Conversation, Margin, Statement, Vote
from townbell.people.models import Role, Team
from townbell.testing import member, sign_in

PAGE = "/en/staff/conversations/safe-streets/duplicate/"


@pytest.fixture
def held(conversation, statement, amina, farah):
    """A conversation in three languages with seeds, a resident's statement and a vote."""
    conversation.moderation = Conversation.Moderation.AFTER
    conversation.entry = Conversation.Entry.BOTH
    conversation.languages = ["en", "es", "ar"]
    conversation.save()
    seed = convening.add_seed(conversation=conversation, texts={"en": "Cut the hedges."})
    for text, kind in [("Corten los setos.", "machine"), ("Poden los setos.", "corrected")]:
        convening.translate_statement(statement=seed, language="es", text=text, kind=kind)
    gone = convening.add_seed(conversation=conversation, texts={"en": "Taken down."})
    Statement.objects.filter(pk=gone.pk).update(standing=Statement.Standing.REMOVED)
    convening.add_seed(conversation=conversation, texts={"es": "Más bancos.", "en": "More seats."})
    words = [("question", "ما رأيك؟"), ("agree", "موافق")]
    changes = [translating.Change(key, "ar", text, "machine") for key, text in words]
    translating.save_translations(conversation=conversation, changes=changes, by=farah)
    voting.cast_vote(statement=statement, participant=amina, choice=Vote.Choice.AGREE)
    return conversation


def copy(held, farah, team=None):
    return duplicate_conversation(
        conversation=held, team=team or held.team, slug="safe-streets-2", by=farah
    )


def test_copy_has_the_words_in_every_language_and_how_they_were_translated(held, farah):
    made = copy(held, farah)

    fields = ("language", "question", "background", "promise", "kinds", "answers")
    assert set(map(repr, made.texts.values(*fields))) == set(map(repr, held.texts.values(*fields)))
    arabic = made.texts.get(language="ar")
    assert (arabic.question, arabic.kinds["question"]) == ("ما رأيك؟", "machine")
    assert arabic.answers == {"agree": "موافق"}


def test_copy_is_held_in_the_same_way_and_is_a_draft(held, farah):
    made = copy(held, farah)

    for name in ("languages", "moderation", "entry", "rulebook", "team", "host"):
        assert getattr(made, name) == getattr(held, name)
    assert not convening.is_launched(made)
    assert (made.opens_at, made.closes_at, made.provenance) == (None, None, "live")
    assert made.copied_from == held


def test_every_field_of_a_conversation_is_copied_or_begins_anew():
    copied = {"host", "team", "rulebook", "languages", "moderation", "entry"}
    anew = {"id", "slug", "provenance", "source", "opens_at", "closes_at", "made_at", "copied_from"}

    assert {field.name for field in Conversation._meta.fields} == copied | anew


def test_copy_has_the_seeds_with_their_newest_translations_and_no_residents_statement(held, farah):
    made = copy(held, farah)

    texts = [
        {(text.language, text.text, text.kind, text.version) for text in seed.texts.all()}
        for seed in made.statements.order_by("number")
    ]
    assert texts == [
        {("en", "Cut the hedges.", "original", 1), ("es", "Poden los setos.", "corrected", 1)},
        {("es", "Más bancos.", "original", 1), ("en", "More seats.", "human", 1)},
    ]
    assert [seed.number for seed in made.statements.order_by("number")] == [1, 2]
    assert not made.votes.exists()
    assert not made.participants.exists()
    assert held.votes.count() == 1


def test_copy_keeps_published_shares_that_its_own_counts_can_stand_beside(held, farah):
    for against, counted in [("language/es", None), ("batch/7", None), ("", 40)]:
        watching.add_margin(
            conversation=held,
            label=against or "by hand",
            percent=Decimal("38.5"),
            source="Census 2020",
            against=against,
            counted=counted,
            by=farah,
        )
    made = copy(held, farah)

    share = Margin.objects.get(conversation=made)
    assert (share.label, share.percent, share.source) == (
        "language/es",
        Decimal("38.5"),
        "Census 2020",
    )


def test_rules_of_another_organisation_are_not_taken_along(held, farah, police_team):
    assert copy(held, farah, police_team).rulebook is None


def test_convener_copies_from_the_desk(convener, held):
    assert "Copy it into a new draft" in convener.get("/en/staff/conversations/safe-streets/").text
    done = convener.post(PAGE, {"team": held.team_id, "slug": "safer-streets"}, follow=True)

    assert done.redirect_chain[-1][0] == "/en/staff/conversations/safer-streets/"
    assert 'Copied from <a href="/en/c/safe-streets/">What would make' in done.text
    assert "The promise came with it" in done.text
    assert Client().get("/en/c/safer-streets/").status_code == 404


def test_copy_of_a_draft_names_it_without_a_public_address(convener, draft):
    done = convener.post(PAGE, {"team": draft.team_id, "slug": "again"}, follow=True)

    assert "Copied from What would make" in done.text


@pytest.mark.parametrize("slug", ["safe-streets", "new", ""])
def test_copy_needs_an_address_of_its_own(convener, held, slug):
    assert convener.post(PAGE, {"team": held.team_id, "slug": slug}).status_code == 200
    assert Conversation.objects.get() == held


def test_copy_goes_to_teams_that_one_convenes_for(convener, held, neighbours, police_team):
    other = Team.objects.create(organisation=neighbours, name="Other team")
    for team in (other, police_team):
        convener.post(PAGE, {"team": team.pk, "slug": "again"})

    assert Conversation.objects.get() == held


def test_stranger_and_moderator_copy_nothing(held, dana, police_team):
    for somebody in (dana, member("Stranger", Role.CONVENER, police_team)):
        client = Client()
        sign_in(client, somebody)
        response = client.post(PAGE, {"team": held.team_id, "slug": "again"})
        assert response.status_code == 404

    assert Conversation.objects.get() == held
