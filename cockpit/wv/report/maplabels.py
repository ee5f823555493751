"""Names beside dots, where neither another name nor another dot is in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Spot: TypeAlias = tuple[float, float, float]
"""Middle and radius of a dot [units of the view box]."""
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom."""

SQUARE = 0.5**0.5
LARGE = 6.0
"""Radius from which on a dot is in the way of a name [units of the view box]."""
LETTER, LINE = 13.5, 27.0
"""A letter's width and a line's height on a phone, where the view box is half as wide:
what has room there has room everywhere [units of the view box]."""
SIDES = (
    ("start", 1, 0, ".35em", ".32em"),
    ("end", -1, 0, "-.35em", ".32em"),
    ("middle", 0, -1, "0", "-.35em"),
    ("middle", 0, 1, "0", "1em"),
)
"""Anchor, side to the right and below, and shifts of each place a name may stand."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name and where it stands: `x`, `y` on the dot's edge, the rest as in SVG."""

    text: str
    x: float
    y: float
    anchor: str
    dx: str
    dy: str


def labels(
    named: Iterable[tuple[Spot, str]], dots: Sequence[Spot], size: tuple[float, float]
) -> list[Label]:
    """Return the names that have room, the first ones first.

    Args:
        named: Dots with names, the most important first.
        dots: All dots, named or not; a small one may lie under a name.
        size: Width and height of the map [units of the view box].
    """
    large = [dot for dot in dots if dot[2] >= LARGE]
    taken: list[Box] = []
    found: list[Label] = []
    for spot, text in named:
        others = [_around(dot) for dot in large if dot != spot]
        free = (
            (label, box)
            for label, box in _candidates(spot, text)
            if _within(box, size)
            and not any(_meet(box, other) for other in (*taken, *others))
        )
        best = next(free, None)
        if best:
            found.append(best[0])
            taken.append(best[1])
    return found


def _candidates(spot: Spot, text: str) -> Iterable[tuple[Label, Box]]:
    x, y, radius = spot
    width = LETTER * len(text)
    for anchor, right, below, dx, dy in SIDES:
        at_x, at_y = x + right * radius, y + below * radius
        left = at_x - width * {"start": 0.0, "end": 1.0, "middle": 0.5}[anchor]
        top = at_y - LINE * {0: 0.5, -1: 1.0, 1: 0.0}[below]
        yield (
            Label(text, at_x, at_y, anchor, dx, dy),
            (left, top, left + width, top + LINE),
        )


def _around(dot: Spot) -> Box:
    """Return the square inside a dot: at its corners there is room for a name."""
    x, y, radius = dot
    half = radius * SQUARE
    return x - half, y - half, x + half, y + half


def _within(box: Box, size: tuple[float, float]) -> bool:
    left, top, right, bottom = box
    return left >= 0 and top >= 0 and right <= size[0] and bottom <= size[1]


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )
