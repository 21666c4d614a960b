"""An official act as other rooms make them, for tests of the ledger alone."""

from dataclasses import dataclass
from typing import Any

from townbell.ledger import actions
from townbell.ledger.models import Entry


@dataclass
class Answer:
    number: int = 1
    version: int = 1
    text: str = "Yes, in March."

    def ledger_id(self) -> str:
        return f"answer/{self.number}"

    def ledger_version(self) -> int:
        return self.version

    def ledger_content(self) -> dict[str, Any]:
        return {"text": self.text}


def publish(number: int = 1, version: int = 1, text: str = "Yes, in March.") -> Entry:
    return actions.append("answer published", Answer(number, version, text), public=True)


def publish_many(count: int) -> list[Entry]:
    return [publish(number, text=f"Answer {number}.") for number in range(count)]
