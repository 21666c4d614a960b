"""The draws of the ordered probit model, compiled. Imported only when they are needed."""

import math

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.kernels import Numbers, compiled, vectorised
from townbell.opinion.votes import Indices

ROOT_HALF = math.sqrt(0.5)
LEAST = 1e-9  # a share of indifference that is not 0, for its logarithm


@compiled
def normal_below(height: float) -> float:
    """Return the share of a standard normal distribution below a height."""
    return 0.5 * math.erfc(-height * ROOT_HALF)


@compiled
def chance_of(vote: int, leaning: float, width: float) -> float:
    """Return P(vote) when agree is leaning + N(0, 1) above width, pass within ± width."""
    if vote == 0:
        chance = normal_below(width - leaning) - normal_below(-width - leaning)
    else:
        chance = normal_below(vote * leaning - width)
    return max(chance, 1e-12)


@compiled
def ratio(vote: int, leaning: float, width: float, before: float, indifference: float) -> float:
    """Return how many times as probable a vote is with this width as with the one before."""
    now, then = chance_of(vote, leaning, width), chance_of(vote, leaning, before)
    if vote == 0:
        return (indifference + (1 - indifference) * now) / (
            indifference + (1 - indifference) * then
        )
    return now / then


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


@vectorised
def leaning_of(of_statement: Numbers, position: Numbers) -> float:
    """Return intercept + loadings · position; ``of_statement`` starts with the intercept."""
    total = 0.0
    for k in range(position.size):
        total += of_statement[k + 1] * position[k]
    leaning: float = of_statement[0] + total
    return leaning


@compiled
def draw_normal(
    random: np.random.Generator,
    precision: Numbers,
    linear: Numbers,
    drawn: Numbers,
    mirrored: Numbers,
) -> None:
    """Draw from N(precision⁻¹ · linear, precision⁻¹); uses the lower triangle, which it overwrites.

    By Cholesky factors L L′ of the precision: L u = linear, then L′ drawn = u + noise, noise ~
    N(0, I). With L′ mirrored = u - noise the draw lies as far on the other side of the mean.
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
        noise = random.standard_normal()
        rest, other = linear[row] + noise, linear[row] - noise
        for inner in range(row + 1, size):
            rest -= precision[inner, row] * drawn[inner]
            other -= precision[inner, row] * mirrored[inner]
        drawn[row], mirrored[row] = rest / precision[row, row], other / precision[row, row]


@compiled
def multiply_out(vectors: Numbers, table: Numbers) -> None:
    """Write each vector's products of two of its entries, the lower triangle row by row."""
    for vector in range(len(vectors)):
        at = 0
        for row in range(vectors.shape[1]):
            for column in range(row + 1):
                table[vector, at] = vectors[vector, row] * vectors[vector, column]
                at += 1


@compiled
def fold_up(packed: Numbers, prior: Numbers, precision: Numbers) -> None:
    """Write a packed lower triangle, and ``prior`` more on the diagonal, to a matrix."""
    at = 0
    for row in range(len(prior)):
        for column in range(row + 1):
            precision[row, column] = packed[at]
            at += 1
        precision[row, row] += prior[row]


