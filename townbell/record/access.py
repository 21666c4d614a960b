"""Who may see or do what on the record: the object, or 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from townbell.people.models import Member, Organisation, Role
from townbell.record.models import (
    AgencyWord,
    Answer,
    Ask,
    Commitment,
    Edition,
    Policy,
    PublicStatement,
    Record,
    Rung,
)


def public_record(kind: str, number: int) -> Record:
    """Return a record that has a public edition."""
    records = Record.objects.issued().select_related("keeper", "withdrawal", "removal__rule")
    return get_object_or_404(records, kind=kind, number=number)


def public_edition(record: Record, number: int) -> Edition:
    """Return one public edition of a record."""
    public = record.editions.filter(issue__isnull=False).select_related("issue__by", "by")
    return get_object_or_404(public, number=number)


def public_commitment(number: int) -> Commitment:
    record = public_record(Record.Kind.COMMITMENT, number)
    return get_object_or_404(
        Commitment.objects.with_standing().select_related("record__keeper", "answer__ask"),
        record=record,
    )


KEEPERS = (Role.CONVENER, Role.OFFICIAL, Role.CLERK)


def keeping(member: Member, *roles: str) -> "list[Organisation]":
    """Return the organisations whose records the member may write."""
    return list(Organisation.objects.where(member, *(roles or KEEPERS)).order_by("name"))


def own_record(member: Member, kind: str, number: int) -> Record:
    """Return a record, public or not, of an organisation the member writes for."""
    found = get_object_or_404(Record.objects.select_related("keeper"), kind=kind, number=number)
    if found.keeper not in keeping(member):
        raise Http404
    return found


def ask_to_answer(member: Member, number: int) -> Ask:
    """Return an ask that the member's office owes an answer to."""
    asks = Ask.objects.issued().select_related("record", "office")
    found = get_object_or_404(asks, record__number=number)
    if not member.has_role(Role.OFFICIAL, found.office):
        raise Http404
    return found


def answer_of_office(member: Member, number: int) -> Answer:
    """Return an answer, public or not, of the member's office."""
    found = get_object_or_404(
        Answer.objects.select_related("record__keeper", "ask"), record__number=number
    )
    if not member.has_role(Role.OFFICIAL, found.record.keeper):
        raise Http404
    return found


def own_statement(member: Member, number: int) -> PublicStatement:
    """Return a public statement that the member's organisation keeps."""
    record = own_record(member, Record.Kind.STATEMENT, number)
    return get_object_or_404(PublicStatement, record=record)


def rung_to_review(member: Member, statement: PublicStatement, pk: int) -> Rung:
    found = get_object_or_404(statement.rungs, pk=pk, reviewed_at__isnull=True)
    if found.by_id == member.pk:
        raise Http404
    return found


def word_to_confirm(member: Member, commitment: Commitment, pk: int) -> AgencyWord:
    """Return an unconfirmed word of the member's agency that somebody else wrote."""
    found = get_object_or_404(commitment.agency_words, pk=pk, confirmed_at__isnull=True)
    if found.by_id == member.pk or not member.has_role(Role.OFFICIAL, commitment.record.keeper):
        raise Http404
    return found


def own_policy(member: Member, number: int) -> Policy:
    return get_object_or_404(Policy, record=own_record(member, Record.Kind.POLICY, number))
