"""Precipitation by month against its normal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import scale, words
from wv.report.canvas import HEIGHT, Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.facts import Month
    from wv.report.html import Element

SLOT = 100
"""Plot units a month."""

LEFT, RIGHT = 18, 82
"""Where a bar starts and ends within its slot."""

ROOM = 1.05
"""The scale's end over the greatest value."""


def draw(name: str, months: Sequence[Month], key: str) -> Element:
    """Draw the monthly sums as bars and their normals as marks.

    What a month had beyond its normal, or lacks to it, bears the colour of
    wetter or drier.

    Args:
        name: The place.
        months: From `facts.last_months`, one at least.
        key: Unique start of the ids used.
    """
    canvas = Canvas(key, SLOT * len(months), css="chart rain")
    most = max(
        [
            *(m.precip_mm or 0.0 for m in months),
            *(m.normal_mm or 0.0 for m in months),
            1.0,
        ]
    )
    y = scale.Linear(0, most * ROOM, HEIGHT, 0)
    canvas.gridlines(scale.inner_ticks(0, most, 4), y, "mm")
    for css, pick in PARTS:
        boxes = (
            _box(index * SLOT, *map(y, pick(month)))
            for index, month in enumerate(months)
        )
        canvas.shape(css, "".join(boxes))
    canvas.shape(
        "usual", "".join(_usual(index * SLOT, m, y) for index, m in enumerate(months))
    )
    for index, month in enumerate(months):
        _label(canvas, index, month)
    title = f"{name}: precipitation by month against normal"
    return canvas.figure(title, words.rain_sentence(months))


def _fallen(month: Month) -> tuple[float, float]:
    fallen = month.precip_mm or 0.0
    return 0.0, fallen if month.normal_mm is None else min(fallen, month.normal_mm)


def _more(month: Month) -> tuple[float, float]:
    fallen = month.precip_mm or 0.0
    normal = fallen if month.normal_mm is None else month.normal_mm
    return normal, max(fallen, normal)


def _less(month: Month) -> tuple[float, float]:
    fallen = month.precip_mm or 0.0
    known = month.precip_mm is not None and month.normal_mm is not None
    return fallen, max(fallen, month.normal_mm or 0.0) if known else fallen


PARTS = (("fallen", _fallen), ("more", _more), ("less", _less))
"""Class and [mm] span of each part of a month's bar."""


def _box(left: int, start: float, end: float) -> str:
    height = round(end) - round(start)
    return (
        f"M{left + LEFT} {start:.0f}v{height}h{RIGHT - LEFT}v{-height}z"
        if height
        else ""
    )


def _usual(left: int, month: Month, y: scale.Linear) -> str:
    if month.normal_mm is None:
        return ""
    return f"M{left + LEFT - 8} {y(month.normal_mm):.0f}h{RIGHT - LEFT + 16}"


def _label(canvas: Canvas, index: int, month: Month) -> None:
    text = words.short_month(month.first) + ("" if month.complete else "*")
    place = (canvas.x(index * SLOT + SLOT / 2), "96.5%")
    # A phone shows every other name; the star that the caption explains stays.
    css = "month tight" if index % 2 == 0 and month.complete else "month"
    canvas.text(place, text, class_=css, text_anchor="middle")
