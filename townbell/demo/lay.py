"""Lay the demo: a city that does not exist, the same every time."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from townbell.conversations import tasks
from townbell.conversations.actions import convening, voting
from townbell.conversations.models import (
    Conversation,
    Participant,
    Statement,
    StatementText,
    Vote,
)
from townbell.demo import record
from townbell.demo.clock import days_ago
from townbell.demo.content import TOPICS, Line, Topic
from townbell.demo.simulate import NOT_SEEN, Simulation, simulate
from townbell.demo.slips import lay_slips_to_try
from townbell.moderation.actions import write_rulebook
from townbell.moderation.models import Rulebook
from townbell.moderation.starter import STARTER_RULES, STARTER_TITLE
from townbell.participation.actions import make_slips
from townbell.participation.models import Slip, SlipBatch
from townbell.people.models import Appointment, Member, Organisation, Role, Team, TeamMembership

SEED = 20250612
ABOUT_LISTENING = {
    "en": "Eleven volunteers from all over San Aldo. Find us on Thursdays from 5 to 7 p.m. at the "
    "library, in English and Spanish.",
    "es": "Once voluntarios de todo San Aldo. Nos encuentra los jueves de 5 a 7 de la tarde en la "
    "biblioteca, en español y en inglés.",
}
CLOSED = {"hearing-each-other", "streets-at-night"}
CAST = [
    ("Farah", "community", [Role.CONVENER, Role.ADMINISTRATOR]),
    ("Dana", "community", [Role.MODERATOR]),
    ("Eli", "community", [Role.RECIPIENT]),
    ("Officer Cruz", "agency", [Role.CONVENER, Role.OFFICIAL]),
    ("Chief Ito", "agency", [Role.OFFICIAL]),
    ("Noor", "agency", [Role.CLERK]),
]


@transaction.atomic
def lay() -> None:
    """Make the organisations, the staff, three conversations, and what came of one of them."""
    calling, hearing, night = TOPICS
    with days_ago(60):
        teams = make_staff()
        rulebook = write_rulebook(
            organisation=teams["community"].organisation, title=STARTER_TITLE, rules=STARTER_RULES
        )
        conversation = make_conversation(hearing, teams["community"], rulebook, SEED + 1)
    with days_ago(40):
        end(conversation)
    record.lay_loop(conversation=conversation, office=teams["agency"].organisation)
    with days_ago(2):
        end(make_conversation(night, teams["community"], rulebook, SEED + 2))
    record.lay_statement()
    conversation = make_conversation(calling, teams["community"], rulebook, SEED)
    lay_slips_to_try(conversation, by=Member.objects.get(name="Farah"))


def make_staff() -> dict[str, Team]:
    teams = {
        "community": make_team("Neighbours of San Aldo", "neighbours", "community", "Listening"),
        "agency": make_team(
            "San Aldo Police Department", "police", "agency", "Community relations"
        ),
    }
    Team.objects.filter(pk=teams["community"].pk).update(about=ABOUT_LISTENING)
    for name, kind, roles in CAST:
        make_member(name, teams[kind], roles)
    return teams


def end(conversation: Conversation) -> None:
    """Close a conversation and publish its final result."""
    convening.close_conversation(conversation=conversation, by=None, reason="The announced end.")
    tasks.publish_final_results()


def make_team(organisation: str, slug: str, kind: str, team: str) -> Team:
    made = Organisation.objects.create(name=organisation, slug=slug, kind=kind)
    return Team.objects.create(organisation=made, name=team)


def make_member(name: str, team: Team, roles: list[Role]) -> Member:
    email = f"{name.split()[-1].lower()}@sanaldo.example"
    member = Member.objects.create_user(email=email, name=name)
    TeamMembership.objects.create(member=member, team=team)
    for role in roles:
        Appointment.objects.create(member=member, organisation=team.organisation, role=role)
    return member


def make_conversation(topic: Topic, team: Team, rulebook: Rulebook, seed: int) -> Conversation:
    conversation = convening.create_conversation(
        team=team,
        slug=topic.slug,
        languages=["en", "es"],
        rulebook=rulebook,
        entry=Conversation.Entry.BOTH,
        provenance=Conversation.Provenance.SIMULATED,
        closes_at=None if topic.slug in CLOSED else timezone.now() + timedelta(days=30),
    )
    for place, language in enumerate(["en", "es"]):
        convening.write_text(
            conversation=conversation,
            language=language,
            question=topic.question[place],
            background=topic.background[place],
            promise=topic.promise[place],
        )
    convening.launch_conversation(conversation=conversation, by=None)
    simulation = simulate(
        [line.leaning for line in topic.lines], people=topic.people, gap=topic.gap, seed=seed
    )
    cast(conversation, topic.lines, simulation, np.random.default_rng(seed))
    voting.mark_for_analysis(conversation.pk)
    return conversation


def cast(
    conversation: Conversation,
    lines: list[Line],
    simulation: Simulation,
    random: np.random.Generator,
) -> None:
    """Write statements, participants and votes in bulk, with ids drawn from the demo's seed."""
    today = timezone.localdate()
    numbers = random.integers(1, 2**62, size=3 * len(lines) + len(simulation.votes))
    ids = iter(int(number) for number in numbers)
    texts = [make_statement(conversation, line, place, ids) for place, line in enumerate(lines, 1)]
    people = [
        Participant(
            id=next(ids), conversation=conversation, key_hash=random.bytes(32), day=today, **way
        )
        for way in ways_in(conversation, people=len(simulation.votes), seed=int(numbers[0]))
    ]
    Participant.objects.bulk_create(people)
    Vote.objects.bulk_create(
        [
            make_vote(person, texts[int(place)][bool(spanish)], int(choice), today)
            for person, spanish, choices in zip(
                people, simulation.spanish, simulation.votes, strict=True
            )
            for place, choice in enumerate(choices)
            if choice != NOT_SEEN
        ],
        batch_size=2000,
    )


