"""HTML as a tree: what comes from data can become text, never markup.

`xml.etree` escapes every text and attribute when it writes, so no part of the
page can forget to.
"""

from __future__ import annotations

import re
from typing import TypeAlias
from xml.etree import ElementTree as ET

Element = ET.Element
Child: TypeAlias = ET.Element | str | None
Attribute: TypeAlias = str | int | float | bool | None

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)


def clean(text: str) -> str:
    """Replace characters that no HTML document may hold, as browsers do."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def el(tag: str, *children: Child, **attributes: Attribute) -> ET.Element:
    """Make an element.

    Args:
        tag: Its name, for example `td`.
        children: Elements and texts in order; None is left out.
        attributes: `class_` stands for `class`, other underscores for hyphens
            (`stroke_width`). None and False are left out, True is the bare
            attribute.

    Returns:
        The element, to be written with `render`.
    """
    node = ET.Element(tag, _attributes(attributes))
    last: ET.Element | None = None
    for child in children:
        if child is None:
            continue
        if not isinstance(child, str):
            node.append(child)
            last = child
        elif last is None:
            node.text = (node.text or "") + clean(child)
        else:
            last.tail = (last.tail or "") + clean(child)
    return node


def prose(text: str) -> list[Child]:
    """Return a sentence whose parts in backticks are commands, as elements."""
    parts = enumerate(text.split("`"))
    return [el("code", part) if n % 2 else part for n, part in parts]


def _attributes(given: dict[str, Attribute]) -> dict[str, str]:
    return {
        name.rstrip("_").replace("_", "-"): "" if value is True else clean(str(value))
        for name, value in given.items()
        if value is not None and value is not False
    }


def render(root: ET.Element) -> str:
    """Write a whole document.

    Raises:
        TypeError: If a child is neither an element nor text.
    """
    return (
        "<!doctype html>\n"
        + ET.tostring(root, encoding="unicode", method="html")
        + "\n"
    )
