"""Finding tables of the lake by what a person calls them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from target_parquet_lake.errors import SettingsError

if TYPE_CHECKING:
    from target_parquet_lake.lake import Lake
    from target_parquet_lake.names import TableName


MOST = 5
"""How many names an answer offers."""


def every_name(home: Lake) -> list[TableName]:
    """The names of all tables, layer by layer."""
    return [name for layer in sorted(home.layers()) for name in home.tables(layer)]


def find(home: Lake, text: str) -> TableName:
    """Find a table by its name, or by `<layer>/<tenant>__<name>`.

    Raises:
        SettingsError: If none or several are called so.
    """
    names = every_name(home)
    found = [name for name in names if text in {name.name, name.folder, str(name)}]
    if len(found) == 1:
        return found[0]
    if found:
        what, near = f"{len(found)} tables are called {text!r}.", found
    else:
        what, near = f"No table is called {text!r}.", _near(names, text)
    raise SettingsError(what=what, where=str(home.root), next_step=_choose(names, near))


def _near(names: list[TableName], text: str) -> list[TableName]:
    """The tables that may be meant: `orders` for `shopify_wv__orders`, or a typo."""
    asked = text.rpartition("/")[2]
    close = set(get_close_matches(asked, {name.name for name in names}, MOST))
    return [n for n in names if n.name.endswith(f"__{asked}") or n.name in close]


def _choose(names: list[TableName], near: list[TableName]) -> str:
    if not names:
        return "load something first: the lake has no table yet"
    if not near:
        return f"`wv lake list` names all {len(names)}"
    return f"choose one of: {', '.join(map(str, near[:MOST]))}"


def chosen(home: Lake, texts: tuple[str, ...]) -> list[TableName]:
    """The tables that are named, or all.

    Raises:
        SettingsError: If a name is not that of one table.
    """
    return [find(home, text) for text in texts] or every_name(home)
