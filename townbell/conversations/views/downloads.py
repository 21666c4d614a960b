from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from townbell.conversations import access
from townbell.conversations.queries.results import Shown
from townbell.conversations.results import sealing, strata_table, tables
from townbell.web.access import open_to_everyone


@require_safe
@open_to_everyone("results are public, and so are their files")
def statements_csv(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    shown = access.standing_result(slug, number)
    found = shown.reading(get_language() or settings.LANGUAGE_CODE)
    return file(shown, tables.as_csv(found), kind="text/csv; charset=utf-8", name="statements.csv")


@require_safe
@open_to_everyone("results are public, and so are their files")
def schema_json(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    shown = access.standing_result(slug, number)
    return JsonResponse(tables.as_schema(shown.reading(settings.LANGUAGE_CODE)))


@require_safe
@open_to_everyone("results are public, and so are their files")
def strata_csv(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    shown = access.standing_result(slug, number)
    written = strata_table.as_csv(shown.reading(settings.LANGUAGE_CODE))
    return file(shown, written, kind="text/csv; charset=utf-8", name="strata.csv")


@require_safe
@open_to_everyone("results are public, and so are their files")
def strata_schema_json(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    access.standing_result(slug, number)
    return JsonResponse(strata_table.as_schema())


@require_safe
@open_to_everyone("results are public, and so are their files")
def result_json(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    # Byte for byte what was hashed, so that one command of any computer checks it.
    shown = access.standing_result(slug, number)
    written = sealing.canonical(shown.snapshot.data)
    return file(shown, written, kind="application/json", name="result.json")


@require_safe
@open_to_everyone("results are public, and so are their files")
def texts_json(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    shown = access.standing_result(slug, number)
    return JsonResponse(shown.snapshot.texts, json_dumps_params={"ensure_ascii": False})


@require_safe
@open_to_everyone("results are public, and so are their files")
def polis_zip(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    shown = access.standing_result(slug, number)
    # Imported here: only this download needs the engine, and a web process starts without it.
    from townbell.conversations.analysis import polis

    packed = polis.packed_export(shown.reading(settings.LANGUAGE_CODE))
    return file(shown, packed, kind="application/zip", name="polis.zip")


def file(shown: Shown, content: str | bytes, *, kind: str, name: str) -> HttpResponse:
    version = f"-{shown.publication.number}" if shown.publication else ""
    called = f"{shown.conversation.slug}{version}-{name}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{called}"'},
    )
