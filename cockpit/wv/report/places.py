"""All places side by side: a card each, one scale for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import facts, strip, tables, words
from wv.report.html import el

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.facts import Year
    from wv.report.html import Element
    from wv.report.model import Cell


def section(cells: Sequence[Cell], anchors: Sequence[str]) -> Element | None:
    """Return all cells side by side on one scale, None unless there are two."""
    years = [
        (cell, anchor, facts.last_year(cell))
        for cell, anchor in zip(cells, anchors, strict=True)
    ]
    known = [
        (cell, anchor, year) for cell, anchor, year in years if year and year.compared
    ]
    if len(cells) < 2 or not known:  # noqa: PLR2004 - one cell has nothing beside it.
        return None
    most = strip.reach(year for _, _, year in known)
    cards = [_card(cell, anchor, year, most) for cell, anchor, year in known]
    reading = (
        "Each week of the last year against its normal, every place on the same scale: "
        f"±{words.celsius(most)}."
    )
    return el(
        "section",
        el("h2", "All places, one year", id="places-name"),
        el("p", reading, class_="reading"),
        el("ul", *(el("li", card) for card in cards), class_="cards"),
        tables.folded(
            "Months of all places as a table", _months_table([c for c, _, _ in known])
        ),
        class_="places",
        aria_labelledby="places-name",
    )


def _card(cell: Cell, anchor: str, year: Year, most: float) -> Element:
    """Return a cell's small multiple; the whole card leads to the cell."""
    return el(
        "a",
        el("b", cell.name),
        el("span", words.celsius(year.mean_anomaly_c, sign=True), class_="mean"),
        strip.draw(cell, year, most, f"{anchor}-mini"),
        el(
            "span", f"{year.warmer} of {len(year.compared)} days warmer", class_="small"
        ),
        href=f"#{anchor}",
        class_="card",
    )


def _months_table(cells: Sequence[Cell]) -> Element:
    known = [(cell, {m.first: m for m in facts.last_months(cell)}) for cell in cells]
    firsts = sorted({first for _, months in known for first in months})
    return tables.table(
        "Mean temperature of each month against normal in °C",
        ("Place", *(f"{words.short_month(first)} {first:%y}" for first in firsts)),
        (
            (
                cell.name,
                *(
                    words.number(
                        months[first].anomaly_c if first in months else None, sign=True
                    )
                    for first in firsts
                ),
            )
            for cell, months in known
        ),
    )
