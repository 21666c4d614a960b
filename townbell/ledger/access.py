"""What the public may fetch from the ledger: the object, or 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from townbell.ledger import queries
from townbell.ledger.models import Checkpoint, Entry, Log
from townbell.ledger.proofs import Proof
from townbell.ledger.tiles import Address


def checkpoint(log: int) -> Checkpoint:
    found = queries.newest_checkpoint(get_object_or_404(Log, number=log))
    if found is None:
        raise Http404
    return found


def tile(log: int, address: str) -> bytes:
    try:
        found = queries.tile(get_object_or_404(Log, number=log), Address.parse(address))
    except ValueError:
        raise Http404 from None
    if found is None:
        raise Http404
    return found


def entry(log: int, index: int) -> Entry:
    return get_object_or_404(Entry.objects.select_related("log"), log=log, index=index)


def proof(log: int, index: int) -> Proof:
    found = queries.proof_of(entry(log, index))
    if found is None:
        raise Http404
    return found
