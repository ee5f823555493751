"""The page: one document, no script, nothing fetched."""

from __future__ import annotations

import base64
from importlib import resources
from typing import TYPE_CHECKING

from wv.report import health, place, places, shop, words
from wv.report.html import el, render

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
    links = [el("a", "Shop", href="#shop")] if edition.shop else []
    links += [el("a", cell.name, href=f"#{anchor}") for cell, anchor in names]
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
        shop.section(edition.shop) if edition.shop else None,
        *(sections or [nothing]),
        places.section(edition.cells, anchors),
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
