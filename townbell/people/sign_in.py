"""How far a browser has come: nothing yet, the password, or the second proof too.

Django's own login happens in `let_in` and nowhere else, so `request.user` is somebody only after
the second proof. Each step starts a new session, so a session planted beforehand is worth nothing.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from townbell.people.models import Member

BACKEND = "django.contrib.auth.backends.ModelBackend"

HALF = "half_signed_in"
HALF_SECONDS = 15 * 60
# A password alone must not buy many guesses at the code.
GUESSES = 5

PROOF = "proof"
PROVED_AT = "proved_at"
FRESH_SECONDS = 15 * 60


class Proof:
    """What the session says about how its owner proved who they are."""

    FACTOR = "factor"
    DEMO = "demo"


@dataclass(frozen=True)
class HalfSignedIn:
    """Somebody whose password was right and who has not shown the second proof."""

    member: Member
    # Where they wanted to go.
    onward: str


def begin(request: HttpRequest, member: Member, *, onward: str = "") -> None:
    """Remember in a new session that the password of `member` was right."""
    request.session.flush()
    request.session[HALF] = {
        "member": member.pk,
        "hash": member.get_session_auth_hash(),
        "at": int(time.time()),
        "onward": onward,
        "guesses": 0,
    }


def half_signed_in(request: HttpRequest) -> HalfSignedIn | None:
    """Return who gave a right password a moment ago and still owes the second proof."""
    kept = request.session.get(HALF)
    if kept is None or time.time() - kept["at"] > HALF_SECONDS:
        return None
    member = Member.objects.active().filter(pk=kept["member"]).first()
    if member is None or not constant_time_compare(kept["hash"], member.get_session_auth_hash()):
        return None
    return HalfSignedIn(member, kept["onward"])


def owes_proof(request: HttpRequest) -> HalfSignedIn:
    """Return who stands between the two proofs; views ask after `half_signed_in_only`."""
    half = half_signed_in(request)
    if half is None:
        raise PermissionDenied
    return half


def count_guess(request: HttpRequest) -> None:
    """Count a wrong second proof; after a few, the password is asked again."""
    kept = request.session[HALF]
    if kept["guesses"] + 1 >= GUESSES:
        request.session.flush()
    else:
        request.session[HALF] = kept | {"guesses": kept["guesses"] + 1}


def let_in(request: HttpRequest, member: Member, *, proof: str = Proof.FACTOR) -> None:
    """Sign `member` in, wholly, in a new session."""
    request.session.flush()
    login(request, member, backend=BACKEND)
    request.session[PROOF] = proof
    prove_again(request)


def prove_again(request: HttpRequest) -> None:
    """Note that the person at the browser proved just now who they are."""
    request.session[PROVED_AT] = int(time.time())


def is_fresh(request: HttpRequest) -> bool:
    """Say whether the person at the browser proved lately who they are."""
    return bool(time.time() - request.session.get(PROVED_AT, 0) <= FRESH_SECONDS)


def signed_in(request: HttpRequest) -> Member | None:
    """Return who is signed in with both proofs, or nobody."""
    if not isinstance(request.user, Member):
        return None
    proof = request.session.get(PROOF)
    # A demo's door is worth nothing once the installation is no longer a demo.
    good = proof == Proof.FACTOR or (proof == Proof.DEMO and settings.DEMO)
    return request.user if good else None
