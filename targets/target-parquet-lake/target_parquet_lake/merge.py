"""The MERGE predicate: keys, and literal bounds that let delta-rs skip files.

Bounds are given for key columns only: a bound on a column that may change would miss
the row it changed in, and write it twice.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from target_parquet_lake.views import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

_PLAIN_TEXT = re.compile(r"[ -&(-\[\]-~]{0,32}")


def merge_predicate(rows: pa.Table, keys: Sequence[str]) -> str:
    """Match rows by their keys, within the range of keys that the batch has.

    Args:
        rows: The batch.
        keys: Stored names of the key columns.

    Returns:
        A predicate over `t` (the table) and `s` (the batch).
    """
    equal = [f"t.{identifier(key)} = s.{identifier(key)}" for key in keys]
    bounds = [bound for key in keys for bound in _bounds(rows, key)]
    return " AND ".join([*equal, *bounds])


def _bounds(rows: pa.Table, key: str) -> list[str]:
    ends = pc.min_max(rows.column(key))
    low, high = (_literal(ends[end].as_py()) for end in ("min", "max"))
    if low is None or high is None:
        return []
    name = f"t.{identifier(key)}"
    return [f"{name} >= {low}", f"{name} <= {high}"]


def _literal(value: Any) -> str | None:  # noqa: ANN401 - a key's value.
    """A SQL literal, or None for values that are safer left unbounded.

    Decimals are: delta-rs compares their literals, and their statistics, as doubles,
    and a row whose bound is rounded would be missed and written twice (measured with
    1.6.6).
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return f"TIMESTAMP {literal(value.isoformat().replace('+00:00', 'Z'))}"
    if isinstance(value, date):
        return f"DATE {literal(value.isoformat())}"
    if isinstance(value, str) and _PLAIN_TEXT.fullmatch(value):
        return literal(value)
    return None
