"""The fan: what is usual on each day of the year, and the last year over it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from wv.report import facts, scale, words
from wv.report.canvas import HEIGHT, Canvas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wv.report.facts import Year
    from wv.report.html import Element
    from wv.report.model import Cell, Day, Normal
    from wv.report.scale import Linear, Point

DAY = 10
"""Plot units a day."""

ROOM = 0.1
"""Room kept for labels above the highest and below the lowest value, as a share."""

EDGE = 0.15
"""Within this share of the width from an edge, a label grows away from the edge."""

TOLERANCE = 2.5
"""How far a thinned line may lie off, in plot units: less than a pixel."""


DEPARTURES = (
    ("warm", +1, False),
    ("cool", -1, False),
    ("warm soft", +1, True),
    ("cool soft", -1, True),
)
"""Class, sign of the anomaly and whether forecast, of each kind of shading."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The window drawn and how values map into it."""

    first: dt.date
    last: dt.date
    y: Linear

    @property
    def width(self) -> int:
        """Plot units from left to right."""
        return ((self.last - self.first).days + 1) * DAY

    def x(self, date: dt.date) -> float:
        """Return the middle of a day."""
        return (date - self.first).days * DAY + DAY / 2

    def dates(self) -> list[dt.date]:
        """Return every day of the window."""
        return [self.first + dt.timedelta(days=n) for n in range(self.width // DAY)]


def draw(cell: Cell, year: Year, key: str) -> Element:
    """Draw the fan of a cell with its last year and its forecast.

    Args:
        cell: The place.
        year: Its last year, from `facts.last_year`.
        key: Unique start of the ids used.
    """
    forecast = facts.coming(cell)
    frame = _frame(cell, year, forecast)
    canvas = Canvas(key, frame.width, css="chart fan")
    canvas.gridlines(scale.inner_ticks(frame.y.low, frame.y.high), frame.y, "°C")
    _bands(canvas, cell, frame)
    _departures(canvas, cell, frame, [*year.days, *forecast])
    _lines(canvas, frame, year, forecast)
    _month_axis(canvas, frame)
    _extremes(canvas, frame, year)
    title = f"{cell.name}: daily mean temperature, {words.day_name(year.first)} to " + (
        words.day_name(year.last)
    )
    detail = words.year_detail(year)
    sentences = filter(None, [words.year_headline(year), detail])
    return canvas.figure(title, " ".join(sentences))


def _frame(cell: Cell, year: Year, forecast: Sequence[Day]) -> Frame:
    last = max([year.last, *(day.date for day in forecast)])
    temps = [day.mean_c for day in (*year.days, *forecast)]
    for normal in cell.normals.values():
        temps += [normal.p05_c, normal.p95_c]
    known = [value for value in temps if value is not None] or [0.0]
    room = ROOM * (max(known) - min(known) or 1.0)
    y = scale.Linear(min(known) - room, max(known) + room, HEIGHT, 0)
    return Frame(year.first, last, y)


def _bands(canvas: Canvas, cell: Cell, frame: Frame) -> None:
    p95, p75, p50, p25, p05, mean = (
        _curve(cell, frame, attrgetter(column))
        for column in ("p95_c", "p75_c", "p50_c", "p25_c", "p05_c", "mean_c")
    )
    canvas.shape("outer", scale.area(p95, p05))
    canvas.shape("inner", scale.area(p75, p25))
    canvas.shape("median", scale.path(p50))
    canvas.shape("normal", scale.path(mean))


def _curve(
    cell: Cell, frame: Frame, pick: Callable[[Normal], float | None]
) -> list[Point]:
    """Return the line of one climatology column, as short as the eye allows."""
    points = [
        (frame.x(date), frame.y(value))
        for date in frame.dates()
        if (normal := cell.normal(date)) is not None
        and (value := pick(normal)) is not None
    ]
    return scale.thin(points, TOLERANCE) if points else []


def _departures(canvas: Canvas, cell: Cell, frame: Frame, days: Sequence[Day]) -> None:
    """Shade each day from its normal to what it was."""
    for css, sign, forecast in DEPARTURES:
        spans = [
            (frame.x(day.date), frame.y(normal.mean_c), frame.y(day.mean_c))
            for day in days
            if day.forecast == forecast
            and day.mean_c is not None
            and (normal := cell.normal(day.date)) is not None
            and normal.mean_c is not None
            and sign * (day.mean_c - normal.mean_c) > 0
        ]
        canvas.shape(css, scale.bars(spans), stroke_width=DAY)


def _lines(canvas: Canvas, frame: Frame, year: Year, forecast: Sequence[Day]) -> None:
    canvas.shape("line", "".join(scale.path(run) for run in _runs(frame, year.days)))
    if forecast:
        ahead = [*year.days[-1:], *forecast]
        canvas.shape(
            "line ahead", "".join(scale.path(run) for run in _runs(frame, ahead))
        )
        x = frame.x(year.last) + DAY / 2
        canvas.shape("now", f"M{x:.0f} 0V{HEIGHT}")
        place = (canvas.x(x), canvas.y(0))
        canvas.text(place, "forecast", dy="-.3em", class_="tick", text_anchor="end")


def _runs(frame: Frame, days: Sequence[Day]) -> list[list[Point]]:
    """Return a line for each run of neighbouring days: a gap stays a gap."""
    runs: list[list[Point]] = []
    before: dt.date | None = None
    for day in days:
        if day.mean_c is None:
            continue
        if before is None or (day.date - before).days > 1:
            runs.append([])
        runs[-1].append((frame.x(day.date), frame.y(day.mean_c)))
        before = day.date
    return runs


def _month_axis(canvas: Canvas, frame: Frame) -> None:
    starts = list(scale.months(frame.first, frame.last))
    marks = "".join(f"M{frame.x(month) - DAY / 2:.0f} {HEIGHT}v-12" for month in starts)
    canvas.shape("grid", marks)
    for number, month in enumerate(starts):
        middle = frame.x(month.replace(day=15))
        if middle < frame.width:
            place, text = (canvas.x(middle), "96.5%"), words.short_month(month)
            css = "month tight" if number % 2 else "month"
            canvas.text(place, text, class_=css, text_anchor="middle")


def _extremes(canvas: Canvas, frame: Frame, year: Year) -> None:
    """Mark the days farthest from normal and write what they were."""
    for day, css, shift in (
        (year.farthest_above, "warm", "-.7em"),
        (year.farthest_below, "cool", "1.4em"),
    ):
        if day is None or day.mean_c is None or day.anomaly_c is None:
            continue
        x, y = frame.x(day.date), frame.y(day.mean_c)
        share = x / frame.width
        anchor = "start" if share < EDGE else "end" if share > 1 - EDGE else "middle"
        canvas.dot(x, y, f"mark {css}")
        text = (
            f"{words.number(day.anomaly_c, sign=True)}° on {words.short_day(day.date)}"
        )
        place = (canvas.x(x), canvas.y(y))
        canvas.text(place, text, dy=shift, class_=f"note {css}", text_anchor=anchor)
