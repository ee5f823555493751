"""The page: one document, no script, nothing fetched."""

from __future__ import annotations

import base64
from importlib import resources
from typing import TYPE_CHECKING

from wv.report import blocks, health, place, places, shop, tables, words
from wv.report.html import el, prose, render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.html import Child, Element
    from wv.report.model import Edition

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
        el("a", "Skip to the content", href="#main", class_="skip"),
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
        f'body:has(#{name}:target) .chooser a[href="#{name}"]' for name in anchors
    )
    first = (
        f'body:not(:has(.cell:target)) .chooser a[href="#{anchors[0]}"]'
        if anchors
        else ""
    )
    return (
        "@media screen{@supports selector(:has(a)){"
        "main:not(:has(.cell:target)) .cell~.cell,"
        "main:has(.cell:target) .cell:not(:target){display:none}"
        f"{','.join(filter(None, [marks, first]))}"
        "{background:var(--ink);color:var(--bg);border-color:var(--ink)}}}"
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
        el("title", f"WeatherVane: {_subject(edition).lower()}, {edition.tenant}"),
        el("link", rel="icon", href=f"data:image/svg+xml;base64,{icon}"),
        el("style", style() + chosen(place.anchors(places.shown(edition)))),
    )


def _subject(edition: Edition) -> str:
    return "Sales and weather" if edition.shop else "Weather against normal"


def _header(edition: Edition) -> Element:
    well = el("a", health.status(edition), href="#health")
    return el(
        "header",
        _banner() if edition.stub else None,
        el("p", "WeatherVane", class_="mark"),
        el("h1", _subject(edition)),
        blocks.pairs(
            (
                ("Tenant", edition.tenant),
                ("Data as of", words.instant(edition.as_of)),
                ("Built", words.instant(edition.built_at)),
                ("Data health", well),
            ),
            "issue",
        ),
        class_="top",
    )


def _banner() -> Element:
    return el(
        "p",
        el("strong", "Sandbox data."),
        " Some or all of these numbers come from the built-in simulator, not from a "
        "shop or a weather service. Do not act on them.",
        class_="banner",
    )


def _navigation(edition: Edition) -> Element:
    links = [("Shop", "shop")] if edition.shop else []
    links += [("Weather", "weather")] if edition.cells else []
    links += [("Data health", "health"), ("Sources", "sources")]
    return el(
        "nav",
        el("ul", *(el("li", el("a", text, href=f"#{to}")) for text, to in links)),
        class_="tabs",
        aria_label="On this page",
    )


def _main(edition: Edition) -> Element:
    cells = places.shown(edition)
    anchors = place.anchors(cells)
    paired = list(zip(cells, anchors, strict=True))
    at = {cell.cell_id: anchor for cell, anchor in paired}
    known = {cell.cell_id: (cell, at.get(cell.cell_id)) for cell in edition.cells}
    shares = places.shares(edition)
    sections = [
        place.section(cell, anchor, shares.get(cell.cell_id)) for cell, anchor in paired
    ]
    nothing = el(
        "p",
        *prose("No place has any weather yet: run the pipe, then `wv build`."),
        class_="lede nothing",
    )
    return el(
        "main",
        shop.section(edition.shop, known) if edition.shop else None,
        places.chooser(cells, anchors, len(edition.cells)),
        *(sections or [nothing]),
        places.section(cells, anchors, edition.cells),
        health.section(edition),
        id="main",
        tabindex=-1,
    )


def _footer(edition: Edition) -> Element:
    pinned = ", ".join(
        f"{name} v{version}" for name, version in sorted(edition.tables.items())
    )
    lines: list[Child] = [*_credits()]
    if pinned:
        made = el("p", f"Made from {pinned}.", class_="small")
        lines.append(tables.folded("Tables and their versions", made))
    return el("footer", el("h2", "Sources", id="sources"), *lines)


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
            "Places by ",
            el("a", "GeoNames", href="https://www.geonames.org/"),
            ", CC BY 4.0.",
        ),
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
