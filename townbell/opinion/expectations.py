"""What votes tell of positions in factor analysis, and the sums the next estimate needs; compiled.

Imported only when they are needed.
"""

import math

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.kernels import Numbers, compiled
from townbell.opinion.votes import Indices


@compiled
def invert(precision: Numbers, inverse: Numbers) -> None:
    """Write the inverse of a small positive definite matrix, whose lower triangle is overwritten.

    By its Cholesky factor L: L⁻¹ in place, then L⁻¹′ L⁻¹.
    """
    size = len(precision)
    for row in range(size):
        for column in range(row + 1):
            rest = precision[row, column]
            for inner in range(column):
                rest -= precision[row, inner] * precision[column, inner]
            precision[row, column] = (
                math.sqrt(rest) if row == column else rest / precision[column, column]
            )
    for column in range(size):
        precision[column, column] = 1 / precision[column, column]
        for row in range(column + 1, size):
            rest = 0.0
            for inner in range(column, row):
                rest -= precision[row, inner] * precision[inner, column]
            precision[row, column] = rest / precision[row, row]
    for row in range(size):
        for column in range(row + 1):
            total = 0.0
            for inner in range(row, size):
                total += precision[inner, row] * precision[inner, column]
            inverse[row, column] = total
            inverse[column, row] = total


@compiled
def place(
    starts: NDArray[np.int64],
    statements: Indices,
    values: NDArray[np.int8],
    first: int,
    last: int,
    told: Numbers,
    weighted: Numbers,
    means: Numbers,
    covariances: Numbers,
) -> None:
    """Write mean and covariance of the posterior of z of people first … last, in their order.

    ``told`` (m, K (K + 1) / 2 + K) has each statement's w w′ / noise, the lower triangle row by
    row, and w mean / noise; ``weighted`` (m, K) is w / noise.
    """
    size = weighted.shape[1]
    pairs = size * (size + 1) // 2
    summed, linear = np.empty(told.shape[1]), np.empty(size)
    precision = np.empty((size, size))
    for person in range(first, last):
        summed[:] = 0
        linear[:] = 0
        for vote in range(starts[person], starts[person + 1]):
            of_statement, value = told[statements[vote]], float(values[vote])
            for at in range(summed.size):
                summed[at] += of_statement[at]
            of_statement = weighted[statements[vote]]
            for k in range(size):
                linear[k] += value * of_statement[k]
        at = 0
        for row in range(size):
            for column in range(row + 1):
                precision[row, column] = summed[at]
                at += 1
            precision[row, row] += 1
        covariance = covariances[person - first]
        invert(precision, covariance)
        for row in range(size):
            total = 0.0
            for column in range(size):
                total += covariance[row, column] * (linear[column] - summed[pairs + column])
            means[person - first, row] = total


@compiled
def place_on_line(
    starts: NDArray[np.int64],
    statements: Indices,
    values: NDArray[np.int8],
    first: int,
    last: int,
    told: Numbers,
    weighted: Numbers,
    means: Numbers,
    covariances: Numbers,
) -> None:
    """Do what ``place`` does for one factor, in half the time: its inner loops are of one round."""
    for person in range(first, last):
        precision, usual, own = 1.0, 0.0, 0.0
        for vote in range(starts[person], starts[person + 1]):
            statement = statements[vote]
            precision += told[statement, 0]
            usual += told[statement, 1]
            own += values[vote] * weighted[statement, 0]
        covariances[person - first, 0, 0] = 1 / precision
        means[person - first, 0] = (own - usual) / precision


@compiled
def add_moments(
    starts: NDArray[np.int64],
    statements: Indices,
    values: NDArray[np.int8],
    first: int,
    last: int,
    means: Numbers,
    covariances: Numbers,
    squares: Numbers,
    products: Numbers,
) -> None:
    """Add, per statement, E[z̃ z̃′] and x E[z̃] of the people first … last who voted on it.

    ``squares`` (m, (K + 1)(K + 2) / 2) are upper triangles row by row, z̃ = (1, z).
    """
    size = means.shape[1]
    square, extended = np.empty(squares.shape[1]), np.empty(size + 1)
    for person in range(first, last):
        extended[0] = 1
        for k in range(size):
            extended[k + 1] = means[person - first, k]
        at = 0
        for row in range(size + 1):
            for column in range(row, size + 1):
                square[at] = extended[row] * extended[column]
                if row > 0:
                    square[at] += covariances[person - first, row - 1, column - 1]
                at += 1
        for vote in range(starts[person], starts[person + 1]):
            total, value = squares[statements[vote]], float(values[vote])
            for at in range(square.size):
                total[at] += square[at]
            if value != 0:
                total = products[statements[vote]]
                for k in range(size + 1):
                    total[k] += value * extended[k]


@compiled
def add_moments_on_line(
    starts: NDArray[np.int64],
    statements: Indices,
    values: NDArray[np.int8],
    first: int,
    last: int,
    means: Numbers,
    covariances: Numbers,
    squares: Numbers,
    products: Numbers,
) -> None:
    """Do what ``add_moments`` does for one factor, in half the time."""
    for person in range(first, last):
        mean = means[person - first, 0]
        square = mean * mean + covariances[person - first, 0, 0]
        for vote in range(starts[person], starts[person + 1]):
            statement, value = statements[vote], float(values[vote])
            squares[statement, 0] += 1
            squares[statement, 1] += mean
            squares[statement, 2] += square
            products[statement, 0] += value
            products[statement, 1] += value * mean
