"""Rows that are Arrow already, from Parquet and Arrow files of BATCH messages.

A column is taken as it is where its values, written as JSON, would be read as the same
values. Any other makes the rows take the road of lines.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import types

from target_parquet_lake.bulk_plan import EXTRACTED, VERSION
from target_parquet_lake.bulk_settle import DoubtError, hollow, in_range, settle
from target_parquet_lake.types import (
    Column,
    Kind,
    LakeType,
    ListOf,
    Scalar,
    Struct,
    arrow_type,
)
from target_parquet_lake.views import DELETED

if TYPE_CHECKING:
    from target_parquet_lake.bulk_plan import Plan

_TAKEN = {
    Kind.BOOL: types.is_boolean,
    Kind.INT: types.is_integer,
    Kind.DOUBLE: lambda kind: types.is_float32(kind) or types.is_float64(kind),
    Kind.TEXT: lambda kind: types.is_string(kind) or types.is_large_string(kind),
    Kind.DATE: types.is_date32,
    Kind.TIMESTAMP: lambda kind: types.is_timestamp(kind) and kind.tz is not None,
}


def arrow_columns(plan: Plan, rows: pa.Table) -> dict[str, pa.Array] | None:
    """Bring rows into a stream's columns, those of the envelope among them.

    Args:
        plan: How the stream's records are read.
        rows: Its rows, in columns by the source's names.

    Returns:
        None where they must be read as lines.
    """
    if not plan.simple or not set(rows.column_names) <= set(plan.proven):
        return None
    if plan.stream.buries and DELETED in rows.column_names:
        return None
    kinds = plan.stream.kind.by_name()
    record = Struct(tuple(kinds[name] for name in plan.proven))
    try:
        found = _members(rows.to_struct_array().combine_chunks(), record)
    except (DoubtError, pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    if any(n and hollow(v, n) for v, n in zip(found, plan.needs, strict=True)):
        return None
    columns = dict(zip(plan.proven, found, strict=True))
    if EXTRACTED in plan.stream.stamped:
        for name in (EXTRACTED, VERSION):
            columns[name] = pa.nulls(rows.num_rows, arrow_type(kinds[name].type))
    return columns


def _members(values: pa.StructArray, kind: Struct) -> list[pa.Array]:
    names = [field.name for field in values.type]
    if len(set(names)) < len(names) or not set(names) <= kind.by_name().keys():
        raise DoubtError
    return [_member(values, names, column) for column in kind.columns]


def _member(values: pa.StructArray, names: list[str], column: Column) -> pa.Array:
    if column.name not in names:
        return pa.nulls(len(values), arrow_type(column.type))
    return _taken(values.field(names.index(column.name)), column.type)


def _taken(values: pa.Array, kind: LakeType) -> pa.Array:
    wanted = arrow_type(kind)
    if types.is_null(values.type):
        return pa.nulls(len(values), wanted)
    mask = values.is_null() if values.null_count else None
    match kind:
        case Struct() if types.is_struct(values.type):
            members = _members(values, kind)
            return pa.StructArray.from_arrays(members, fields=[*wanted], mask=mask)
        case ListOf() if types.is_list(values.type):
            items = _taken(values.flatten(), kind.item)
            return pa.ListArray.from_arrays(_offsets(values), items, wanted, mask=mask)
        case Scalar() if kind.kind in _TAKEN and _TAKEN[kind.kind](values.type):
            return _scalar(values, kind)
        case Scalar() if types.is_string(values.type):
            return _settled(values, kind)
        case _:
            raise DoubtError


def _offsets(values: pa.ListArray) -> pa.Array:
    """Where each list begins in its flattened items, slices and nulls or not."""
    lengths = pc.fill_null(pc.list_value_length(values), 0)
    ends = pc.cumulative_sum(lengths.cast(pa.int32()))
    return pa.concat_arrays([pa.repeat(pa.scalar(0, pa.int32()), 1), ends])


def _scalar(values: pa.Array, kind: Scalar) -> pa.Array:
    found = pc.cast(values, arrow_type(kind))
    if kind.kind is Kind.DOUBLE and not _finite(found):
        raise DoubtError
    return in_range(found)


def _finite(values: pa.Array) -> bool:
    return bool(pc.all(pc.is_finite(values), min_count=0).as_py())


def _settled(values: pa.Array, kind: Scalar) -> pa.Array:
    """Times, dates and decimals that are text here too."""
    notes: Counter[str] = Counter()
    found = settle(values, kind, "", notes)
    if notes or found.type != arrow_type(kind):
        raise DoubtError
    return found
