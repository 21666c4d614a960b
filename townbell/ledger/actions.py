import base64
import secrets
from datetime import timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from townbell.ledger import checkpoints, keyring, leaves, queries
from townbell.ledger.acts import ERASURE_OF, Erasure, KeyChange, NewLog
from townbell.ledger.checkpoints import Head
from townbell.ledger.durable import full_commits, take_turns
from townbell.ledger.models import Checkpoint, Entry, Log, SigningKey, Tile, path_of
from townbell.ledger.tiles import GrowingTiles
from townbell.web import keys

# Moving the site to another time zone may take the day back by one; a clock put back takes more.
DAYS_BACK = timedelta(days=1)
LONGEST_RECORD = 120


class ClockBehind(Exception):
    """The server's clock is days behind the last entry, so no honest day can be written."""


class LedgerBroken(Exception):
    """The rows do not continue what was signed before, so nothing more may be signed."""


class NothingToErase(Exception):
    """The ledger holds no content of this record."""


class Subject(Protocol):
    """A record whose changes are official: it names itself and says what it holds."""

    def ledger_id(self) -> str: ...
    def ledger_version(self) -> int: ...
    def ledger_content(self) -> dict[str, Any]: ...


@transaction.atomic(savepoint=False)
def append(kind: str, subject: Subject, *, public: bool = False) -> Entry:
    """Write an official act into the ledger, in the transaction that makes the change.

    Everybody sees kind, record, version and day. The content is shown, with the salt that proves
    it, only where `public` says that the record is. Call it last: on PostgreSQL other official
    acts wait from here until the transaction ends.
    """
    take_turns()
    last = queries.newest_entries().values_list("log_id", "index", "day").first()
    if last is None:
        return _write(_first_log(), 0, kind, subject, public=public)
    log_id, index, day = last
    if timezone.localdate() < day - DAYS_BACK:
        raise ClockBehind(f"The clock says {timezone.localdate()}, the last entry {day}.")
    return _write(log_id, index + 1, kind, subject, public=public)


def _first_log() -> int:
    log = queries.newest_log()
    return _begin_log(1) if log is None else log.number


def _begin_log(number: int) -> int:
    site = urlsplit(settings.SITE_URL)
    origin = f"{site.netloc}{site.path.rstrip('/')}/{path_of(number)}"
    return Log.objects.create(number=number, origin=origin).number


def _write(log_id: int, index: int, kind: str, subject: Subject, *, public: bool) -> Entry:
    content = leaves.canonical_json(subject.ledger_content())
    salt = secrets.token_bytes(32)
    return Entry.objects.create(
        log_id=log_id,
        index=index,
        kind=kind,
        record=subject.ledger_id(),
        version=subject.ledger_version(),
        day=timezone.localdate(),
        commitment=leaves.commitment(salt, content),
        salt=salt,
        content=content,
        public=public,
    )


def sign_checkpoint() -> Checkpoint | None:
    """Sign the newest state of the ledger, once the disk has it; the worker does so all the time.

    First one commit that waits for the disk takes every entry and its hashes there. Only then is
    the signature made, noted beside the key, and stored, which is what serves it.
    """
    if not _unsigned_entries():
        return queries.newest_checkpoint()
    with full_commits():
        log, head = _grow_tiles()
        note = checkpoints.signed(head, keyring.seeds())
        keyring.remember(log, note)
        with transaction.atomic(durable=True):
            checkpoint, _made = Checkpoint.objects.get_or_create(
                log=log, size=head.size, defaults={"text": note}
            )
    return checkpoint


def _unsigned_entries() -> bool:
    last = queries.newest_entries().select_related("log").first()
    if last is None:
        return False
    checkpoint = queries.newest_checkpoint(last.log)
    return checkpoint is None or checkpoint.size <= last.index


@transaction.atomic(durable=True)
def _grow_tiles() -> tuple[Log, Head]:
    take_turns()
    log = Log.objects.latest()
    _first_key()
    tiles = GrowingTiles(queries.size_in_tiles(log), queries.tile_reader(log))
    for entry in log.entries.filter(index__gte=tiles.size).order_by("index").iterator():
        if entry.index != tiles.size:
            raise LedgerBroken(f"Entry {tiles.size} is missing. Run: townbell verify")
        tiles.add(entry.leaf_hash())
    Tile.objects.bulk_create(
        [
            Tile(log=log, level=level, number=number, hashes=hashes)
            for (level, number), hashes in tiles.items()
        ],
        update_conflicts=True,
        unique_fields=["log_id", "level", "number"],
        update_fields=["hashes"],
    )
    _refuse_to_contradict(log, tiles.size)
    return log, Head(log.origin, tiles.size, queries.root_at(log, tiles.size))


