"""HTML tables: every number a chart shows, and the days ahead."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeAlias

from wv.report import facts, words
from wv.report.html import el

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wv.report.facts import Month, Year
    from wv.report.html import Child, Element
    from wv.report.model import Cell, Day

    Row: TypeAlias = Sequence[Child]

FULL_BAR_C = 10.0
"""The anomaly whose bar fills its half of the column [°C]."""

DAYS_SHOWN = 14

DAY_COLUMNS = (
    "Day", "Mean °C", "vs normal", "Low to high °C",
    "Precip. mm", "Flags",
)  # fmt: skip
MONTH_COLUMNS = (
    "Month", "Days", "Mean °C", "vs normal", "Warmer days",
    "Precip. mm", "Normal mm", "Share",
)  # fmt: skip


def table(
    caption: str, head: Sequence[str], rows: Iterable[Row], css: str | None = None
) -> Element:
    """Return a table whose first column names its rows.

    It scrolls sideways within itself where the window is narrow, by keyboard too.

    Args:
        caption: What it shows.
        head: The column names.
        rows: Cells, the row's name first.
        css: Class of the table.
    """
    heads = el("tr", *(el("th", text, scope="col") for text in head))
    body = el("tbody", *map(_row, rows))
    parts = [el("caption", caption), el("thead", heads), body]
    return scroller(caption, el("table", *parts, class_=css))


def _row(cells: Row) -> Element:
    first, *others = cells
    return el("tr", el("th", first, scope="row"), *(el("td", cell) for cell in others))


def scroller(label: str, content: Element) -> Element:
    """Return a box that scrolls sideways and can be focused to do so."""
    return el(
        "div", content, class_="scroll", role="region", aria_label=label, tabindex=0
    )


def folded(summary: str, *content: Child) -> Element:
    """Return a disclosure: closed until asked for."""
    return el("details", el("summary", summary), *content)


def month_table(name: str, months: Sequence[Month]) -> Element:
    """Return temperature and precipitation by month against normal."""
    return table(
        f"{name}, month by month against normal",
        MONTH_COLUMNS,
        (_month_row(month) for month in months),
    )


def _month_row(month: Month) -> tuple[str, ...]:
    ratio = (
        month.precip_mm / month.normal_mm
        if month.precip_mm is not None and month.normal_mm
        else None
    )
    through = "" if month.complete else f" (to {words.short_day(month.through)})"
    return (
        words.month_name(month.first) + through,
        str(month.days),
        words.number(month.mean_c),
        words.number(month.anomaly_c, sign=True),
        str(month.warmer) if month.anomaly_c is not None else words.NOTHING,
        words.number(month.precip_mm),
        words.number(month.normal_mm),
        words.percent(ratio),
    )


def almanac(cell: Cell, year: Year) -> Element:
    """Return every day of the year: its mean and how far that is from normal."""
    by_date = {day.date: day for day in year.days}
    firsts = sorted({day.date.replace(day=1) for day in year.days})
    return table(
        f"{cell.name}, every day: daily mean in °C and its distance from normal",
        ("Day", *(f"{words.short_month(first)} {first:%y}" for first in firsts)),
        (
            (str(number), *(_almanac_cell(by_date, first, number) for first in firsts))
            for number in range(1, 32)
        ),
    )


def _almanac_cell(by_date: dict[dt.date, Day], first: dt.date, number: int) -> str:
    date = first + dt.timedelta(days=number - 1)
    day = by_date.get(date) if date.month == first.month else None
    if day is None or day.mean_c is None:
        return ""
    if day.anomaly_c is None:
        return words.number(day.mean_c)
    return f"{words.number(day.mean_c)} {words.number(day.anomaly_c, sign=True)}"


def days_table(cell: Cell) -> Element | None:
    """Return the last 14 days and the coming ones; None when there is neither."""
    past, ahead = facts.recent(cell, DAYS_SHOWN), facts.coming(cell)
    if not past and not ahead:
        return None
    counts = (
        words.count(len(past), "observed day") if past else "",
        words.count(len(ahead), "forecast day") if ahead else "",
    )
    caption = f"{cell.name}: {words.listing(list(filter(None, counts)))}"
    heads = el("tr", *(el("th", text, scope="col") for text in DAY_COLUMNS))
    bodies = [el("tbody", *map(_day_row, past))] if past else []
    if ahead:
        label = el("th", "Forecast", colspan=len(DAY_COLUMNS), scope="rowgroup")
        part = el("tr", label, class_="part")
        bodies.append(el("tbody", part, *map(_day_row, ahead)))
    parts = [el("caption", caption), el("thead", heads), *bodies]
    return scroller(caption, el("table", *parts, class_="days"))


def _day_row(day: Day) -> Element:
    span = f"{words.number(day.min_c)} to {words.number(day.max_c)}"
    weekday, date = words.WEEKDAYS[day.date.weekday()], words.short_day(day.date)
    known = day.min_c is not None or day.max_c is not None
    flags = [el("span", flag, class_="flag") for flag in day.flags]
    return el(
        "tr",
        el("th", el("i", f"{weekday} "), date, scope="row"),
        el("td", words.number(day.mean_c)),
        _anomaly(day.anomaly_c),
        el("td", span if known else words.NOTHING),
        el("td", words.number(day.precip_mm)),
        el("td", *flags, class_="flags"),
    )


def _anomaly(value: float | None) -> Element:
    """Return the number; the style sheet draws its bar to its side of the middle."""
    if value is None:
        return el("td", words.NOTHING)
    share = max(-1.0, min(value / FULL_BAR_C, 1.0))
    css = "warm" if value > 0 else "cool"
    text = words.number(value, sign=True)
    return el("td", text, class_=css, style=f"--a:{share:.2g}")