@compiled
def draw_people(
    random: np.random.Generator,
    starts: NDArray[np.int64],
    statements: Indices,
    values: NDArray[np.int8],
    first: int,
    last: int,
    loadings: Numbers,
    products: Numbers,
    thresholds: Numbers,
    spread: float,
    positions: Numbers,
    mirrored: Numbers,
    reserves: Numbers,
    indifference: Numbers,
    shape: Numbers,
    hidden: Numbers,
) -> None:
    """Draw, for people first … last, all that is theirs, given the statements.

    ``loadings`` (m, K + 1) starts with the intercept; ``products`` are of the others. Log reserves
    are N(0, spread²); they are drawn without regard to hidden answers, which are drawn right
    after, so the chain stays true; with ``spread`` 0 they are left as they are. Shares of
    indifference are Beta(shape). The hidden answer of a pass for want of an opinion is NaN, and
    tells nothing of the position.
    """
    factors = positions.shape[1]
    precision, linear = np.empty((factors, factors)), np.empty(factors)
    packed, standard = np.empty(products.shape[1]), np.ones(factors)
    leaning = np.empty(loadings.shape[0])
    for person in range(first, last):
        begin, end = starts[person], starts[person + 1]
        passes, without_opinion, unconcern = 0, 0, indifference[person]
        for vote in range(begin, end):
            leaning[vote - begin] = leaning_of(loadings[statements[vote]], positions[person])
            passes += values[vote] == 0
        if spread > 0:
            before = math.log(reserves[person])
            step = 2.4 / math.sqrt(1 / spread**2 + passes)
            after = before + step * random.standard_normal()
            proposed = math.exp(after)
            gain, times = (before**2 - after**2) / (2 * spread**2), 1.0
            for vote in range(begin, end):
                width, here = thresholds[statements[vote]], leaning[vote - begin]
                now, then = width * proposed, width * reserves[person]
                times *= ratio(values[vote], here, now, then, unconcern)
                # One logarithm for many votes: the product of a few ratios stays finite.
                if not 1e-200 < times < 1e200:
                    gain += math.log(times)
                    times = 1.0
            gain += math.log(times)
            if -random.standard_exponential() < gain:
                reserves[person] = proposed
        packed[:] = 0
        linear[:] = 0
        for vote in range(begin, end):
            statement = statements[vote]
            width = thresholds[statement] * reserves[person]
            if values[vote] == 0:
                torn = (1 - unconcern) * chance_of(0, leaning[vote - begin], width)
                if random.random() * (unconcern + torn) < unconcern:
                    hidden[vote] = math.nan
                    without_opinion += 1
                    continue
            hidden[vote] = hidden_answer(random, values[vote], leaning[vote - begin], width)
            rest = hidden[vote] - loadings[statement, 0]
            for k in range(factors):
                linear[k] += loadings[statement, k + 1] * rest
            for at in range(packed.size):
                packed[at] += products[statement, at]
        fold_up(packed, standard, precision)
        draw_normal(random, precision, linear, positions[person], mirrored[person])
        one = random.standard_gamma(shape[0] + without_opinion)
        other = random.standard_gamma(shape[1] + end - begin - without_opinion)
        indifference[person] = min(max(one / (one + other), LEAST), 1 - LEAST)


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
    products: Numbers,
    reserves: Numbers,
    indifference: Numbers,
    hidden: Numbers,
    centre: Numbers,
    certainty: Numbers,
    usual: float,
    spread: float,
    loadings: Numbers,
    thresholds: Numbers,
) -> None:
    """Draw, for statements first … last, loadings and threshold, given the people.

    ``positions`` (n, 1 + K) start with 1, ``products`` are theirs. Loadings are N(centre, 1 /
    certainty), log thresholds N(usual, spread²). ``places`` says where in ``values`` and
    ``hidden``, which are sorted by person, a statement's votes are. With ``spread`` 0 the
    thresholds are left as they are.
    """
    size = loadings.shape[1]
    precision, linear, unused = np.empty((size, size)), np.empty(size), np.empty(size)
    packed = np.empty(products.shape[1])
    for statement in range(first, last):
        packed[:] = 0
        passes = 0
        for k in range(size):
            linear[k] = certainty[k] * centre[k]
        for at in range(starts[statement], starts[statement + 1]):
            answer, person = hidden[places[at]], people[at]
            passes += values[places[at]] == 0
            if math.isnan(answer):
                continue
            for k in range(size):
                linear[k] += positions[person, k] * answer
            for k in range(packed.size):
                packed[k] += products[person, k]
        fold_up(packed, certainty, precision)
        draw_normal(random, precision, linear, loadings[statement], unused)
        if spread > 0:
            before = math.log(thresholds[statement])
            step = 2.4 / math.sqrt(1 / spread**2 + passes)
            after = before + step * random.standard_normal()
            proposed = math.exp(after)
            gain, times = ((before - usual) ** 2 - (after - usual) ** 2) / (2 * spread**2), 1.0
            for at in range(starts[statement], starts[statement + 1]):
                leaning = leaning_of(loadings[statement], positions[people[at], 1:])
                vote, reserve = values[places[at]], reserves[people[at]]
                now, then = proposed * reserve, thresholds[statement] * reserve
                times *= ratio(vote, leaning, now, then, indifference[people[at]])
                if not 1e-200 < times < 1e200:
                    gain += math.log(times)
                    times = 1.0
            gain += math.log(times)
            if -random.standard_exponential() < gain:
                thresholds[statement] = proposed


@compiled
def add_chances(
    leaning: Numbers,
    reserves: NDArray[np.float32],
    thresholds: NDArray[np.float32],
    chances: Numbers,
) -> None:
    """Add P(agree) and P(disagree) of everybody, on every statement, to ``chances`` (2, n, m)."""
    for person in range(leaning.shape[0]):
        for statement in range(leaning.shape[1]):
            width = reserves[person] * thresholds[statement]
            here = leaning[person, statement]
            chances[0, person, statement] += normal_below(here - width)
            chances[1, person, statement] += normal_below(-here - width)
