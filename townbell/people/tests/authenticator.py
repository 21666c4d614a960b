"""A security key in software, for tests: it makes passkeys and signs as WebAuthn says."""

import hashlib
import json
import secrets
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


class SecurityKey:
    def __init__(self, *, checks_the_person=True, counts=True, origin="http://testserver"):
        self.flags = PRESENT | (VERIFIED if checks_the_person else 0)
        self.counts = counts
        self.origin = origin
        self.site = "testserver"
        self.count = 0
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)

    def make(self, question):
        """Answer `navigator.credentials.create`."""
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        model = bytes(range(16))
        credential = model + struct.pack(">H", len(self.id)) + self.id + public
        data = self.authenticator_data(NEW) + credential
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self.answer(
            "webauthn.create", question, attestationObject=websafe_encode(attestation)
        )

    def sign(self, question):
        """Answer `navigator.credentials.get`."""
        data = self.authenticator_data()
        client_data = self.client_data("webauthn.get", question)
        signature = self.key.sign(
            data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256())
        )
        return self.answer(
            "webauthn.get",
            question,
            authenticatorData=websafe_encode(data),
            signature=websafe_encode(signature),
        )

    def authenticator_data(self, more=0):
        self.count += self.counts
        site = hashlib.sha256(self.site.encode()).digest()
        return site + struct.pack(">BI", self.flags | more, self.count)

    def client_data(self, kind, question):
        return json.dumps(
            {"type": kind, "challenge": question["challenge"], "origin": self.origin}
        ).encode()

    def answer(self, kind, question, **response):
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(self.client_data(kind, question)),
                **response,
            },
        }
