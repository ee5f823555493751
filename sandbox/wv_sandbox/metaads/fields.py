"""Which fields objects have, and how a request names them.

`fields.json` is cut from Meta's own library by `tools/cut_meta_fields.py`.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

from wv_sandbox.metaads.errors import UNKNOWN_FIELD, GraphError

if TYPE_CHECKING:
    from collections.abc import Iterable

Asked: TypeAlias = "dict[str, Asked]"
"""Fields with those asked of what they hold, e.g. `{"creative": {"id": {}}}`."""
_DEEPEST = 50
"""Braces that a request may hold."""


@cache
def table() -> dict[str, frozenset[str]]:
    """Return the fields of every object."""
    text = files("wv_sandbox.metaads").joinpath("fields.json").read_text("utf-8")
    return {name: frozenset(fields) for name, fields in json.loads(text).items()}


def plain(names: Iterable[str]) -> Asked:
    """Ask for fields as they are."""
    return {name: {} for name in names}


def parse(text: str) -> Asked:
    """Read `a,b{c,d}`.

    Raises:
        GraphError: A brace lacks its partner.
    """
    if text.count("{") > _DEEPEST:
        raise _syntax(text)
    asked, rest = _parse(text)
    if rest:
        raise _syntax(text)
    return asked


def _parse(text: str) -> tuple[Asked, str]:
    """Read up to a closing brace, and give what is left."""
    asked: Asked = {}
    name = ""
    while text:
        letter, text = text[0], text[1:]
        if letter == "{":
            inner, text = _parse(text)
            if not text.startswith("}"):
                raise _syntax(text)
            asked[name.strip()], text, name = inner, text[1:], ""
        elif letter == "}":
            text = letter + text
            break
        elif letter == ",":
            if name.strip():
                asked[name.strip()] = {}
            name = ""
        else:
            name += letter
    if name.strip():
        asked[name.strip()] = {}
    return asked, text


def _syntax(text: str) -> GraphError:
    words = f'(#2500) Syntax error "Expected end of string" near: {text[:20]}'
    return GraphError(UNKNOWN_FIELD, words)


def check(asked: Asked, kind: str) -> None:
    """Refuse fields that an object does not have.

    Raises:
        GraphError: One is unknown; the words name it.
    """
    for name in asked:
        if name not in table()[kind]:
            words = (
                f"(#100) Tried accessing nonexisting field ({name}) on node type"
                f" ({kind})"
            )
            raise GraphError(UNKNOWN_FIELD, words)


def project(document: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """Show what is asked of a document; what is not set is left out."""
    shown: dict[str, Any] = {}
    for name, inner in asked.items():
        value = document.get(name)
        if value is None:
            continue
        if inner and isinstance(value, dict):
            value = project(value, {**inner, "id": {}})
        shown[name] = value
    return shown
