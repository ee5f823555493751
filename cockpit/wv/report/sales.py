"""The shop's weeks over the weather of the same weeks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from wv.report import scale, words
from wv.report.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from wv.report.html import Element
    from wv.report.shop_facts import Week

SLOT = 20
FAR_BEYOND = 2.0
"""A week that sold so many times what nine in ten weeks did not exceed is cut short."""
NOTCH = 60
LABELS_APART = 9
"""Weeks between two amounts written over bars that are cut short."""
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
    canvas = Canvas("shop-sales", SLOT * len(weeks), css="chart wide sales")
    most = ceiling([week.net_sales for week in weeks])
    sales = scale.Linear(0, most * 1.05, FLOOR, 0)
    canvas.gridlines(scale.inner_ticks(0, most, 3), sales, currency)
    canvas.shape(
        "sold",
        scale.bars(
            (_middle(n), FLOOR, max(0.0, sales(max(0.0, float(week.net_sales)))))
            for n, week in enumerate(weeks)
        ),
        stroke_width=SLOT - 6,
    )
    _cut(canvas, [(n, w) for n, w in enumerate(weeks) if w.net_sales > most])
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


def ceiling(amounts: Sequence[Decimal]) -> float:
    """Return the greatest amount that does not make all others look alike."""
    ordered = sorted(float(amount) for amount in amounts)
    usual = ordered[math.ceil(0.9 * (len(ordered) - 1))]
    within = [amount for amount in ordered if amount <= FAR_BEYOND * usual]
    return max(within[-1] if usual > 0 else ordered[-1], 1.0)


def _cut(canvas: Canvas, beyond: Sequence[tuple[int, Week]]) -> None:
    """Notch the bars that are cut short and write what they were."""
    notches = (f"M{n * SLOT} {NOTCH}l{SLOT} {-NOTCH // 2}" for n, _ in beyond)
    canvas.shape("notch", "".join(notches))
    written: list[int] = []
    for n, week in sorted(beyond, key=lambda each: -each[1].net_sales):
        if all(abs(n - other) >= LABELS_APART for other in written):
            written.append(n)
            place = (canvas.x(_middle(n)), canvas.y(0))
            text = words.compact(round(float(week.net_sales)))
            canvas.text(place, text, dy="-.4em", class_="note", text_anchor="middle")


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
        canvas.beside(canvas.y(y(value)), words.celsius(value, sign=True))


def _middle(number: int) -> float:
    return number * SLOT + SLOT / 2