def ways_in(conversation: Conversation, *, people: int, seed: int) -> list[dict[str, Any]]:
    """Let most people come in openly, some with a slip, a few on paper or on a shared tablet."""
    kinds, entries = SlipBatch.Kind, Participant.Entry
    convener = conversation.team.memberships.order_by("pk")[0].member
    ways: list[dict[str, Any]] = [{}, {"entry": entries.PAPER}, {"entry": entries.KIOSK}]
    for kind, label in [(kinds.RESIDENT, "Maple Church"), (kinds.OFFICIAL, "Night shift")]:
        batch, _codes = make_slips(
            scope=conversation.scope, label=label, kind=kind, size=150, by=convener
        )
        ways.append({"entry": entries.SLIP, "batch": batch})
    chosen = np.random.default_rng(seed).choice(len(ways), people, p=[0.54, 0.12, 0.06, 0.18, 0.1])
    for number, way in enumerate(ways[3:], 3):
        used = way["batch"].slips.order_by("pk")[: int((chosen == number).sum())]
        Slip.objects.filter(pk__in=[slip.pk for slip in used]).update(used_on=timezone.localdate())
    return [ways[number] for number in chosen]


def make_statement(
    conversation: Conversation, line: Line, number: int, ids: Iterator[int]
) -> tuple[StatementText, StatementText]:
    statement = Statement.objects.create(
        id=next(ids),
        conversation=conversation,
        number=number,
        author=line.author,
        standing=Statement.Standing.PUBLISHED,
        day=timezone.localdate(),
    )
    kinds = StatementText.Kind
    made = StatementText.objects.bulk_create(
        [
            StatementText(
                id=next(ids), statement=statement, language=language, text=text, kind=kind
            )
            for language, text, kind in [
                ("en", line.english, kinds.ORIGINAL),
                ("es", line.spanish, kinds.HUMAN),
            ]
        ]
    )
    return made[0], made[1]


def make_vote(person: Participant, text: StatementText, choice: int, day: date) -> Vote:
    return Vote(
        conversation_id=person.conversation_id,
        participant=person,
        statement_id=text.statement_id,
        choice=choice,
        text=text,
        day=day,
    )
