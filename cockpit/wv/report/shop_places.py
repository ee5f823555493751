"""Where the shop's orders go: the week ahead there, the map, and who has no place."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from wv.report import blocks, cellmap, facts, shop_words, tables, words
from wv.report.html import el

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.html import Child, Element
    from wv.report.model import Cell, Day
    from wv.report.places import Known
    from wv.report.shop_model import Coverage, ShippingCell, Shop

AHEAD_DAYS = 7
AHEAD_SHOWN, CELLS_SHOWN, COUNTRIES_SHOWN = 8, 60, 40
AHEAD_COLUMNS = ("Place", "Share of orders", "vs normal °C", "Flags, days")
CELL_COLUMNS = ("Place", "Cell", "Orders", "Share", "Weather")
COVERAGE_COLUMNS = (
    "Country", "Shipped", "With a place", "Share", "At least (95 %)", "Verdict",
)  # fmt: skip


def ahead(shop: Shop, known: Known) -> Element | None:
    """Return the week ahead where most orders go; None without any forecast there."""
    rows = [
        (cell, week)
        for cell in shop.cells
        if cell.name in known and (week := _week_ahead(known[cell.name][0]))
    ]
    if not rows:
        return None
    shown = rows[:AHEAD_SHOWN]
    table = tables.table(
        "The week ahead where orders go",
        AHEAD_COLUMNS,
        (_ahead_row(*row, known) for row in shown),
        css="lasttext",
    )
    weeks = [(known[cell.name][0], cell.share, week) for cell, week in rows]
    sentence = shop_words.ahead_sentence(weeks)
    rest = blocks.more(rows, AHEAD_SHOWN, "place", "below, each with its own forecast")
    return blocks.part("The week ahead where orders go", sentence, table, rest)


def _week_ahead(cell: Cell) -> list[Day]:
    days = facts.coming(cell)
    return [day for day in days if day.date < days[0].date + dt.timedelta(AHEAD_DAYS)]


def _ahead_row(
    at: ShippingCell, week: Sequence[Day], known: Known
) -> tuple[Child, ...]:
    flags = [flag for day in week for flag in day.flags]
    chips = [
        el("span", f"{flag} {flags.count(flag)}", class_="flag")
        for flag in sorted(set(flags))
    ]
    return (
        _linked(at.name, known),
        words.percent(at.share, 1),
        words.number(facts.mean(day.anomaly_c for day in week), sign=True),
        el("span", *chips) if chips else words.NOTHING,
    )


def _linked(cell_id: str, known: Known) -> Child:
    """Return a place's name as a link to it, or the cell's id."""
    if cell_id not in known:
        return words.NOTHING
    cell, anchor = known[cell_id]
    return el("a", words.short(cell.name), href=f"#{anchor}")


def where(shop: Shop, known: Known) -> Element | None:
    """Return the map of the cells that orders go to, and its table."""
    if not shop.cells:
        return None
    sentence = shop_words.map_sentence(shop.cells)
    names = {key: words.short(cell.name) for key, (cell, _) in known.items()}
    return el(
        "figure",
        el("h3", "Where orders go", id="orders-by-place"),
        el("p", sentence, class_="reading"),
        cellmap.draw(shop, names, sentence),
        el(
            "figcaption",
            "A dot's area is its share of orders; grey ones have no weather yet. "
            "Faint points are big cities.",
        ),
        blocks.folded(
            "Every cell as a table",
            "Cells that orders go to",
            CELL_COLUMNS,
            (_cell_row(cell, known) for cell in shop.cells[:CELLS_SHOWN]),
            css="text2",
        ),
        blocks.more(
            shop.cells, CELLS_SHOWN, "cell", "they are in the table geo.shipping_cells"
        ),
    )


def _cell_row(cell: ShippingCell, known: Known) -> tuple[Child, ...]:
    return (
        _linked(cell.name, known),
        cell.name,
        f"{cell.orders:,}",
        words.percent(cell.share, 1),
        "read" if cell.watched else "not read",
    )


def coverage(rows: Sequence[Coverage]) -> Element | None:
    """Return how many shipped orders have a place; None where nobody counted."""
    if not rows:
        return None
    table = blocks.folded(
        "Every country as a table",
        "Shipped orders with a place, by country",
        COVERAGE_COLUMNS,
        map(_coverage_row, rows[:COUNTRIES_SHOWN]),
    )
    rest = blocks.more(
        rows, COUNTRIES_SHOWN, "row", "they are in the table geo.geocoding_coverage"
    )
    sentence = shop_words.coverage_sentence(rows)
    return blocks.part("Orders with a place", sentence, table, rest)


def _coverage_row(each: Coverage) -> tuple[str, ...]:
    return (
        "All" if each.country == "ALL" else each.country,
        f"{each.orders:,}",
        f"{each.geocoded:,}",
        words.percent(each.ratio, 1),
        words.percent(each.lower, 1),
        shop_words.verdict(each.severity),
    )
