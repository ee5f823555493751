"""Finding tables of the lake by what a person calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from target_parquet_lake.errors import SettingsError

if TYPE_CHECKING:
    from target_parquet_lake.lake import Lake
    from target_parquet_lake.names import TableName


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
    several = f"{len(found)} tables are" if found else "No table is"
    raise SettingsError(
        what=f"{several} called {text!r}.",
        where=str(home.root),
        next_step=f"choose one of: {', '.join(map(str, found or names)) or 'none yet'}",
    )


def chosen(home: Lake, texts: tuple[str, ...]) -> list[TableName]:
    """The tables that are named, or all.

    Raises:
        SettingsError: If a name is not that of one table.
    """
    return [find(home, text) for text in texts] or every_name(home)
