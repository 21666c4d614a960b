from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from townbell.conversations import access
from townbell.conversations.languages import content_language
from townbell.conversations.models import Conversation
from townbell.conversations.queries.results import Shown, asks_of
from townbell.conversations.results import citing, drawing, sorting, summary
from townbell.conversations.results.reading import (
    COMMON_GROUND,
    COMMON_REJECTION,
    DIFFERENCE,
    DIVIDED,
    MAJORITY_AGREES,
    MAJORITY_DISAGREES,
    Result,
)
from townbell.web.access import open_to_everyone
from townbell.web.caching import same_for_everyone

FILES = {
    "statements_csv": "text/csv",
    "strata_csv": "text/csv",
    "result_json": "application/json",
    "texts_json": "application/json",
    "polis_zip": "application/zip",
}
SCHEMAS = ("schema_json", "strata_schema_json")


@require_safe
@open_to_everyone("results are public")
@same_for_everyone
def result(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    conversation = access.public_conversation(slug)
    shown = access.shown_result(conversation, number)
    if shown is None or shown.withdrawal is not None:
        return nothing_to_show(request, conversation, shown)
    found = reading(request, shown)
    version = version_of(shown)
    context = page(shown, found) | {
        "summary": summary.sentences(found),
        "findings": {
            "shared": found.having(COMMON_GROUND),
            "rejected": found.having(COMMON_REJECTION),
            "different": found.having(DIFFERENCE),
            "divided": found.having(DIVIDED),
            "majorities": found.having(MAJORITY_AGREES, MAJORITY_DISAGREES),
        },
        "map": drawing.draw(found),
        "asks": sorted(asks_of(conversation).items()),
        "checkpoint": shown.checkpoint(),
        "citation": version and citing.citation(found, version),
        "for_machines": citing.data_set(
            found,
            version,
            address=absolute(shown.address("results")),
            files={
                absolute(shown.address(name)): kind
                for name, kind in FILES.items()
                if found.strata or name != "strata_csv"
            },
        ),
    }
    return render(request, "conversations/results/result.html", context)


@require_safe
@open_to_everyone("results are public")
@same_for_everyone
def statements(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    conversation = access.public_conversation(slug)
    shown = access.shown_result(conversation, number)
    if shown is None or shown.withdrawal is not None:
        return nothing_to_show(request, conversation, shown)
    found = reading(request, shown)
    finding = request.GET.get("finding", "")
    order = sorting.Order.wished(found, request.GET.get("sort"), request.GET.get("order"))
    context = page(shown, found) | {
        "headings": sorting.headings(found, order, finding),
        "rows": order.of(sorting.rows_with(found, finding)),
        "finding": sorting.verdict_in(finding),
        "kinds": sorting.kinds(found),
        "some_left_out": any(row.without_rest for row in found.rows),
    }
    return render(request, "conversations/results/statements.html", context)


def nothing_to_show(
    request: HttpRequest, conversation: Conversation, shown: Shown | None
) -> HttpResponse:
    """Say that there is no result yet, or that somebody took it down and why."""
    context = {"conversation": conversation, "shown": shown}
    if shown is None:
        response = render(request, "conversations/results/none_yet.html", context)
        # Who publishes the first result sees it at once.
        patch_cache_control(response, no_store=True)
        return response
    return render(request, "conversations/results/withdrawn.html", context, status=HTTPStatus.GONE)


def reading(request: HttpRequest, shown: Shown) -> Result:
    return shown.reading(content_language(request, shown.conversation))


def page(shown: Shown, found: Result) -> dict[str, Any]:
    return {
        "conversation": shown.conversation,
        "shown": shown,
        "result": found,
        "addresses": {
            name: shown.address(name)
            for name in ("results", "statements", "schema_json", "strata_schema_json", *FILES)
        },
        "page_address": absolute(shown.address("results")),
    }


def version_of(shown: Shown) -> citing.Version | None:
    publication = shown.publication
    if publication is None:
        return None
    return citing.Version(
        number=publication.number,
        published_on=localdate(publication.at),
        address=absolute(shown.permanent_address),
        sha256=shown.snapshot.sha256,
    )


def absolute(address: str) -> str:
    return f"{settings.SITE_URL}{address}"
