"""What a browser was asked and has not answered yet: kept in its session, one of a kind."""

import json
import time
from typing import Any

from django.http import HttpRequest

from townbell.people import passkeys, totp
from townbell.people.actions.factors import secret_of
from townbell.people.models import Factor, Member
from townbell.people.sealing import Unreadable, seal, unseal

QUESTION = "passkey_question"
NEW_APP = "new_app"
# Long enough to find the security key in the other coat.
ANSWER_SECONDS = 10 * 60


def ask_to_make_passkey(request: HttpRequest, member: Member) -> str:
    """Return the JSON that makes the browser offer to make a passkey."""
    question = passkeys.ask_to_make(
        handle=str(member.pk).encode(),
        account=member.email,
        name=member.name,
        known=known_passkeys(member),
    )
    return remember(request, question)


def ask_to_sign(request: HttpRequest, member: Member) -> str:
    """Return the JSON that makes the browser ask for one of the member's passkeys, if any."""
    known = known_passkeys(member)
    return remember(request, passkeys.ask_to_sign(known)) if known else ""


def known_passkeys(member: Member) -> list[bytes]:
    return [secret_of(factor) for factor in member.factors.filter(kind=Factor.Kind.PASSKEY)]


def remember(request: HttpRequest, question: passkeys.Question) -> str:
    request.session[QUESTION] = {"state": question.state, "at": int(time.time())}
    return json.dumps(question.options)


def answered(request: HttpRequest) -> dict[str, Any] | None:
    """Return what was asked, and forget it: one question takes one answer."""
    kept = request.session.pop(QUESTION, None)
    if kept is None or time.time() - kept["at"] > ANSWER_SECONDS:
        return None
    state: dict[str, Any] = kept["state"]
    return state


def new_app_secret(request: HttpRequest, member: Member) -> bytes:
    """Return the secret that `member` is typing into an app just now.

    It stays the same until it is used, and sessions are rows: so it is sealed there too.
    """
    context = f"new app of {member.pk}".encode()
    try:
        return unseal(bytes.fromhex(request.session[NEW_APP]), context=context)
    except (KeyError, Unreadable):
        secret = totp.new_secret()
        request.session[NEW_APP] = seal(secret, context=context).hex()
        return secret


def forget_new_app(request: HttpRequest) -> None:
    request.session.pop(NEW_APP, None)
