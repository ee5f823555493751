"""Small multiples: the last year of every cell, week by week, on one scale."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from wv.report import facts, scale, words
from wv.report.canvas import picture
from wv.report.html import el

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wv.report.facts import Year
    from wv.report.html import Element
    from wv.report.model import Cell

WEEK = dt.timedelta(days=7)
SLOT = 10
HALF = 100
"""Plot units from the normal to the edge."""


def weeks(year: Year) -> list[float | None]:
    """Return the mean anomaly of each whole or begun week, oldest first [°C]."""
    starts = range(0, facts.YEAR.days, WEEK.days)
    means = []
    for start in starts:
        since = year.first + dt.timedelta(days=start)
        week = (day for day in year.compared if since <= day.date < since + WEEK)
        means.append(facts.mean(day.anomaly_c for day in week))
    return means


def reach(years: Iterable[Year]) -> float:
    """Return the greatest weekly anomaly of all cells [°C]: the common scale."""
    known = [abs(value) for year in years for value in weeks(year) if value is not None]
    return max(known, default=1.0) or 1.0


def draw(cell: Cell, year: Year, most: float, key: str) -> Element:
    """Draw the weeks of one cell above and below its normal.

    Args:
        cell: The place.
        year: Its last year.
        most: The anomaly that reaches the edge [°C], from `reach`.
        key: Unique start of the ids used.
    """
    values = weeks(year)
    y = scale.Linear(-most, most, HALF, -HALF)
    paths = [
        el(
            "path",
            class_=css,
            d=scale.bars(_spans(values, y, sign)),
            stroke_width=SLOT - 2,
        )
        for css, sign in (("warm", +1), ("cool", -1))
    ]
    width = SLOT * len(values)
    plot = el(
        "svg",
        *(each for each in paths if each.get("d")),
        el("path", class_="zero", d=f"M0 0h{width}"),
        width="100%",
        height="100%",
        viewBox=f"0 {-HALF} {width} {2 * HALF}",
        preserveAspectRatio="none",
    )
    title = f"{cell.name}: weekly temperature against normal"
    return picture(key, "mini", (title, words.year_headline(year)), plot)


def _spans(
    values: Iterable[float | None], y: scale.Linear, sign: int
) -> Iterable[tuple[float, float, float]]:
    return (
        (index * SLOT + SLOT / 2, 0.0, y(value))
        for index, value in enumerate(values)
        if value is not None and sign * value > 0
    )
