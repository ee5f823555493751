"""Which place leads the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from target_parquet_lake.errors import SettingsError

if TYPE_CHECKING:
    from wv.report.model import Edition

USUAL = "New York"
"""The place that leads when nobody says otherwise and it is there."""


def with_lead(edition: Edition, wanted: str | None) -> Edition:
    """Return the edition with one cell put first.

    Args:
        edition: The edition.
        wanted: A cell's name or id; None for the usual one, else the first by name.

    Raises:
        SettingsError: If no cell is called so; the message lists those there are.
    """
    text = (wanted or USUAL).casefold()
    first = [
        cell for cell in edition.cells if text in {cell.name.casefold(), cell.cell_id}
    ][:1]
    if wanted and not first:
        names = (
            ", ".join(f"{cell.name} ({cell.cell_id})" for cell in edition.cells)
            or "none"
        )
        raise SettingsError(
            what=f"No place is called {wanted!r}.",
            where="--cell",
            next_step=f"choose one of: {names}",
        )
    others = [cell for cell in edition.cells if all(cell is not it for it in first)]
    return replace(edition, cells=(*first, *others))