def _refuse_to_contradict(log: Log, size: int) -> None:
    """Raise unless the log continues its last checkpoint here, and the last beside the key."""
    stored = queries.newest_checkpoint(log)
    for note in [stored.text if stored else None, keyring.last_signed(log)]:
        if note is None:
            continue
        signed = checkpoints.unchecked(note)
        if signed.size > size:
            raise LedgerBroken(
                f"The database has {size} entries, but {signed.size} were signed: it went back in "
                "time. If you put a backup back, run: townbell restore"
            )
        if queries.root_at(log, signed.size) != signed.root:
            raise LedgerBroken("The entries differ from what was signed. Run: townbell verify")


def _first_key() -> None:
    if not SigningKey.objects.exists():
        public = keyring.public_half(keys.key(SigningKey(number=1).file))
        SigningKey.objects.create(number=1, public=public)


@transaction.atomic
def rotate_key(*, reason: str) -> SigningKey:
    """Let a new key sign the ledger from now on, and write that into the ledger itself.

    The old key signs beside it for as long as its file is kept: who knows only the old one can
    still check, and find the new one in the log.
    """
    take_turns()
    _first_key()
    old = SigningKey.objects.latest()
    new = SigningKey(number=old.number + 1)
    new.public = keyring.public_half(keys.key(new.file))
    new.save(force_insert=True)
    log = Log.objects.get(number=_first_log())
    change = KeyChange(
        number=new.number,
        old=str(old.verifier(log)),
        new=str(new.verifier(log)),
        reason=reason,
        at=timezone.now(),
    )
    append("ledger key changed", change, public=True)
    return new


@transaction.atomic
def erase(*, record: str, role: str, reason: str) -> Entry:
    """Take a record's content and salts out of the ledger, and say so publicly in their place.

    `record` is its ledger_id; all its versions go. Role and reason are public: name an office
    and a published rule, never a resident. What stays cannot be linked to the content, and every
    checkpoint and proof still holds. Copies in backups go when the backups do.
    """
    if record.startswith(ERASURE_OF):
        raise NothingToErase("An erasure itself stays.")
    found = Entry.objects.filter(record=record, content__isnull=False)
    if not found.update(content=None, salt=None):
        raise NothingToErase(record)
    before = Entry.objects.filter(record=f"{ERASURE_OF}{record}").count()
    erasure = Erasure(
        record=record, version=before + 1, role=role, reason=reason, at=timezone.now()
    )
    return append("record erased", erasure, public=True)


@transaction.atomic
def begin_anew(*, old_checkpoint: str | None = None) -> Log | None:
    """Begin a new log whose first entry names the last checkpoint of the old one.

    For `townbell restore`, after the backup is in place and before the server starts: acts made
    after the backup are lost, so the old log must not go on as if they had never been signed.
    `old_checkpoint` is the text of the newest one known from outside (a feed, a page, printed
    minutes); without it, the newest that was signed on this computer or is in the backup counts.
    Raises `townbell.ledger.notes.BadNote` for a text that is no checkpoint of this ledger.
    Returns the new log; None when the backup has no log yet, and so none is needed.

    Old entries stay, with proofs under their last checkpoint. Entries that the backup held
    without one are vouched for by the new first entry, which has the hash of all that was kept.
    """
    take_turns()
    old = queries.newest_log()
    if old is None:
        return None
    # The backup may be older than the first signature, and so not know the key that is here.
    _first_key()
    note = old_checkpoint or _newest_known(old)
    if note is not None:
        checkpoints.opened(note, queries.verifiers(old))
    kept_size, kept_root = queries.root_of_entries(old.entries.order_by("index").iterator())
    beginning = NewLog(
        number=old.number + 1,
        old_checkpoint=note or "",
        kept_size=kept_size,
        kept_root=base64.b64encode(kept_root).decode(),
        at=timezone.now(),
    )
    number = _begin_log(old.number + 1)
    _write(number, 0, "ledger begun anew", beginning, public=True)
    return Log.objects.get(number=number)


def _newest_known(log: Log) -> str | None:
    stored = queries.newest_checkpoint(log)
    known = [stored.text if stored else None, keyring.last_signed(log)]
    return max(
        (note for note in known if note is not None),
        key=lambda note: checkpoints.unchecked(note).size,
        default=None,
    )
