"""The section of one cell: its sentence, its figures, its charts, its days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wv.report import blocks, facts, fan, rain, tables, words
from wv.report.canvas import legend
from wv.report.html import el

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.facts import Year
    from wv.report.html import Child, Element
    from wv.report.model import Cell

PLAIN_ID = re.compile(r"[a-z0-9]{1,12}")

FAN_KEY = (
    ("inner", "half of all years"),
    ("outer", "nine in ten years"),
    ("normal", "normal"),
    ("median", "median"),
    ("warm", "warmer"),
    ("cool", "cooler"),
)
RAIN_KEY = (
    ("fallen", "fallen"),
    ("more", "beyond normal"),
    ("less", "missing to normal"),
    ("usual", "normal"),
)


def anchors(cells: Sequence[Cell]) -> list[str]:
    """Return a unique id for each cell: its geohash where that is plain text."""
    found: list[str] = []
    for position, cell in enumerate(cells):
        name = f"cell-{cell.cell_id}"
        plain = PLAIN_ID.fullmatch(cell.cell_id) and name not in found
        found.append(name if plain else f"place-{position + 1}")
    return found


def section(cell: Cell, anchor: str, share: float | None = None) -> Element:
    """Return everything the page says of one cell.

    Args:
        cell: The place.
        anchor: Its id.
        share: Of the shop's orders that go there [1], where a shop is read.
    """
    year = facts.last_year(cell)
    return el(
        "section",
        el(
            "header",
            el("h2", cell.name, id=f"{anchor}-name"),
            el("p", _where(cell), *_orders(share), class_="where"),
        ),
        el("p", words.year_headline(year), class_="lede"),
        _figures(cell, year) if year else None,
        _fan(cell, year, anchor) if year else None,
        _rain(cell, anchor),
        _days(cell, anchor),
        id=anchor,
        class_="cell",
        aria_labelledby=f"{anchor}-name",
        tabindex=-1,
    )


def _orders(share: float | None) -> tuple[Child, ...]:
    if share is None:
        return ()
    text = f"{words.percent(share, 1)} of orders go here"
    return " · ", el("a", text, href="#orders-by-place")


def _where(cell: Cell) -> str:
    place = None
    if cell.latitude is not None and cell.longitude is not None:
        north, east = (
            "N" if cell.latitude >= 0 else "S",
            "E" if cell.longitude >= 0 else "W",
        )
        place = f"{abs(cell.latitude):.2f}° {north}, {abs(cell.longitude):.2f}° {east}"
    known = [cell.country_code, place, cell.timezone, f"cell {cell.cell_id}"]
    return " · ".join(part for part in known if part)


def _figures(cell: Cell, year: Year) -> Element:
    """Return the four numbers one looks for first."""
    latest, month = year.days[-1], facts.recent(cell, 30)
    last_30 = facts.mean(day.anomaly_c for day in month)
    wet = facts.rain_ratio(cell, month)
    fallen = sum(day.precip_mm or 0.0 for day in month)
    return blocks.figures(
        (
            (
                words.weekday(latest.date),
                words.celsius(latest.mean_c),
                _versus(latest.anomaly_c),
            ),
            (
                "Last 30 days",
                words.celsius(last_30, sign=True),
                "mean against normal",
            ),
            (
                "Last 365 days",
                words.celsius(year.mean_anomaly_c, sign=True),
                "mean against normal",
            ),
            (
                "Rain and snow, 30 days",
                f"{words.number(fallen, 0)}{words.NARROW}mm",
                "no normal known" if wet is None else f"{words.percent(wet)} of normal",
            ),
        )
    )


def _versus(anomaly: float | None) -> str:
    return "no normal known" if anomaly is None else words.against(anomaly)


def _fan(cell: Cell, year: Year, anchor: str) -> Element:
    detail = words.year_detail(year)
    span = f"{words.day_name(year.first)} to {words.day_name(year.last)}"
    return el(
        "figure",
        el("h3", "Temperature, the last year over the normal"),
        el("p", detail, class_="reading") if detail else None,
        legend(FAN_KEY) if cell.normals else None,
        fan.draw(cell, year, f"{anchor}-fan"),
        el("figcaption", f"{span}. {words.base_sentence(cell)}"),
        tables.folded("Every day as a table", tables.almanac(cell, year)),
    )


def _rain(cell: Cell, anchor: str) -> Element | None:
    months = facts.last_months(cell)
    if not months:
        return None
    begun = (
        ""
        if months[-1].complete
        else " * to date, against the normal of the same days."
    )
    return el(
        "figure",
        el("h3", "Precipitation by month"),
        el("p", words.rain_sentence(months), class_="reading"),
        legend(RAIN_KEY) if any(month.normal_mm for month in months) else None,
        rain.draw(cell.name, months, f"{anchor}-rain"),
        el("figcaption", f"Sums of rain and melted snow.{begun}"),
        tables.folded(
            "Month by month as a table", tables.month_table(cell.name, months)
        ),
    )


def _days(cell: Cell, anchor: str) -> Element:
    shown: Child = tables.days_table(cell)
    return el(
        "section",
        el("h3", "The last days and the next", id=f"{anchor}-days"),
        el("p", words.outlook_sentence(facts.coming(cell)), class_="reading"),
        shown,
        aria_labelledby=f"{anchor}-name {anchor}-days",
    )
