import hashlib
import json
import secrets
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils import timezone

from townbell.ledger.models import Entry

# Any constant will do: it names the lock that makes appends take turns on PostgreSQL.
APPEND_LOCK = 0x746F776E


class Subject(Protocol):
    """A record whose changes are official: it names itself and says what it holds."""

    def ledger_id(self) -> str: ...
    def ledger_version(self) -> int: ...
    def ledger_content(self) -> dict[str, Any]: ...


def canonical_json(content: dict[str, Any]) -> str:
    """Write `content` in the one form that is hashed: sorted keys, no spaces, plain Unicode."""
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


@transaction.atomic(durable=False)
def append(kind: str, subject: Subject) -> Entry:
    """Write an official act into the ledger, in the transaction that makes the change."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [APPEND_LOCK])
    last = Entry.objects.order_by("-index").values_list("index", flat=True).first()
    content = canonical_json(subject.ledger_content())
    salt = secrets.token_bytes(32)
    return Entry.objects.create(
        index=0 if last is None else last + 1,
        kind=kind,
        record=subject.ledger_id(),
        version=subject.ledger_version(),
        day=timezone.localdate(),
        salt=salt,
        content=content,
        commitment=hashlib.sha256(salt + content.encode()).digest(),
    )
