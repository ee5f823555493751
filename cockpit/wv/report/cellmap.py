"""Where orders go: each cell a dot whose area is its share of orders."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wv.report import words
from wv.report.canvas import picture
from wv.report.html import el
from wv.report.maplabels import Label, labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wv.report.html import Element
    from wv.report.shop_model import ShippingCell, Shop

WIDTH = 720.0
LARGEST, LEAST = 22.0, 3.0
"""Radius of a dot [units of the view box]."""
STEPS = (30, 15, 5)
"""Distances of the graticule [°]; the first of which the frame holds three or more."""
ROOM, TALL_ROOM = 1.3, 1.5
LEAST_SPAN = 30.0
"""The frame is so much wider and taller than its cells, and no narrower [°]."""
FLATTEST, TALLEST = 3.0, 1.8
"""Width over height of the frame."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the world that is drawn (plate carrée).

    Attributes:
        west: Its left edge [°].
        north: Its upper edge [°].
        span: Its width [°].
        drop: Its height [°].
    """

    west: float
    north: float
    span: float
    drop: float

    @property
    def height(self) -> float:
        """Return the height of the view box."""
        return WIDTH * self.drop / self.span

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a point lies [units of the view box]."""
        scale = WIDTH / self.span
        return scale * (longitude - self.west), scale * (self.north - latitude)


def frame(cells: Sequence[ShippingCell]) -> Frame:
    """Return the smallest frame that holds all cells with some room around them."""
    norths, easts = [c.latitude for c in cells], [c.longitude for c in cells]
    north, south, east, west = max(norths), min(norths), max(easts), min(easts)
    tall = TALL_ROOM * (north - south)
    span = min(360.0, max(LEAST_SPAN, ROOM * (east - west), TALLEST * tall))
    drop = min(max(tall, span / FLATTEST), span / TALLEST, 180.0)
    left = min(max((east + west - span) / 2, -180.0), 180.0 - span)
    top = max(min((north + south + drop) / 2, 90.0), -90.0 + drop)
    return Frame(left, top, span, drop)


def draw(shop: Shop, names: Mapping[str, str], sentence: str) -> Element:
    """Draw the cells over big cities and a graticule.

    Args:
        shop: With one cell at least, the most orders first, so that small dots lie on
            large ones.
        names: What a cell is called, where it has a name.
        sentence: What the map shows, in words.
    """
    seen = frame(shop.cells)
    most = max(cell.share for cell in shop.cells) or 1.0
    dots = [_dot(cell, seen, most, names) for cell in shop.cells]
    plot = el(
        "svg",
        el("path", class_="grid", d=_graticule(seen)),
        el("path", class_="city", d=_cities(shop.cities, seen)),
        *dots,
        width="100%",
        height="100%",
        viewBox=f"0 0 {WIDTH:.0f} {seen.height:.1f}",
    )
    spots = [
        (*seen.place(cell.latitude, cell.longitude), _radius(cell, most))
        for cell in shop.cells
    ]
    named = (
        (spot, names[cell.name])
        for spot, cell in zip(spots, shop.cells, strict=True)
        if cell.name in names
    )
    size = (WIDTH, seen.height)
    texts = [_text(label, seen.height) for label in labels(named, spots, size)]
    svg = picture("shop-map", "chart map", ("Where orders go", sentence), plot, *texts)
    svg.set("style", f"aspect-ratio:{WIDTH / seen.height:.3f}")
    return svg


def _text(label: Label, height: float) -> Element:
    return el(
        "text",
        label.text,
        x=f"{100 * label.x / WIDTH:.4g}%",
        y=f"{100 * label.y / height:.4g}%",
        text_anchor=label.anchor,
        dx=label.dx,
        dy=label.dy,
    )


def _radius(cell: ShippingCell, most: float) -> float:
    return max(LEAST, LARGEST * math.sqrt(cell.share / most))


def _dot(
    cell: ShippingCell, seen: Frame, most: float, names: Mapping[str, str]
) -> Element:
    x, y = seen.place(cell.latitude, cell.longitude)
    orders = words.count(cell.orders, "order")
    return el(
        "circle",
        el("title", f"{names.get(cell.name, cell.name)}: {orders}"),
        class_="watched" if cell.watched else "unwatched",
        cx=f"{x:.1f}",
        cy=f"{y:.1f}",
        r=f"{_radius(cell, most):.1f}",
    )


def _cities(cities: Iterable[tuple[float, float]], seen: Frame) -> str:
    places = (seen.place(*city) for city in cities)
    return "".join(
        f"M{x:.0f} {y:.0f}h0"
        for x, y in places
        if 0 <= x <= WIDTH and 0 <= y <= seen.height
    )


def _graticule(seen: Frame) -> str:
    step = next((step for step in STEPS if seen.span >= 6 * step), STEPS[-1])
    xs = (seen.place(0, degree)[0] for degree in range(-180, 181, step))
    ys = (seen.place(degree, 0)[1] for degree in range(-90, 91, step))
    lines = [f"M{x:.0f} 0v{seen.height:.0f}" for x in xs if 0 <= x <= WIDTH]
    lines += [f"M0 {y:.0f}h{WIDTH:.0f}" for y in ys if 0 <= y <= seen.height]
    return "".join(lines)
