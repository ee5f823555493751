"""The page: one document, no script, nothing fetched."""

from __future__ import annotations

import base64
from importlib import resources
from typing import TYPE_CHECKING

from wv.report import facts, health, place, strip, tables, words
from wv.report.html import el, render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.facts import Year
    from wv.report.html import Child, Element
    from wv.report.model import Cell, Edition

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<path d="M0 8h16v8H0z" fill="#2f7cb5"/>'
    '<path d="M0 0h16v8H0z" fill="#d2602a"/></svg>'
)
STYLE = "page.css"


def write(edition: Edition) -> str:
    """Return the whole page as HTML text.

    Args:
        edition: What the page knows; its first cell leads.
    """
    body = el(
        "body",
        el("a", "Skip to the weather", href="#main", class_="skip"),
        _header(edition),
        _navigation(edition),
        _main(edition),
        _footer(edition),
    )
    return render(el("html", _head(edition), body, lang="en"))


def style() -> str:
    """Return the page's style sheet."""
    return resources.files("wv.report").joinpath(STYLE).read_text(encoding="utf-8")


def chosen(anchors: Sequence[str]) -> str:
    """Return the rules that show one cell at a time, by the address alone.

    Without a chosen cell the first one shows. A browser that lacks `:has` shows
    all of them, and so does paper.
    """
    marks = ",".join(
        f'body:has(#{name}:target) .tabs a[href="#{name}"]' for name in anchors
    )
    first = (
        f'body:not(:has(.cell:target)) .tabs a[href="#{anchors[0]}"]' if anchors else ""
    )
    return (
        "@media screen{@supports selector(:has(a)){"
        "main:not(:has(.cell:target)) .cell~.cell,"
        "main:has(.cell:target) .cell:not(:target){display:none}"
        f"{','.join(filter(None, [marks, first]))}"
        "{border-color:var(--ink);color:var(--ink)}}}"
        if anchors
        else ""
    )


def _head(edition: Edition) -> Element:
    icon = base64.b64encode(ICON.encode()).decode()
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", f"WeatherVane: weather against normal, {edition.tenant}"),
        el("link", rel="icon", href=f"data:image/svg+xml;base64,{icon}"),
        el("style", style() + chosen(place.anchors(edition.cells))),
    )


def _header(edition: Edition) -> Element:
    facts_line = (
        ("Tenant", edition.tenant),
        ("Data as of", words.instant(edition.as_of)),
        ("Built", words.instant(edition.built_at)),
    )
    return el(
        "header",
        _banner() if edition.stub else None,
        el("p", "WeatherVane", class_="mark"),
        el("h1", "Weather against normal"),
        el(
            "dl",
            *(el("div", el("dt", term), el("dd", text)) for term, text in facts_line),
            class_="issue",
        ),
        class_="top",
    )


def _banner() -> Element:
    return el(
        "p",
        el("strong", "Sandbox data."),
        " These numbers come from the built-in simulator, not from a weather service. "
        "Do not act on them.",
        class_="banner",
    )


def _navigation(edition: Edition) -> Element:
    names = zip(edition.cells, place.anchors(edition.cells), strict=True)
    links = [el("a", cell.name, href=f"#{anchor}") for cell, anchor in names]
    links += [el("a", "Data health", href="#health", class_="aside")]
    return el(
        "nav",
        el("ul", *(el("li", link) for link in links)),
        class_="tabs",
        aria_label="Places",
    )


def _main(edition: Edition) -> Element:
    anchors = place.anchors(edition.cells)
    sections = [
        place.section(cell, anchor)
        for cell, anchor in zip(edition.cells, anchors, strict=True)
    ]
    nothing = el(
        "p",
        "No place has any weather yet: run the pipe, then `wv build`.",
        class_="lede",
    )
    return el(
        "main",
        *(sections or [nothing]),
        _strip(edition.cells, anchors),
        health.section(edition),
        id="main",
        tabindex=-1,
    )


def _strip(cells: Sequence[Cell], anchors: Sequence[str]) -> Element | None:
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


def _footer(edition: Edition) -> Element:
    pinned = ", ".join(
        f"{name} v{version}" for name, version in sorted(edition.tables.items())
    )
    lines: list[Child] = [*_credits()]
    if pinned:
        lines.append(el("p", f"Made from {pinned}.", class_="small"))
    return el("footer", el("h2", "Sources"), *lines)


def _credits() -> list[Element]:
    return [
        el(
            "p",
            el("a", "Weather data by Open-Meteo.com", href="https://open-meteo.com/"),
            ", licensed under ",
            el("a", "CC BY 4.0", href="https://creativecommons.org/licenses/by/4.0/"),
            "; aggregated to local days and compared with normals here.",
        ),
        el("p", "Generated using Copernicus Climate Change Service information."),
        el(
            "p",
            "Central Park series: ",
            el(
                "a",
                "NOAA GHCN-Daily",
                href="https://www.ncei.noaa.gov/products/land-based-station/global-historical-climatology-network-daily",
            ),
            ", public domain.",
        ),
    ]
