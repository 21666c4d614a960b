"""The directions in which a sparse table varies most: where a fit starts from."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from townbell.opinion.folds import blocks_of
from townbell.opinion.principal import DENSE_ABOVE

Floats = NDArray[np.float64]

DENSE_STATEMENTS = 600  # up to here a full eigendecomposition is quicker than an iterated one
ROWS_AT_ONCE = 1 << 10


def leading_directions(centred: sparse.csr_array, n_factors: int) -> Floats:
    """Return V·S/√n of the leading singular triples, (m, K); directions that do not exist are 0."""
    people, statements = centred.shape
    directions = np.zeros((statements, n_factors))
    if not centred.data.any():
        return directions
    # The others have no part in it, and the time grows with the cube of how many there are.
    seen = np.flatnonzero(np.bincount(centred.indices, minlength=statements))
    known = centred[:, seen]
    if seen.size <= DENSE_STATEMENTS:
        values, vectors = _largest_directions(_products(known), n_factors)
    else:
        values, vectors = _iterated_directions(known, n_factors)
    count = min(n_factors, len(values))
    strength = np.sqrt(np.maximum(values[::-1][:count], 0.0) / max(people, 1))
    directions[seen, :count] = vectors[:, ::-1][:, :count] * strength
    return directions


def _products(centred: sparse.csr_array) -> Floats:
    """Return the products of all pairs of columns, (m, m), by whatever is quicker."""
    people, statements = centred.shape
    pairs = float((np.diff(centred.indptr).astype(float) ** 2).sum())
    if pairs < DENSE_ABOVE * people * statements**2:
        found: Floats = (centred.T @ centred).toarray()
        return found
    total = np.zeros((statements, statements))
    for first, last in blocks_of(people, ROWS_AT_ONCE):
        table = centred[first:last].toarray()
        total += table.T @ table
    return total


def _largest_directions(gram: Floats, count: int) -> tuple[Floats, Floats]:
    from scipy.linalg import eigh

    found: tuple[Floats, Floats] = eigh(
        gram, subset_by_index=[max(len(gram) - count, 0), len(gram) - 1]
    )
    return found


def _iterated_directions(centred: sparse.csr_array, n_factors: int) -> tuple[Floats, Floats]:
    from scipy.sparse.linalg import LinearOperator, eigsh

    size = centred.shape[1]
    turned = centred.T.tocsr()
    gram = LinearOperator((size, size), matvec=lambda v: turned @ (centred @ v), dtype=np.float64)
    values, vectors = eigsh(gram, k=n_factors, v0=np.ones(size), tol=1e-6)
    return values, vectors
