"""From values to places on the paper: scales, ticks, months, short paths."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Point: TypeAlias = tuple[float, float]

STEPS = (1, 2, 5, 10)
"""Tick distances people count in, times a power of ten."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Maps [low, high] to [start, end] in a straight line.

    Raises:
        ValueError: If low equals high: such a scale has no slope.
    """

    low: float
    high: float
    start: float
    end: float

    def __post_init__(self) -> None:
        if self.low == self.high:
            message = f"A scale needs two different ends, got {self.low} twice."
            raise ValueError(message)

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def tick_step(low: float, high: float, most: int) -> float:
    """Return the smallest round distance that needs at most `most` steps."""
    rough = max(high - low, 1e-9) / most
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * (1 - 1e-9))


def inner_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return the round values within [low, high], about `most` of them."""
    step = tick_step(low, high, most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield the first day of each month that starts within [first, last]."""
    month = first if first.day == 1 else _next_month(first)
    while month <= last:
        yield month
        month = _next_month(month)


def _next_month(date: dt.date) -> dt.date:
    return (date.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def thin(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Drop points no eye can miss: Douglas and Peucker's line simplification.

    Args:
        points: A line, left to right.
        tolerance: How far, vertically, a dropped point may lie off the new line.

    Returns:
        A part of the points, the ends among them.
    """
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        left, right = spans.pop()
        worst, distance = _farthest(points, left, right)
        if distance > tolerance:
            keep.add(worst)
            spans += [(left, worst), (worst, right)]
    return [points[index] for index in sorted(keep) if index >= 0]


def _farthest(points: Sequence[Point], left: int, right: int) -> tuple[int, float]:
    """Return the point between two that lies farthest off their chord."""
    if right - left < 2:  # noqa: PLR2004 - two neighbours have nothing between them.
        return left, 0.0
    chord = Linear(points[left][0], points[right][0], points[left][1], points[right][1])
    return max(
        (
            (at, abs(points[at][1] - chord(points[at][0])))
            for at in range(left + 1, right)
        ),
        key=lambda found: found[1],
    )


def path(points: Iterable[Point]) -> str:
    """Return path data in whole units: one absolute start, then short steps."""
    whole = [(round(x), round(y)) for x, y in points]
    if not whole:
        return ""
    steps = [
        f"{x - before_x}{_joined(y - before_y)}"
        for (before_x, before_y), (x, y) in itertools.pairwise(whole)
    ]
    start = f"M{whole[0][0]}{_joined(whole[0][1])}"
    return start + ("l" + _spaced(steps) if steps else "h0")


def _joined(number: int) -> str:
    """Write a number after another: a minus sign parts them already."""
    return f"{number}" if number < 0 else f" {number}"


def _spaced(parts: Iterable[str]) -> str:
    text = ""
    for part in parts:
        text += part if not text or part.startswith("-") else f" {part}"
    return text


def area(upper: Sequence[Point], lower: Sequence[Point]) -> str:
    """Return path data of the surface between two lines."""
    return path([*upper, *reversed(lower)]) + "z" if upper and lower else ""


def bars(spans: Iterable[tuple[float, float, float]]) -> str:
    """Return path data of upright strokes (x, from y, to y), each `M x y v length`."""
    return "".join(
        f"M{round(x)}{_joined(round(start))}v{round(end) - round(start)}"
        for x, start, end in spans
        if round(start) != round(end)
    )
