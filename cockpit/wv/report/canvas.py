"""The paper charts are drawn on: a plot that stretches, texts that do not.

The plot is an inner SVG whose view box is stretched to the reader's width
(strokes keep their width); texts and dots stand outside it at percentages, so
they keep their size on a phone.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wv.report import words
from wv.report.html import el

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from wv.report.html import Attribute, Child, Element
    from wv.report.scale import Linear

HEIGHT = 1000
"""Units of the plot's view box from top to bottom."""

WIDEST = 52
"""Weeks that fill a plot; fewer have more room each."""
ROOM_WEEKS = 3
"""A name needs so many weeks before the next one, or before the edge."""
TOP = 5.0
BOTTOM = 90.0
"""Where the plot starts and ends [% of the chart's height]."""


@dataclass(slots=True)
class Canvas:
    """One chart: shapes in plot units, labels at percentages.

    Attributes:
        key: Unique start of the ids used in this chart.
        width: Units of the plot's view box from left to right.
        css: Class of the outer SVG; its height is set there.
    """

    key: str
    width: int
    css: str = "chart"
    shapes: list[Element] = field(default_factory=list)
    labels: list[Element] = field(default_factory=list)

    def x(self, units: float) -> str:
        """Return plot units as a share of the chart's width."""
        return f"{100 * units / self.width:.4g}%"

    def y(self, units: float) -> str:
        """Return plot units as a share of the chart's height."""
        return f"{TOP + (BOTTOM - TOP) * units / HEIGHT:.4g}%"

    def shape(self, css: str, data: str, **attributes: Attribute) -> None:
        """Draw path data, unless it is empty."""
        if data:
            self.shapes.append(el("path", class_=css, d=data, **attributes))

    def text(self, at: tuple[str, str], text: str, **attributes: Attribute) -> None:
        """Write a text at (x, y), each a percentage."""
        self.labels.append(el("text", text, x=at[0], y=at[1], **attributes))

    def dot(self, x: float, y: float, css: str) -> None:
        """Mark a place in plot units with a dot that stays round."""
        self.labels.append(el("circle", class_=css, cx=self.x(x), cy=self.y(y), r=3.5))

    def months(self, firsts: Sequence[dt.date], slot: int) -> None:
        """Name the months of weeks below the plot, where there is room for a name.

        A phone shows every other name of a long row.

        Args:
            firsts: The first day of each week.
            slot: Plot units a week.
        """
        starts = [
            n
            for n, day in enumerate(firsts)
            if not n or day.month != firsts[n - 1].month
        ]
        ends = itertools.pairwise([*starts, len(firsts)])
        roomy = [n for n, end in ends if (end - n) * WIDEST >= ROOM_WEEKS * len(firsts)]
        for number, n in enumerate(roomy):
            odd = number % 2 and len(firsts) > WIDEST / 2
            css = "month tight" if odd else "month"
            self.text(
                (self.x(n * slot), "97%"), words.short_month(firsts[n]), class_=css
            )

    def gridlines(self, values: list[float], scale: Linear, unit: str) -> None:
        """Draw a line across for each value, its number left of the plot.

        Args:
            values: Where to draw.
            scale: From values to plot units.
            unit: Stands above the numbers.
        """
        lines = "".join(f"M0 {round(scale(value))}h{self.width}" for value in values)
        self.shape("grid", lines)
        self.beside("0", unit)
        for value in values:
            self.beside(self.y(scale(value)), words.compact(value))

    def beside(self, y: str, text: str) -> None:
        """Write a text left of the plot, in the room that the style sheet leaves."""
        place = {"dx": "-.6em", "dy": ".32em", "text_anchor": "end"}
        self.text(("0", y), text, class_="tick", **place)

    def figure(self, title: str, desc: str) -> Element:
        """Return the finished SVG with its title and its sentence."""
        plot = el(
            "svg",
            *self.shapes,
            y=f"{TOP}%",
            height=f"{BOTTOM - TOP}%",
            width="100%",
            viewBox=f"0 0 {self.width} {HEIGHT}",
            preserveAspectRatio="none",
        )
        return picture(self.key, self.css, (title, desc), plot, *self.labels)


def picture(key: str, css: str, words: tuple[str, str], *children: Child) -> Element:
    """Return an SVG that assistive technology reads as one image with a sentence.

    Args:
        key: Unique start of the ids of its title and description.
        css: Class of the SVG.
        words: Its title and its description.
        children: What is drawn.
    """
    title, desc = words
    return el(
        "svg",
        el("title", title, id=f"{key}-t"),
        el("desc", desc, id=f"{key}-d"),
        *children,
        class_=css,
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
    )


def legend(entries: Sequence[tuple[str, str]]) -> Element:
    """Return what a chart's colours mean; its sentence says the same without them.

    Args:
        entries: The class of each swatch, and its word.
    """
    return el(
        "ul",
        *(el("li", el("i", class_=f"swatch {css}"), text) for css, text in entries),
        class_="key",
        aria_hidden="true",
    )
