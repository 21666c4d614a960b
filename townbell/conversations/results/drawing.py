"""The opinion map as squares of a picture, and what its two directions mean."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from townbell.conversations.results.reading import Placing, Result, Row

# The unit of the picture: a number that every size of grid from 4 to 36 divides well enough.
SIDE = 720
STATEMENTS_AN_END = 3


@dataclass(frozen=True)
class Square:
    """A bin of the map in the picture's units, with how many people are in it."""

    x: float
    y: float
    side: float
    strength: float
    people: int
    column: int
    row: int


@dataclass(frozen=True)
class Direction:
    """One direction of the map: the statements that pull most to either end of it."""

    low: list[Row]
    high: list[Row]


@dataclass(frozen=True)
class Drawing:
    """The map, ready to be drawn."""

    side: int
    size: int
    squares: list[Square]
    people: int
    across: Direction
    up: Direction

    @property
    def frame(self) -> str:
        """The part of the picture that has squares, and one square's width around it."""
        step = self.side / self.size
        left = max(min(square.x for square in self.squares) - step, 0)
        top = max(min(square.y for square in self.squares) - step, 0)
        right = min(max(square.x for square in self.squares) + 2 * step, self.side)
        bottom = min(max(square.y for square in self.squares) + 2 * step, self.side)
        return f"{left:.2f} {top:.2f} {right - left:.2f} {bottom - top:.2f}"

    @property
    def shown(self) -> int:
        return sum(square.people for square in self.squares)

    @property
    def hidden(self) -> int:
        return self.people - self.shown

    @property
    def largest(self) -> int:
        return max(square.people for square in self.squares)


def draw(result: Result) -> Drawing | None:
    """Return the map of a result, or None where it has too few people for one."""
    stored = result.data["map"]
    if stored is None:
        return None
    return Drawing(
        side=SIDE,
        size=stored["size"],
        squares=list(squares(stored)),
        people=stored["people"],
        across=direction(result, lambda placing: placing.across),
        up=direction(result, lambda placing: placing.up),
    )


@dataclass(frozen=True)
class Marker:
    """Where one person stands on the picture; at the edge, if they stand beyond it."""

    x: float
    y: float


def mark(result: Result, position: tuple[float, float]) -> Marker:
    """Return where a position, in the units of the map, is on the picture."""
    reach = result.data["map"]["reach"]
    across, up = (min(max((value / reach + 1) / 2, 0.0), 1.0) for value in position)
    return Marker(x=round(across * SIDE, 2), y=round((1 - up) * SIDE, 2))


def squares(stored: Mapping[str, Any]) -> Iterator[Square]:
    side = SIDE / stored["size"]
    most = max(people for _, _, people in stored["bins"])
    for column, row, people in stored["bins"]:
        yield Square(
            x=round(column * side, 2),
            # A picture counts from the top, a map from the bottom.
            y=round((stored["size"] - 1 - row) * side, 2),
            side=round(side, 2),
            strength=round(0.15 + 0.85 * (people / most) ** 0.5, 2),
            people=people,
            column=column + 1,
            row=row + 1,
        )


def direction(result: Result, pull: Callable[[Placing], float]) -> Direction:
    """Return the statements whose agreement pulls most towards either end."""
    pulls = [(pull(row.placing), row) for row in result.rows if row.placing and row.text]
    pulls.sort(key=lambda each: each[0])
    return Direction(
        low=[row for strength, row in pulls[:STATEMENTS_AN_END] if strength < 0],
        high=[row for strength, row in pulls[: -STATEMENTS_AN_END - 1 : -1] if strength > 0],
    )
