"""What advertising cost and what the platforms say it brought, week by week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import scale
from wv.report.canvas import HEIGHT, Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.html import Element
    from wv.report.shop_facts import SpendWeek

SLOT = 20
BAR = SLOT / 4
"""Two bars a week, side by side; the other half parts the weeks."""


def draw(weeks: Sequence[SpendWeek], currency: str, sentence: str) -> Element:
    """Draw spend and value of each week beside each other.

    Args:
        weeks: One at least.
        currency: Of the amounts.
        sentence: What the chart shows, in words.
    """
    canvas = Canvas("shop-spend", SLOT * len(weeks), css="chart wide rain")
    most = float(max(max(week.spend, week.value) for week in weeks)) or 1.0
    y = scale.Linear(0, most * 1.05, HEIGHT, 0)
    canvas.gridlines(scale.inner_ticks(0, most, 4), y, currency)
    for css, side in (("paid", -1), ("brought", 1)):
        spans = (
            (
                n * SLOT + SLOT / 2 + side * BAR / 2,
                float(HEIGHT),
                y(float(week.spend if css == "paid" else week.value)),
            )
            for n, week in enumerate(weeks)
        )
        canvas.shape(css, scale.bars(spans), stroke_width=BAR)
    canvas.months([week.first for week in weeks], SLOT)
    return canvas.figure("Advertising: spend and value by week", sentence)
