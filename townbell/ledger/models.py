import json
import secrets
from typing import Any

from django.db import models

from townbell.ledger import leaves, merkle
from townbell.ledger.notes import Verifier


def new_token() -> str:
    return secrets.token_hex(8)


class Log(models.Model):
    """One unbroken row of entries; restoring a backup begins the next one."""

    number = models.PositiveIntegerField(primary_key=True)
    # The name in every checkpoint. It stays when the site moves to another address.
    origin = models.CharField(max_length=200, unique=True)
    # Tells a log that went back in time from another database that has the same name.
    token = models.CharField(max_length=16, default=new_token)

    class Meta:
        ordering = ["number"]
        get_latest_by = "number"

    def __str__(self) -> str:
        return self.origin

    @property
    def path(self) -> str:
        """The address below the site's that serves its checkpoint and tiles."""
        return path_of(self.number)


def path_of(number: int) -> str:
    return "ledger" if number == 1 else f"ledger/{number}"


class Entry(models.Model):
    """One official act, in the order it happened, never changed afterwards."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="entries", db_index=False)
    index = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    record = models.CharField(max_length=140)
    version = models.PositiveIntegerField()
    day = models.DateField()
    commitment = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=32, null=True)
    # Null, not empty: erasure takes the content and its salt away and leaves the commitment.
    content = models.TextField(null=True)  # noqa: DJ001
    # Said once, when the entry is written: only a public record's content and salt are shown.
    public = models.BooleanField(default=False)

    class Meta:
        ordering = ["log_id", "index"]
        indexes = [models.Index(fields=["record", "version"])]

    def __str__(self) -> str:
        return f"{self.log_id}/{self.index} {self.kind} {self.record}.{self.version}"

    @property
    def name(self) -> str:
        """Its number, with that of the log before it where there are several."""
        return str(self.index) if self.log_id == 1 else f"{self.log_id}/{self.index}"

    def leaf(self) -> bytes:
        return leaves.leaf(
            kind=self.kind,
            record=self.record,
            version=self.version,
            day=self.day,
            commitment=bytes(self.commitment),
        )

    def leaf_hash(self) -> bytes:
        return merkle.leaf_hash(self.leaf())

    def is_erased(self) -> bool:
        return self.content is None or self.salt is None

    def said(self) -> dict[str, Any] | None:
        """The content, where everybody may see it."""
        return json.loads(self.content) if self.public and self.content is not None else None


class Tile(models.Model):
    """Up to 256 neighbouring hashes of a log, so that a proof reads a few rows and not all."""

    pk = models.CompositePrimaryKey("log_id", "level", "number")
    log = models.ForeignKey(Log, models.PROTECT, related_name="tiles", db_index=False)
    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField(max_length=8192)

    def __str__(self) -> str:
        return f"{self.log_id}/{self.level}/{self.number}"


class Checkpoint(models.Model):
    """What the ledger signed: this many entries, and this one hash of them all."""

    pk = models.CompositePrimaryKey("log_id", "size")
    log = models.ForeignKey(Log, models.PROTECT, related_name="checkpoints", db_index=False)
    size = models.BigIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["log_id", "size"]

    def __str__(self) -> str:
        return f"{self.log_id}: {self.size}"


class SigningKey(models.Model):
    """The public half of a key that signs checkpoints; the secret half is a file."""

    number = models.PositiveIntegerField(primary_key=True)
    public = models.BinaryField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        get_latest_by = "number"

    def __str__(self) -> str:
        return self.file

    @property
    def file(self) -> str:
        """The name of its file in TOWNBELL_HOME/keys."""
        return "ledger" if self.number == 1 else f"ledger-{self.number}"

    def verifier(self, log: Log) -> Verifier:
        return Verifier(log.origin, bytes(self.public))
