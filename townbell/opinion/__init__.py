"""The opinion engine: sparse votes in, honest findings out. Arrays only, nothing of Django."""

from townbell.opinion.analysis import analyse
from townbell.opinion.bridging import QuestionRanking, rank_questions
from townbell.opinion.errors import OpinionError
from townbell.opinion.polis import Export, ExportedStatement, PolisError, read_export, read_polis
from townbell.opinion.polis_writing import write_polis
from townbell.opinion.published import PublishedError, load_published
from townbell.opinion.votes import AGREE, DISAGREE, PASS, Counts, Tally, Votes

__all__ = [
    "AGREE",
    "DISAGREE",
    "PASS",
    "Counts",
    "Export",
    "ExportedStatement",
    "OpinionError",
    "PolisError",
    "PublishedError",
    "QuestionRanking",
    "Tally",
    "Votes",
    "analyse",
    "load_published",
    "rank_questions",
    "read_export",
    "read_polis",
    "write_polis",
]
