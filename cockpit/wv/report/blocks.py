"""Parts that several sections of the page are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import tables, words
from wv.report.html import el, prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wv.report.html import Child, Element


def figures(entries: Iterable[tuple[str, str, str]]) -> Element:
    """Return the few numbers one looks for first: term, value and note of each."""
    return el("dl", *(_figure(*entry) for entry in entries), class_="figures")


def _figure(term: str, value: str, note: str) -> Element:
    return el("div", el("dt", term), el("dd", el("b", value), " ", el("span", note)))


def pairs(entries: Iterable[tuple[str, Child]], css: str) -> Element:
    """Return terms with what belongs to them."""
    rows = (el("div", el("dt", term), el("dd", child)) for term, child in entries)
    return el("dl", *rows, class_=css)


def part(title: str, sentence: str | None, *content: Child) -> Element:
    """Return a part of a section: its heading, its sentence, what it shows."""
    reading = el("p", *prose(sentence), class_="reading") if sentence else None
    return el("section", el("h3", title), reading, *content)


def more(items: Sequence[object], shown: int, noun: str, where: str) -> Element | None:
    """Return how many are left out and where they can be seen; None if none is.

    Args:
        items: All of them.
        shown: How many the page holds at most.
        noun: What they are, one of them.
        where: What to do to see the others.
    """
    left = len(items) - shown
    if left <= 0:
        return None
    said = f"And {words.count(left, f'more {noun}')}: {where}."
    return el("p", *prose(said), class_="small")


def folded(
    summary: str,
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Child]],
    css: str | None = None,
) -> Element:
    """Return a table that opens when asked for."""
    return tables.folded(summary, tables.table(caption, columns, rows, css=css))
