"""Which Arrow types a Delta table keeps exactly.

delta-rs casts what it does not know: unsigned numbers become signed, nanoseconds are
cut. So a column is refused before it gets there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import types

from target_parquet_lake.errors import DataError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLAIN = (
    types.is_boolean,
    types.is_signed_integer,
    types.is_float32,
    types.is_float64,
    types.is_string,
    types.is_large_string,
    types.is_string_view,
    types.is_binary,
    types.is_large_binary,
    types.is_date32,
)


def is_storable(kind: pa.DataType) -> bool:
    """Whether Delta keeps every value of an Arrow type as it is."""
    if types.is_struct(kind):
        return kind.num_fields > 0 and all(is_storable(field.type) for field in kind)
    if types.is_list(kind) or types.is_large_list(kind):
        return is_storable(kind.value_type)
    if types.is_map(kind):
        return is_storable(kind.key_type) and is_storable(kind.item_type)
    if types.is_timestamp(kind):
        return kind.tz is not None and kind.unit != "ns"
    if types.is_decimal128(kind):
        return bool(0 <= kind.scale <= kind.precision)
    return any(test(kind) for test in _PLAIN)


def check_storable(schema: pa.Schema, *, where: str) -> None:
    """Refuse columns whose values the lake could not give back as they came.

    Args:
        schema: The rows' Arrow schema.
        where: The table, for the message.

    Raises:
        DataError: If a type is not kept exactly, or two names differ only in case.
    """
    lost = [
        f"{field.name} ({field.type})"
        for field in schema
        if not is_storable(field.type)
    ]
    if lost:
        raise DataError(
            what=f"The lake cannot keep the type of {', '.join(lost)}.",
            where=where,
            next_step=(
                "cast it: signed integers, double, decimal, text, DATE, TIMESTAMPTZ, "
                "lists and structs"
            ),
        )
    lowered = [name.lower() for name in schema.names]
    twice = sorted({name for name in lowered if lowered.count(name) > 1})
    if twice:
        raise DataError(
            what=f"Column names differ only in case: {', '.join(twice)}.",
            where=where,
            next_step="rename one of them",
        )


def check_properties(properties: Mapping[str, str], *, where: str) -> None:
    """Refuse table properties that delta-rs does not take.

    Raises:
        SettingsError: If one is none of Delta's own.
    """
    foreign = sorted(name for name in properties if not name.startswith("delta."))
    if foreign:
        raise SettingsError(
            what=f"A table has no property {foreign[0]!r}.",
            where=where,
            next_step=(
                "name properties of Delta, which begin with `delta.`; note anything "
                "else in the commit's metadata"
            ),
        )
