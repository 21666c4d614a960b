"""The cast of all tests, introduced once.

Amina lives here and speaks Spanish at home. Ben is her neighbour and must never see her report.
Officer Cruz hosts town halls. Dana moderates. Chief Ito makes promises. Eli receives reports.
Farah runs a community organisation and convenes. Grace administers it.
"""

import time
from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.test import Client
from django.utils import timezone

from townbell.conversations.deck import forget_decks
from townbell.conversations.models import (
    Conversation,
    ConversationText,
    Launch,
    Participant,
    Statement,
    StatementText,
)
from townbell.moderation.models import Rule, Rulebook, RuleText
from townbell.participation import identity
from townbell.people import sign_in as staff_sign_in
from townbell.people.models import (
    Appointment,
    Member,
    Organisation,
    Role,
    Team,
    TeamMembership,
)
from townbell.web import caching


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> None:
    # Scrypt as in earnest, with a thousandth of the work: many tests set or check a password.
    ScryptPasswordHasher.work_factor = 2**4


@pytest.fixture(autouse=True, scope="session")
def _pages_rendered_anew() -> None:
    caching.KEPT_SECONDS = 0.0


@pytest.fixture(autouse=True)
def _fresh_decks() -> None:
    forget_decks()


@pytest.fixture(autouse=True)
def _every_result_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a clock that stands no fit is ever fresh, however long it took this machine."""
    from townbell.conversations import tasks
    from townbell.conversations.analysis.fits import Fits

    monkeypatch.setattr(tasks, "FITS", Fits(clock=lambda: 0.0))


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def neighbours(db: None) -> Organisation:
    """The community organisation that Farah runs."""
    return Organisation.objects.create(
        name="Neighbours of Ford Street", slug="neighbours", kind=Organisation.Kind.COMMUNITY
    )


@pytest.fixture
def department(db: None) -> Organisation:
    """The police department of the town."""
    return Organisation.objects.create(
        name="Millbrook Police Department", slug="police", kind=Organisation.Kind.AGENCY
    )


@pytest.fixture
def team(neighbours: Organisation) -> Team:
    return Team.objects.create(organisation=neighbours, name="Listening team")


@pytest.fixture
def grace(team: Team) -> Member:
    """The administrator of Farah's organisation."""
    return member("Grace", Role.ADMINISTRATOR, team)


@pytest.fixture
def farah(team: Team) -> Member:
    return member("Farah", Role.CONVENER, team)


@pytest.fixture
def dana(team: Team) -> Member:
    return member("Dana", Role.MODERATOR, team)


@pytest.fixture
def police_team(department: Organisation) -> Team:
    return Team.objects.create(organisation=department, name="Community relations")


@pytest.fixture
def cruz(police_team: Team) -> Member:
    return member("Officer Cruz", Role.OFFICIAL, police_team)


@pytest.fixture
def ito(police_team: Team) -> Member:
    return member("Chief Ito", Role.OFFICIAL, police_team)


@pytest.fixture
def eli(team: Team) -> Member:
    return member("Eli", Role.RECIPIENT, team)


def member(name: str, role: Role, team: Team) -> Member:
    somebody = Member.objects.create_user(
        email=f"{name.split()[-1].lower()}@example.org", name=name
    )
    Appointment.objects.create(member=somebody, organisation=team.organisation, role=role)
    TeamMembership.objects.create(member=somebody, team=team)
    return somebody


def sign_in(client: Client, member: Member) -> None:
    """Sign `member` in as both proofs do; `client` may then go to the pages of staff."""
    client.force_login(member)
    session = client.session
    session[staff_sign_in.PROOF] = staff_sign_in.Proof.FACTOR
    session[staff_sign_in.PROVED_AT] = int(time.time())
    session.save()


@pytest.fixture
def rulebook(neighbours: Organisation) -> Rulebook:
    book = Rulebook.objects.create(organisation=neighbours, title="House rules")
    for number, english, spanish in [
        (1, "No threats or insults.", "Sin amenazas ni insultos."),
        (2, "No private details of other people.", "Sin datos privados de otras personas."),
    ]:
        rule = Rule.objects.create(rulebook=book, number=number)
        RuleText.objects.create(rule=rule, language="en", text=english)
        RuleText.objects.create(rule=rule, language="es", text=spanish)
    return book


@pytest.fixture
def draft(team: Team, rulebook: Rulebook) -> Conversation:
    """A conversation that Farah's team has written and not yet launched."""
    conversation = Conversation.objects.create(
        slug="safe-streets",
        host=team.organisation,
        team=team,
        rulebook=rulebook,
        languages=["en", "es"],
    )
    ConversationText.objects.create(
        conversation=conversation,
        language="en",
        question="What would make Ford Street feel safe at night?",
        background="The council decides in March.",
        promise="The department answers every shared finding within 30 days.",
    )
    ConversationText.objects.create(
        conversation=conversation,
        language="es",
        question="¿Qué haría que la calle Ford se sienta segura de noche?",
        background="El concejo decide en marzo.",
        promise="El departamento responde a cada acuerdo en un plazo de 30 días.",
    )
    return conversation


@pytest.fixture
def conversation(draft: Conversation, farah: Member) -> Conversation:
    """An open conversation."""
    Launch.objects.create(conversation=draft, by=farah)
    return draft


@pytest.fixture
def statement(conversation: Conversation) -> Statement:
    return published_statement(
        conversation, "The street lights should work.", "Las luces de la calle deben funcionar."
    )


def published_statement(conversation: Conversation, english: str, spanish: str = "") -> Statement:
    somewhere = Statement(
        conversation=conversation,
        standing=Statement.Standing.PUBLISHED,
        day=timezone.localdate(),
    )
    somewhere.number = somewhere.next_number()
    somewhere.save()
    StatementText.objects.create(statement=somewhere, language="en", text=english)
    if spanish:
        StatementText.objects.create(
            statement=somewhere, language="es", text=spanish, kind=StatementText.Kind.HUMAN
        )
    return somewhere


@pytest.fixture
def amina(conversation: Conversation) -> Participant:
    return participant(conversation)


@pytest.fixture
def ben(conversation: Conversation) -> Participant:
    return participant(conversation)


def participant(conversation: Conversation) -> Participant:
    return Participant.objects.create(
        conversation=conversation,
        key_hash=identity.key_hash(conversation.scope, identity.new_key()),
        day=timezone.localdate(),
    )
