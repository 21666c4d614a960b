"""What the ledger writes about itself: an erasure, a new key, a new log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Erasure:
    """A record's content and salts were taken out of the ledger: by what role, and why."""

    record: str
    version: int
    role: str
    reason: str
    at: datetime

    def ledger_id(self) -> str:
        return f"{ERASURE_OF}{self.record}"

    def ledger_version(self) -> int:
        return self.version

    def ledger_content(self) -> dict[str, Any]:
        return {
            "record": self.record,
            "role": self.role,
            "reason": self.reason,
            "at": self.at.isoformat(),
        }


ERASURE_OF = "erasure/"


@dataclass(frozen=True)
class KeyChange:
    """From here on, a new key signs the ledger."""

    number: int
    old: str
    new: str
    reason: str
    at: datetime

    def ledger_id(self) -> str:
        return "ledger/key"

    def ledger_version(self) -> int:
        return self.number

    def ledger_content(self) -> dict[str, Any]:
        return {
            "old": self.old,
            "new": self.new,
            "reason": self.reason,
            "at": self.at.isoformat(),
        }


@dataclass(frozen=True)
class NewLog:
    """The first entry of a log that follows another: what was kept of it, and what was signed."""

    number: int
    old_checkpoint: str
    kept_size: int
    kept_root: str
    at: datetime

    def ledger_id(self) -> str:
        return "ledger/log"

    def ledger_version(self) -> int:
        return self.number

    def ledger_content(self) -> dict[str, Any]:
        return {
            "old_checkpoint": self.old_checkpoint,
            "kept_size": self.kept_size,
            "kept_root": self.kept_root,
            "at": self.at.isoformat(),
        }
