"""Where somebody stands on the map, from their own votes and a stored result alone."""

from collections.abc import Mapping

from townbell.conversations.results.reading import Result, Row

PSEUDO_VOTES = 4  # as in the engine: the mean of a statement with few votes leans to that of all
LEAST_VOTES = 3


def place(result: Result, votes: Mapping[int, int]) -> tuple[float, float] | None:
    """Return the position of a person who voted ``{statement number: 1, 0 or -1}``.

    The posterior mean of a person under the factor model of the map: with w the loadings, ψ the
    noise and m the mean vote of each statement voted on,

        (I + Σ w w′ / ψ)⁻¹ Σ w (vote − m) / ψ

    None where too few of the votes are on statements that the result can tell anything of.
    """
    usual = usual_vote(result)
    known = [
        (row.placing.across, row.placing.up, row.placing.noise, surprise(row, votes, usual))
        for row in result.rows
        if row.placing and row.placing.noise and row.number in votes
    ]
    if result.data["map"] is None or len(known) < LEAST_VOTES:
        return None
    a, b, c, x, y = 1.0, 0.0, 1.0, 0.0, 0.0
    for u, v, noise, more in known:
        a, b, c = a + u * u / noise, b + u * v / noise, c + v * v / noise
        x, y = x + u * more / noise, y + v * more / noise
    determinant = a * c - b * b
    return (c * x - b * y) / determinant, (a * y - b * x) / determinant


def usual_vote(result: Result) -> float:
    shown = [row.everyone for row in result.rows if row.everyone]
    seen = sum(share.seen for share in shown)
    return sum(share.agree - share.disagree for share in shown) / seen if seen else 0.0


def surprise(row: Row, votes: Mapping[int, int], usual: float) -> float:
    """Return by how much a person's vote differs from the statement's mean."""
    share = row.everyone
    if share is None:
        return 0.0
    total = share.agree - share.disagree + PSEUDO_VOTES * usual
    return votes[row.number] - total / (share.seen + PSEUDO_VOTES)
