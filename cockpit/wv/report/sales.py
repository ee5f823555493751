"""The shop's weeks over the weather of the same weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import scale, words
from wv.report.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.html import Element
    from wv.report.shop_facts import Week

SLOT = 20
FLOOR = 620
"""Where the bars of sales stand [plot units]; what is below belongs to weather."""
MIDDLE, REACH = 840, 150
PROMO_FROM, PROMO_TO = FLOOR + 12, FLOOR + 36


def draw(weeks: Sequence[Week], currency: str, sentence: str) -> Element:
    """Draw net sales by week, promotions as marks, and the weather below.

    Args:
        weeks: One at least.
        currency: Of the amounts.
        sentence: What the chart shows, in words.
    """
    canvas = Canvas("shop-sales", SLOT * len(weeks), css="chart sales")
    most = max(1.0, *(float(week.net_sales) for week in weeks))
    sales = scale.Linear(0, most * 1.05, FLOOR, 0)
    canvas.gridlines(scale.inner_ticks(0, most, 3), sales, f" {currency}")
    canvas.shape(
        "sold",
        scale.bars(
            (_middle(n), FLOOR, sales(max(0.0, float(week.net_sales))))
            for n, week in enumerate(weeks)
        ),
        stroke_width=SLOT - 6,
    )
    canvas.shape(
        "promo",
        scale.bars(
            (_middle(n), PROMO_FROM, PROMO_TO)
            for n, week in enumerate(weeks)
            if week.promos
        ),
        stroke_width=4,
    )
    _weather(canvas, weeks)
    canvas.months([week.first for week in weeks], SLOT)
    return canvas.figure("Net sales by week, and the weather of these weeks", sentence)


def _weather(canvas: Canvas, weeks: Sequence[Week]) -> None:
    known = [abs(week.anomaly_c) for week in weeks if week.anomaly_c is not None]
    if not known:
        return
    most = max(*known, 1.0)
    y = scale.Linear(-most, most, MIDDLE + REACH, MIDDLE - REACH)
    for css, sign in (("warm", 1), ("cool", -1)):
        spans = (
            (_middle(n), float(MIDDLE), y(week.anomaly_c))
            for n, week in enumerate(weeks)
            if week.anomaly_c is not None and sign * week.anomaly_c > 0
        )
        canvas.shape(css, scale.bars(spans), stroke_width=SLOT - 6)
    canvas.shape("grid", f"M0 {MIDDLE}h{canvas.width}")
    for value in (most, -most):
        text = words.celsius(value, sign=True)
        canvas.text(("0", canvas.y(y(value))), text, dy=".3em", class_="tick")


def _middle(number: int) -> float:
    return number * SLOT + SLOT / 2
