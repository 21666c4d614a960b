import secrets
import time
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from townbell.people import passkeys, totp
from townbell.people.models import Factor, Member, RecoveryCode
from townbell.people.sealing import seal, unseal
from townbell.people.tokens import token_hash

# No 0, 1, I, L, O, U: what is written on paper must be read without doubt.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODES = 10


class FactorRefused(Exception):
    """The code or passkey shown is not right, or was used before."""


class LastFactor(Exception):
    """Somebody who works here keeps at least one second proof."""


def add_app(*, member: Member, secret: bytes, code: str, name: str) -> Factor:
    """Keep an app as second proof, after it showed one right code."""
    step = totp.step_of(digits(code), secret=secret, now=time.time())
    if step is None:
        raise FactorRefused
    return keep(member, Factor.Kind.APP, name=name, secret=secret, count=step)


def add_passkey(
    *, member: Member, state: dict[str, Any], answer: Mapping[str, Any], name: str
) -> Factor:
    """Keep a passkey as second proof, after its device made it and checked the person."""
    try:
        data = passkeys.made(state, answer)
    except passkeys.Refused as problem:
        raise FactorRefused from problem
    return keep(member, Factor.Kind.PASSKEY, name=name, secret=data, count=0)


def keep(member: Member, kind: str, *, name: str, secret: bytes, count: int) -> Factor:
    factor = Factor(member=member, kind=kind, name=name, last_count=count)
    factor.sealed = seal(secret, context=factor.context)
    factor.save()
    return factor


@transaction.atomic
def remove_factor(*, factor: Factor) -> None:
    """Forget a second proof, unless it is the only one."""
    if not Factor.objects.filter(member=factor.member).exclude(pk=factor.pk).exists():
        raise LastFactor
    factor.delete()


def accept_code(*, member: Member, code: str) -> Factor:
    """Take a code from one of the member's apps, once."""
    for factor in member.factors.filter(kind=Factor.Kind.APP):
        step = totp.step_of(
            digits(code),
            secret=secret_of(factor),
            now=time.time(),
            after=factor.last_count,
        )
        if step is not None and advanced(factor, step):
            return factor
    raise FactorRefused


def accept_passkey(*, member: Member, state: dict[str, Any], answer: Mapping[str, Any]) -> Factor:
    """Take a signature of one of the member's passkeys, once."""
    factors = list(member.factors.filter(kind=Factor.Kind.PASSKEY))
    try:
        which, count = passkeys.signed(state, answer, [secret_of(factor) for factor in factors])
    except passkeys.Refused as problem:
        raise FactorRefused from problem
    factor = factors[which]
    # Passkeys that live in several devices do not count: they say 0 each time.
    if (count or factor.last_count) and not advanced(factor, count):
        raise FactorRefused
    return factor


def accept_recovery_code(*, member: Member, code: str) -> int:
    """Take one of the codes on paper, which is then used up, and return how many are left."""
    found = member.recovery_codes.filter(code_hash=recovery_hash(member, code))
    gone, _ = found.delete()
    if not gone:
        raise FactorRefused
    return member.recovery_codes.count()


@transaction.atomic
def make_recovery_codes(*, member: Member) -> list[str]:
    """Make ten codes to write down, in place of all earlier ones; only their hashes are kept."""
    member.recovery_codes.all().delete()
    codes = [new_recovery_code() for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(member=member, code_hash=recovery_hash(member, code)) for code in codes
    )
    return codes


def secret_of(factor: Factor) -> bytes:
    return unseal(bytes(factor.sealed), context=factor.context)


def advanced(factor: Factor, count: int) -> bool:
    """Move the factor's count to `count`, unless another request was there first."""
    moved = Factor.objects.filter(pk=factor.pk, last_count__lt=count).update(last_count=count)
    return bool(moved)


def new_recovery_code() -> str:
    """Return 12 letters (58 bits) in groups of four."""
    letters = [secrets.choice(LETTERS) for _ in range(12)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, 12, 4))


def recovery_hash(member: Member, code: str) -> bytes:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return token_hash(f"recovery code of {member.pk}", plain)


def digits(code: str) -> str:
    return "".join(code.split())
