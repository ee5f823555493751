"""The places of the page: which are shown, how to choose one, all side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from wv.report import blocks, facts, strip, tables, words
from wv.report.html import el

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wv.report.facts import Year
    from wv.report.html import Element
    from wv.report.model import Cell, Edition

    Known: TypeAlias = Mapping[str, tuple[Cell, str | None]]
    """Places by cell; the id of those that the page has a part for."""

PLACES_SHOWN, PLACES_LISTED = 24, 200


def shares(edition: Edition) -> dict[str, float]:
    """Return the share of the shop's orders that go to each cell [1]."""
    cells = edition.shop.cells if edition.shop else ()
    return {cell.name: cell.share for cell in cells}


def shown(edition: Edition) -> tuple[Cell, ...]:
    """Return the places that have a part of their own: the lead and 23 others.

    With more of them, those where most orders go; the page must stay small enough to be
    mailed.
    """
    if len(edition.cells) <= PLACES_SHOWN:
        return edition.cells
    share = shares(edition)
    lead, *others = edition.cells
    best = sorted(others, key=lambda cell: -share.get(cell.cell_id, 0.0))
    kept = {cell.cell_id for cell in best[: PLACES_SHOWN - 1]}
    return (lead, *(cell for cell in others if cell.cell_id in kept))


def chooser(
    cells: Sequence[Cell], anchors: Sequence[str], known: int
) -> Element | None:
    """Return a link to each place; None where there is nothing to choose."""
    if not cells:
        return None
    links = [
        el("li", el("a", words.short(cell.name), href=f"#{anchor}"))
        for cell, anchor in zip(cells, anchors, strict=True)
    ]
    if known > len(cells):
        rest = words.count(known - len(cells), "more place")
        links.append(el("li", el("a", rest, href="#places")))
    return el(
        "nav", el("ul", *links), id="weather", class_="chooser", aria_label="Places"
    )


def section(
    cells: Sequence[Cell], anchors: Sequence[str], every: Sequence[Cell]
) -> Element | None:
    """Return all cells side by side on one scale, None unless there are two.

    Args:
        cells: The places that have a part of their own.
        anchors: Their ids.
        every: These and all others.
    """
    found = ((cell, facts.last_year(cell)) for cell in every)
    years = {cell.cell_id: year for cell, year in found if year and year.compared}
    if len(every) < 2 or not years:  # noqa: PLR2004 - one has nothing beside it.
        return None
    most = strip.reach(years.values())
    cards = [
        _card(cell, anchor, years[cell.cell_id], most)
        for cell, anchor in zip(cells, anchors, strict=True)
        if cell.cell_id in years
    ]
    reading = (
        "Each week of the last year against its normal, every place on the same scale: "
        f"±{words.celsius(most)}."
    )
    listed = [cell for cell in every if cell.cell_id in years]
    return el(
        "section",
        el("h2", "All places, one year", id="places-name"),
        el("p", reading, class_="reading"),
        el("ul", *(el("li", card) for card in cards), class_="cards"),
        tables.folded(
            "Months of all places as a table", _months_table(listed[:PLACES_LISTED])
        ),
        blocks.more(
            listed,
            PLACES_LISTED,
            "place",
            "they are in the table weather.weather_daily",
        ),
        id="places",
        class_="places",
        aria_labelledby="places-name",
        tabindex=-1,
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
