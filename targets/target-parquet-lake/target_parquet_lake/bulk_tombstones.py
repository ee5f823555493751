"""Tombstones among records that are read together: what is absent, and not null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from target_parquet_lake.tombstones import FLAGS, other_columns
from target_parquet_lake.views import DELETED

if TYPE_CHECKING:
    from target_parquet_lake.bulk_plan import Plan

_MARKS = (DELETED.encode(), b"\\u00")
"""Bytes that a record holds which says that its row is gone, however it spells it."""


def tombstones(plan: Plan, records: list[Any], data: bytes) -> dict[str, pa.Array]:
    """Tell which records are tombstones.

    Args:
        plan: How the records were read.
        records: The decoded records.
        data: Their lines.

    Returns:
        Nothing where none is, else the flags, as one more column.
    """
    names, stream = plan.names, plan.stream
    told = stream.buries and DELETED in names
    if not told or not any(mark in data for mark in _MARKS):
        return {}
    deleted = f"f{names.index(DELETED)}"
    suspects = [i for i, r in enumerate(records) if _is_set(getattr(r, deleted))]
    others = [] if stream.hard else other_columns(names, stream.keys)
    members = [f"f{names.index(name)}" for name in others]
    flags = [False] * len(records)
    for i in suspects:
        flags[i] = all(getattr(records[i], m) is msgspec.UNSET for m in members)
    return {FLAGS: pa.array(flags, pa.bool_())} if any(flags) else {}


def _is_set(value: Any) -> bool:  # noqa: ANN401 - a member, decoded or raw.
    if isinstance(value, msgspec.Raw):
        return bytes(value) != b"null"
    return value is not None and value is not msgspec.UNSET
