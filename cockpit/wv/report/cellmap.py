"""Where orders go: each cell a dot whose area is its share of orders."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from wv.report.canvas import picture
from wv.report.html import el

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.html import Element
    from wv.report.shop_model import ShippingCell

WIDTH, HEIGHT = 720, 360
"""Two units a degree: plate carrée, as coarse as a dot needs."""
LARGEST = 26.0
LEAST = 2.5
STEP = 30


def draw(cells: Sequence[ShippingCell], sentence: str) -> Element:
    """Draw the cells on a graticule of thirty degrees.

    Args:
        cells: The most orders first, so that small dots lie on large ones.
        sentence: What the map shows, in words.
    """
    most = max((cell.share for cell in cells), default=1.0) or 1.0
    plot = el(
        "svg",
        el("path", class_="grid", d=_graticule()),
        *(_dot(cell, most) for cell in cells),
        width="100%",
        height="100%",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
    )
    return picture("shop-map", "chart map", ("Where orders go", sentence), plot)


def place(cell: ShippingCell) -> tuple[float, float]:
    """Return where a cell lies on the map [units of the view box]."""
    return 2 * (cell.longitude + 180), 2 * (90 - cell.latitude)


def _dot(cell: ShippingCell, most: float) -> Element:
    x, y = place(cell)
    radius = max(LEAST, LARGEST * math.sqrt(cell.share / most))
    return el(
        "circle",
        el("title", f"{cell.name}: {cell.orders:,} orders"),
        class_="watched" if cell.watched else "unwatched",
        cx=f"{x:.1f}",
        cy=f"{y:.1f}",
        r=f"{radius:.1f}",
    )


def _graticule() -> str:
    lines = [f"M{2 * degree} 0v{HEIGHT}" for degree in range(0, 361, STEP)]
    lines += [f"M0 {2 * degree}h{WIDTH}" for degree in range(0, 181, STEP)]
    return "".join(lines)
