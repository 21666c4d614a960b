"""How a published result is named elsewhere: a line to cite, and a description for machines."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from townbell.conversations.results import summary
from townbell.conversations.results.reading import Result


@dataclass(frozen=True)
class Version:
    """A numbered version of a result, with its permanent address."""

    number: int
    published_on: date
    address: str
    sha256: str


def citation(result: Result, version: Version) -> str:
    """Return one line that names a version so that anyone can find and check it."""
    return _(
        "%(host)s (%(year)s). Result of “%(question)s”, version %(number)s, published %(day)s. "
        "%(address)s (SHA-256 %(sha256)s)"
    ) % {
        "host": result.data["conversation"]["host"],
        "year": version.published_on.year,
        "question": result.question.text,
        "number": version.number,
        "day": date_format(version.published_on, "DATE_FORMAT"),
        "address": version.address,
        "sha256": version.sha256,
    }


def data_set(
    result: Result, version: Version | None, *, address: str, files: dict[str, str]
) -> dict[str, Any]:
    """Describe the result as a schema.org Dataset."""
    about = result.data["conversation"]
    described = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": result.question.text,
        "description": " ".join(summary.sentences(result)),
        "inLanguage": result.language,
        "url": address,
        "creator": {"@type": "Organization", "name": about["host"]},
        "temporalCoverage": f"{about['opened_on']}/{about['closed_on'] or '..'}",
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": place}
            for place, kind in files.items()
        ],
    }
    if about["source"]:
        described["creditText"] = about["source"]
    if version is not None:
        described |= {
            "identifier": f"sha256:{version.sha256}",
            "version": str(version.number),
            "datePublished": version.published_on.isoformat(),
        }
    return described
