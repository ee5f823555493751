"""SQL conditions and aggregates that tell a raw table's rows apart.

Casts try: a column whose type has changed is an alarm, not the end of a build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from target_parquet_lake.views import SEQUENCE
from wv_transforms.sql import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wv_transforms.quality.thresholds import Bounds, Thresholds

SOURCE = "_wv_source"
"""Tells rows of a real API (`api`) from those of the sandbox (`stub`)."""
PSEUDONYM = "h[0-9]+:[0-9a-f]+"
"""What the taps make of personal data."""
_TEXT = "VARCHAR"


def counts(columns: Mapping[str, str], new: str, time: str | None) -> dict[str, str]:
    """The aggregates over a whole table, by name.

    Args:
        columns: Its columns and their types.
        new: What holds for new rows.
        time: The column whose newest value tells how fresh it is.
    """
    known = time if time in columns else None
    return {
        "total": "count(*)",
        "new": f"count(*) FILTER (WHERE {new})",
        "sequence": f"max({SEQUENCE})" if SEQUENCE in columns else "NULL",
        "newest": f"max(try_cast({identifier(known)} AS TIMESTAMPTZ))"
        if known
        else "NULL",
        "stub": _from(columns, "stub"),
        "api": _from(columns, "api"),
    }


def out_of_bounds(
    columns: Mapping[str, str], bounds: Mapping[str, Bounds]
) -> dict[str, str]:
    """What holds for a value out of bounds, for each column that has some."""
    return {
        name: " OR ".join(
            f"try_cast({identifier(name)} AS DOUBLE) {sign} {literal(bound)}"
            for sign, bound in zip("<>", limits, strict=True)
            if bound is not None
        )
        for name, limits in bounds.items()
        if name in columns and any(bound is not None for bound in limits)
    }


def in_clear(
    dataset: str, columns: Mapping[str, str], thresholds: Thresholds
) -> dict[str, str]:
    """What holds for a personal datum that is no pseudonym, by column."""
    if thresholds.limits(dataset).clear_pii:
        return {}
    return {
        name: f"{identifier(name)} <> '' "
        f"AND NOT regexp_full_match({identifier(name)}, '{PSEUDONYM}')"
        for name, kind in columns.items()
        if kind == _TEXT and thresholds.is_regulated(dataset, name)
    }


def _from(columns: Mapping[str, str], source: str) -> str:
    if SOURCE not in columns:
        return "0"
    return f"count(*) FILTER (WHERE {identifier(SOURCE)} = {literal(source)})"
