"""Where the shop's orders go: the week ahead there, the map, and who has no place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wv.report import blocks, cellmap, facts, shop_words, tables, words
from wv.report.html import el

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.html import Child, Element
    from wv.report.model import Day
    from wv.report.places import Known
    from wv.report.shop_model import Coverage, ShippingCell, Shop

AHEAD_DAYS = 7
AHEAD_SHOWN, CELLS_SHOWN, COUNTRIES_SHOWN = 8, 60, 40
AHEAD_COLUMNS = ("Place", "Share of orders", "vs normal °C", "Flags, days")
CELL_COLUMNS = ("Place", "Cell", "Orders", "Share", "Weather")
COVERAGE_COLUMNS = (
    "Country", "Shipped", "With a place", "Share", "At least (95 %)", "Verdict",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Week:
    """The week ahead in one cell that orders go to.

    Attributes:
        at: The cell.
        days: Its first seven days that are forecast.
    """

    at: ShippingCell
    days: Sequence[Day]

    @property
    def mean_c(self) -> float | None:
        """Return the mean anomaly of these days [°C]."""
        return facts.mean(day.anomaly_c for day in self.days)


def weeks_ahead(shop: Shop, known: Known) -> list[Week]:
    """Return the week ahead of each cell with a forecast, the most orders first."""
    weeks = [
        Week(cell, _first_days(facts.coming(known[cell.name][0])))
        for cell in shop.cells
        if cell.name in known
    ]
    return [week for week in weeks if week.days]


def _first_days(days: Sequence[Day]) -> list[Day]:
    return [day for day in days if day.date < days[0].date + dt.timedelta(AHEAD_DAYS)]


def outlook_c(weeks: Sequence[Week]) -> float | None:
    """Return the mean anomaly of the week ahead, weighted by orders [°C]."""
    pairs = [(w.at.share, w.mean_c) for w in weeks if w.mean_c is not None]
    whole = sum(share for share, _ in pairs)
    return sum(share * mean for share, mean in pairs) / whole if whole else None


def ahead(weeks: Sequence[Week], known: Known) -> Element | None:
    """Return the week ahead where most orders go; None without any forecast there."""
    if not weeks:
        return None
    table = tables.table(
        "The week ahead where orders go",
        AHEAD_COLUMNS,
        (_ahead_row(week, known) for week in weeks[:AHEAD_SHOWN]),
        css="lasttext",
    )
    sentence = shop_words.ahead_sentence(
        [(known[week.at.name][0], week.at.share, week.days) for week in weeks]
    )
    more = blocks.more(
        weeks, AHEAD_SHOWN, "place", "the sentence above counts them, too"
    )
    return blocks.part("The week ahead where orders go", sentence, table, more)


def _ahead_row(week: Week, known: Known) -> tuple[Child, ...]:
    flags = [flag for day in week.days for flag in day.flags]
    chips = [
        el("span", f"{flag} {flags.count(flag)}", class_="flag")
        for flag in sorted(set(flags))
    ]
    return (
        _linked(week.at.name, known),
        words.percent(week.at.share, 1),
        words.number(week.mean_c, sign=True),
        el("span", *chips) if chips else words.NOTHING,
    )


def _linked(cell_id: str, known: Known) -> Child:
    """Return a place's name, as a link where the page has a part for it."""
    if cell_id not in known:
        return words.NOTHING
    cell, anchor = known[cell_id]
    name = words.short(cell.name)
    return el("a", name, href=f"#{anchor}") if anchor else name


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
