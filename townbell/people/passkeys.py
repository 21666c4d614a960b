"""Passkeys (WebAuthn level 2): what the browser is asked, and what is believed of its answer.

The device must check the person (fingerprint, face or PIN) each time: user verification is
required, and an answer without it is refused. fido2 is imported when a passkey is really used: it
takes 20 MB that a process of votes does not need.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from fido2.server import Fido2Server
    from fido2.webauthn import AttestedCredentialData

# The model number of the device: nothing decides on it, so it is not kept.
NO_MODEL = bytes(16)


class Refused(Exception):
    """The browser's answer does not prove what was asked."""


@dataclass(frozen=True)
class Question:
    """What the browser is asked (JSON), and what the server must remember until it answers."""

    options: dict[str, Any]
    state: dict[str, Any]


def server() -> "Fido2Server":
    from fido2.server import Fido2Server
    from fido2.webauthn import AttestationConveyancePreference, PublicKeyCredentialRpEntity

    return Fido2Server(
        PublicKeyCredentialRpEntity(
            id=urlsplit(settings.SITE_URL).hostname or "", name=settings.SITE_NAME
        ),
        attestation=AttestationConveyancePreference.NONE,
        # This site and no other: the library alone would trust every subdomain.
        verify_origin=lambda origin: origin == settings.SITE_URL,
    )


def ask_to_make(*, handle: bytes, account: str, name: str, known: Sequence[bytes]) -> Question:
    """Ask the browser to make a passkey for `account`, on a device that holds none of `known`."""
    from fido2.webauthn import PublicKeyCredentialUserEntity, UserVerificationRequirement

    options, state = server().register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=account, display_name=name),
        credentials=[credential(data) for data in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(dict(options)["publicKey"], state)


def made(state: dict[str, Any], answer: Mapping[str, Any]) -> bytes:
    """Return the new passkey's credential data, or raise Refused."""
    from fido2.webauthn import AttestedCredentialData

    try:
        found = server().register_complete(state, answer).credential_data
        if found is None:
            raise Refused("no credential in the answer")
        kept = AttestedCredentialData.create(NO_MODEL, found.credential_id, found.public_key)
    except (ValueError, TypeError, KeyError, AttributeError, AssertionError) as problem:
        raise Refused(str(problem)) from problem
    return bytes(kept)


def ask_to_sign(known: Sequence[bytes]) -> Question:
    """Ask the browser to sign with one of the `known` passkeys."""
    from fido2.webauthn import UserVerificationRequirement

    options, state = server().authenticate_begin(
        [credential(data) for data in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(dict(options)["publicKey"], state)


def signed(
    state: dict[str, Any], answer: Mapping[str, Any], known: Sequence[bytes]
) -> tuple[int, int]:
    """Return which of `known` signed, and its signature count, or raise Refused."""
    from fido2.webauthn import AuthenticationResponse

    candidates = [credential(data) for data in known]
    try:
        response = AuthenticationResponse.from_dict(answer)
        used = server().authenticate_complete(state, candidates, response)
        count = response.response.authenticator_data.counter
    except (ValueError, TypeError, KeyError, AttributeError, AssertionError) as problem:
        raise Refused(str(problem)) from problem
    return candidates.index(used), count


def credential(data: bytes) -> "AttestedCredentialData":
    from fido2.webauthn import AttestedCredentialData

    return AttestedCredentialData(data)
