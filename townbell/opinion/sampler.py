"""The draws of the ordered probit model, compiled. Imported only when they are needed."""

import math

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.kernels import Numbers, compiled
from townbell.opinion.votes import Indices

ROOT_HALF = math.sqrt(0.5)


@compiled
def normal_below(height: float) -> float:
    """Return the share of a standard normal distribution below a height."""
    return 0.5 * math.erfc(-height * ROOT_HALF)


@compiled
def log_chance(vote: int, leaning: float, width: float) -> float:
    """Return ln P(vote) when agree is leaning + N(0, 1) above width, pass within ± width."""
    if vote == 0:
        chance = normal_below(width - leaning) - normal_below(-width - leaning)
    else:
        chance = normal_below(vote * leaning - width)
    return math.log(max(chance, 1e-12))


@compiled
def normal_above_zero(random: np.random.Generator, mean: float) -> float:
    """Draw N(mean, 1) given that it is above 0: by rejection, in the tail from an exponential."""
    if mean > -0.5:
        drawn = mean + random.standard_normal()
        while drawn <= 0:
            drawn = mean + random.standard_normal()
        return drawn
    rate = (math.sqrt(mean * mean + 4) - mean) / 2
    while True:
        drawn = random.standard_exponential() / rate
        # Not “>=”: what is not a number must come back, or the loop would not end.
        if not random.standard_exponential() < 0.5 * (drawn - mean - rate) ** 2:
            return drawn


@compiled
def hidden_answer(random: np.random.Generator, vote: int, leaning: float, width: float) -> float:
    """Draw leaning + N(0, 1) given the vote it led to."""
    if vote != 0:
        return vote * (width + normal_above_zero(random, vote * leaning - width))
    highest = (min(max(leaning, -width), width) - leaning) ** 2
    while True:
        drawn = width * (2 * random.random() - 1)
        if not random.standard_exponential() < 0.5 * ((drawn - leaning) ** 2 - highest):
            return drawn


@compiled
def draw_normal(
    random: np.random.Generator, precision: Numbers, linear: Numbers, drawn: Numbers
) -> None:
    """Draw from N(precision⁻¹ · linear, precision⁻¹); uses the lower triangle, which it overwrites.

    By Cholesky factors L L′ of the precision: L u = linear, then L′ drawn = u + N(0, I).
    """
    size = linear.size
    for row in range(size):
        for column in range(row + 1):
            rest = precision[row, column]
            for inner in range(column):
                rest -= precision[row, inner] * precision[column, inner]
            if row == column:
                precision[row, row] = math.sqrt(rest)
            else:
                precision[row, column] = rest / precision[column, column]
        rest = linear[row]
        for inner in range(row):
            rest -= precision[row, inner] * linear[inner]
        linear[row] = rest / precision[row, row]
    for row in range(size - 1, -1, -1):
        rest = linear[row] + random.standard_normal()
        for inner in range(row + 1, size):
            rest -= precision[inner, row] * drawn[inner]
        drawn[row] = rest / precision[row, row]


@compiled
def draw_people(
    random: np.random.Generator,
    starts: NDArray[np.int64],
    statements: Indices,
    values: NDArray[np.int8],
    first: int,
    last: int,
    loadings: Numbers,
    thresholds: Numbers,
    spread: float,
    positions: Numbers,
    reserves: Numbers,
    hidden: Numbers,
) -> None:
    """Draw, for people first … last, reserve, hidden answers and position, given the statements.

    ``loadings`` (m, K + 1) starts with the intercept. Log reserves are N(0, spread²); they are
    drawn without regard to hidden answers, which are drawn right after, so the chain stays true;
    with ``spread`` 0 they are left as they are.
    """
    factors = positions.shape[1]
    precision, linear = np.empty((factors, factors)), np.empty(factors)
    leaning = np.empty(loadings.shape[0])
    for person in range(first, last):
        begin, end = starts[person], starts[person + 1]
        passes = 0
        for vote in range(begin, end):
            of_statement = loadings[statements[vote]]
            total = of_statement[0]
            for k in range(factors):
                total += of_statement[k + 1] * positions[person, k]
            leaning[vote - begin] = total
            passes += values[vote] == 0
        if spread > 0:
            before = math.log(reserves[person])
            step = 2.4 / math.sqrt(1 / spread**2 + passes)
            after = before + step * random.standard_normal()
            proposed = math.exp(after)
            gain = (before**2 - after**2) / (2 * spread**2)
            for vote in range(begin, end):
                width, here = thresholds[statements[vote]], leaning[vote - begin]
                gain += log_chance(values[vote], here, width * proposed)
                gain -= log_chance(values[vote], here, width * reserves[person])
            if -random.standard_exponential() < gain:
                reserves[person] = proposed
        precision[:] = 0
        linear[:] = 0
        for k in range(factors):
            precision[k, k] = 1
        for vote in range(begin, end):
            statement = statements[vote]
            width = thresholds[statement] * reserves[person]
            hidden[vote] = hidden_answer(random, values[vote], leaning[vote - begin], width)
            of_statement = loadings[statement]
            rest = hidden[vote] - of_statement[0]
            for k in range(factors):
                linear[k] += of_statement[k + 1] * rest
                for other in range(k + 1):
                    precision[k, other] += of_statement[k + 1] * of_statement[other + 1]
        draw_normal(random, precision, linear, positions[person])


@compiled
def draw_statements(
    random: np.random.Generator,
    starts: NDArray[np.int64],
    people: Indices,
    places: NDArray[np.int64],
    values: NDArray[np.int8],
    first: int,
    last: int,
    positions: Numbers,
    reserves: Numbers,
    hidden: Numbers,
    centre: Numbers,
    certainty: Numbers,
    usual: float,
    spread: float,
    loadings: Numbers,
    thresholds: Numbers,
) -> None:
    """Draw, for statements first … last, loadings and threshold, given the people.

    Loadings are N(centre, 1 / certainty), log thresholds N(usual, spread²). ``places`` says where
    in ``values`` and ``hidden``, which are sorted by person, a statement's votes are. With
    ``spread`` 0 the thresholds are left as they are.
    """
    size = loadings.shape[1]
    precision, linear, of_person = np.empty((size, size)), np.empty(size), np.ones(size)
    for statement in range(first, last):
        precision[:] = 0
        passes = 0
        for k in range(size):
            precision[k, k] = certainty[k]
            linear[k] = certainty[k] * centre[k]
        for at in range(starts[statement], starts[statement + 1]):
            for k in range(size - 1):
                of_person[k + 1] = positions[people[at], k]
            answer = hidden[places[at]]
            passes += values[places[at]] == 0
            for k in range(size):
                linear[k] += of_person[k] * answer
                for other in range(k + 1):
                    precision[k, other] += of_person[k] * of_person[other]
        draw_normal(random, precision, linear, loadings[statement])
        if spread > 0:
            before = math.log(thresholds[statement])
            step = 2.4 / math.sqrt(1 / spread**2 + passes)
            after = before + step * random.standard_normal()
            proposed = math.exp(after)
            gain = ((before - usual) ** 2 - (after - usual) ** 2) / (2 * spread**2)
            for at in range(starts[statement], starts[statement + 1]):
                leaning = loadings[statement, 0]
                for k in range(size - 1):
                    leaning += loadings[statement, k + 1] * positions[people[at], k]
                vote, reserve = values[places[at]], reserves[people[at]]
                gain += log_chance(vote, leaning, proposed * reserve)
                gain -= log_chance(vote, leaning, thresholds[statement] * reserve)
            if -random.standard_exponential() < gain:
                thresholds[statement] = proposed
