"""The opinion engine: sparse votes in, honest findings out. Arrays only, nothing of Django."""

from townbell.opinion.errors import OpinionError
from townbell.opinion.votes import AGREE, DISAGREE, PASS, Counts, Votes

__all__ = ["AGREE", "DISAGREE", "PASS", "Counts", "OpinionError", "Votes"]
