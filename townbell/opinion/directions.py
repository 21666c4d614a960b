"""The directions in which a sparse table varies most: where a fit starts from."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]

DENSE_STATEMENTS = 600  # up to here a full eigendecomposition is quicker than an iterated one


def leading_directions(centred: sparse.csr_array, n_factors: int) -> Floats:
    """Return V·S/√n of the leading singular triples, (m, K); directions that do not exist are 0."""
    people, statements = centred.shape
    directions = np.zeros((statements, n_factors))
    if not centred.data.any():
        return directions
    if statements <= DENSE_STATEMENTS:
        values, vectors = _largest_directions((centred.T @ centred).toarray(), n_factors)
    else:
        values, vectors = _iterated_directions(centred, n_factors)
    count = min(n_factors, len(values))
    strength = np.sqrt(np.maximum(values[::-1][:count], 0.0) / max(people, 1))
    directions[:, :count] = vectors[:, ::-1][:, :count] * strength
    return directions


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
