import json
from pathlib import Path

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townbell.ledger import access, queries, records
from townbell.web.access import open_to_everyone

ENTRIES_A_PAGE = 30
PROGRAM = Path(__file__).with_name("verify_record.py")
TEXT = "text/plain; charset=utf-8"
A_YEAR = 365 * 24 * 60 * 60


@require_safe
@open_to_everyone("anyone may see what was done officially, and check it")
def index(request: HttpRequest) -> HttpResponse:
    entries = Paginator(queries.newest_entries(), ENTRIES_A_PAGE)
    checkpoint = queries.newest_checkpoint()
    context = {
        "page": entries.get_page(request.GET.get("page")),
        "checkpoint": checkpoint,
        "checkpoint_address": None if checkpoint is None else f"/{checkpoint.log.path}/checkpoint",
        "keys": [] if checkpoint is None else queries.verifiers(checkpoint.log),
    }
    return render(request, "ledger/index.html", context)


@require_safe
@open_to_everyone("an entry shows its content only while its record is public")
def entry(request: HttpRequest, log: int, index: int) -> HttpResponse:
    found = access.entry(log, index)
    proof, erasure = queries.proof_of(found), queries.erasure_of(found)
    context = {
        "entry": found,
        "content": records.readable(found),
        "fingerprint": bytes(found.commitment).hex(),
        "covered": proof is not None,
        "ended": found.log != queries.newest_log(),
        "verifier": queries.verifiers(found.log)[-1] if proof else None,
        "others": [other for other in queries.entries_of(found.record) if other != found],
        "erasure": erasure,
        "trail": [(_("The ledger"), reverse("ledger:index"))],
    }
    return render(request, "ledger/entry.html", context)


@require_safe
@open_to_everyone("the signed head is what makes a quiet change show")
def checkpoint(request: HttpRequest, log: int = 1) -> HttpResponse:
    response = HttpResponse(access.checkpoint(log).text, content_type=TEXT)
    patch_cache_control(response, public=True, max_age=2)
    return response


@require_safe
@open_to_everyone("tiles hold hashes and the public lines of entries, no content")
def tile(request: HttpRequest, address: str, log: int = 1) -> HttpResponse:
    response = HttpResponse(access.tile(log, address), content_type="application/octet-stream")
    patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response


@require_safe
@open_to_everyone("anyone may take a proof away and check it offline")
def proof(request: HttpRequest, log: int, index: int) -> HttpResponse:
    return download(str(access.proof(log, index)), f"{log}-{index}.tlog-proof", TEXT)


@require_safe
@open_to_everyone("the record file has content and salt only while its record is public")
def record(request: HttpRequest, log: int, index: int) -> HttpResponse:
    said = records.record_file(access.entry(log, index))
    text = json.dumps(said, indent=2, ensure_ascii=False) + "\n"
    return download(text, f"{log}-{index}.json", "application/json")


@require_safe
@open_to_everyone("the program that checks a record is for everyone")
def program(request: HttpRequest) -> HttpResponse:
    return download(PROGRAM.read_text(encoding="utf-8"), PROGRAM.name, "text/x-python")


def download(text: str, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    # A content may be erased tomorrow: nobody in between keeps it longer than we do.
    patch_cache_control(response, no_cache=True)
    return response
