"""A public statement for machines: schema.org Quotation."""

from typing import Any

from django.urls import reverse

from townbell.record.models import Record
from townbell.record.queries.statements import editions_of, last_rung
from townbell.web.feeds import absolute


def quotation(record: Record, language: str) -> dict[str, Any]:
    """Return the newest public edition as JSON-LD, without a speaker who is not identified."""
    content = editions_of(record)[-1].content
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Quotation",
        "identifier": record.name,
        "url": absolute(reverse("record:record", args=[record.kind, record.number])),
        "text": content.get("quote", ""),
        "inLanguage": content.get("quote_language", ""),
        "creativeWorkStatus": last_rung(record.statement).step,
        "dateCreated": record.statement.said_on,
        "publisher": {"@type": "Organization", "name": record.keeper.name},
    }
    if content.get("speaker"):
        found["spokenByCharacter"] = {"@type": "Person", "name": content["speaker"]}
    return found
