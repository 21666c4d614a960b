"""What people would answer to statements they have not seen: P(agree), given that they do not pass.

The model is that of ``ordinal_probit``; its chances need no further calibration. In a large
conversation it is fitted to a sample of people; anybody else is placed by what is known of the
statements when their chances are asked for.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.chain import Numbers
from townbell.opinion.chance import fair_order
from townbell.opinion.ordinal_probit import OrdinalProbit, fit_ordinal_probit, place_people
from townbell.opinion.votes import Votes

SAMPLE = 20_000  # people a fit learns from, at most
SAMPLE_VOTES = 300_000  # about so many votes of theirs
ASKED = 1_000  # people whose chances are averaged
Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Prediction:
    """Chances of agreement of the people and statements of some votes."""

    votes: Votes
    model: OrdinalProbit  # of the people and statements marked below, in their order
    people: NDArray[np.bool_]  # (n_participants,) who it was fitted to
    statements: NDArray[np.bool_]  # (n_statements,) not moderated out
    seed: int

    @property
    def fitted(self) -> Votes:
        """The votes the model was fitted to."""
        return self.votes.select(participants=self.people, statements=self.statements)

    def agreement(self, participants: Indices, statements: Indices) -> Numbers:
        """Return P(agree | not pass) of pairs of positions on the axes of the votes.

        The two arrays are broadcast. NaN for statements that were moderated out.
        """
        participants, statements = np.broadcast_arrays(participants, statements)
        asked = np.unique(participants)
        model = self.model if self.people[asked].all() else self._placed(asked)
        known = self.people if model is self.model else np.isin(np.arange(self.people.size), asked)
        rows, columns = np.cumsum(known) - 1, np.maximum(np.cumsum(self.statements) - 1, 0)
        chances = np.full(participants.shape, np.nan)
        shown = self.statements[statements]
        chances[shown] = model.agreement(rows[participants[shown]], columns[statements[shown]])
        return chances

    @cached_property
    def expected(self) -> Numbers:
        """P(agree | not pass) of each statement, the mean over people, (n_statements,).

        Over at most ASKED of the people the model was fitted to, by a fair draw: had everybody
        been asked, and not those who happened to see it. NaN where a statement was moderated out,
        or nobody is there.
        """
        chances = np.full(self.statements.size, np.nan)
        ids = self.votes.participant_ids[self.people]
        if ids.size:
            asked = fair_order(ids, self.seed)[:ASKED]
            chances[self.statements] = self.model.expected_agreement(asked)
        return chances

    def _placed(self, people: Indices) -> OrdinalProbit:
        votes = self.votes.select(participants=people, statements=self.statements)
        return place_people(self.model, votes, seed=self.seed)


def predict(votes: Votes, *, seed: int = 0) -> Prediction:
    """Fit the model of agreement to the votes on statements that were not moderated out.

    Raises
    ------
    ChainBroke
        When the model cannot be fitted.
    """
    statements = ~votes.excluded
    lengths = np.bincount(
        votes.participants[statements[votes.statements]], minlength=votes.n_participants
    )
    order = fair_order(votes.participant_ids, seed)
    order = order[lengths[order] > 0]
    enough = np.searchsorted(np.cumsum(lengths[order]), SAMPLE_VOTES) + 1
    people = np.zeros(votes.n_participants, dtype=bool)
    people[order[: min(enough, SAMPLE)]] = True
    fitted = votes.select(participants=people, statements=statements)
    return Prediction(votes, fit_ordinal_probit(fitted, seed=seed), people, statements, seed)
