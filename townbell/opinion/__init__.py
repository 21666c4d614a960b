"""The opinion engine: sparse votes in, honest findings out. Arrays only, nothing of Django."""

from townbell.opinion.errors import OpinionError
from townbell.opinion.polis import Export, ExportedStatement, PolisError, read_export, read_polis
from townbell.opinion.polis_writing import write_polis
from townbell.opinion.votes import AGREE, DISAGREE, PASS, Counts, Votes

__all__ = [
    "AGREE",
    "DISAGREE",
    "PASS",
    "Counts",
    "Export",
    "ExportedStatement",
    "OpinionError",
    "PolisError",
    "Votes",
    "read_export",
    "read_polis",
    "write_polis",
]
