"""Parsed columns to the lake's exact types, or a doubt.

Times, dates and decimals are parsed as text; Arrow's casts, which take fewer forms than
the exact path and read those alike, make them what they are. A double that may stand
for a longer number is in doubt. A doubt is no error: the column, or the group of
records, is then read by the exact path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from target_parquet_lake.types import Kind, LakeType, ListOf, Scalar, Struct, arrow_type
from target_parquet_lake.values import CUT, NAIVE

if TYPE_CHECKING:
    from collections import Counter

    from target_parquet_lake.bulk_shape import Need

# Scalars with a type: for one without, pyarrow looks for dateutil each time.
_EXACT = pa.scalar(2.0**53, pa.float64())
_ONE, _ZERO = (pa.scalar(number, pa.float64()) for number in (1.0, 0.0))
_US = pa.timestamp("us")
_UTC = pa.timestamp("us", "UTC")
_FINE = pa.timestamp("ns", "UTC")
_NUMBER = "^-?[0-9]+([.][0-9]+)?$"
_RANGES = {
    _UTC: (pa.int64(), -62_135_510_400_000_000, 253_402_214_400_000_000),
    pa.date32(): (pa.int32(), -719_162, 2_932_896),
}
"""0001-01-02 and 9999-12-31 [µs since 1970]: beyond, not every zone has a time.
0001-01-01 and 9999-12-31 [days since 1970]."""


class DoubtError(Exception):
    """What was read in bulk may not be what the exact path would read.

    Args:
        column: The column it is about; None for the group as a whole.
    """

    def __init__(self, column: str | None = None) -> None:
        super().__init__(column)
        self.column = column


def settle(
    values: pa.Array, kind: LakeType, path: str, notes: Counter[str]
) -> pa.Array:
    """Bring one parsed column into its type.

    Args:
        values: The column as it was parsed.
        kind: Its type.
        path: Its name, for notes.
        notes: Counts what was altered within what is documented.

    Returns:
        The values, in the Arrow type of `kind`.

    Raises:
        DoubtError: If a value may be another one by the exact path.
    """
    match kind:
        case Struct():
            return _struct(values, kind, path, notes)
        case ListOf():
            mask = values.is_null() if values.null_count else None
            items = settle(values.values, kind.item, f"{path}[]", notes)
            wanted = arrow_type(kind)
            return pa.ListArray.from_arrays(values.offsets, items, wanted, mask=mask)
        case _:
            return _scalar(values, kind, path, notes)


def _scalar(values: pa.Array, kind: Scalar, path: str, notes: Counter[str]) -> pa.Array:
    match kind.kind:
        case Kind.DOUBLE:
            return _double(values)
        case Kind.DECIMAL:
            return _decimal(values, kind)
        case Kind.DATE:
            return _date(values)
        case Kind.TIMESTAMP:
            return _timestamp(values, path, notes)
        case _:
            return values


def _struct(
    values: pa.StructArray, kind: Struct, path: str, notes: Counter[str]
) -> pa.Array:
    members = [
        settle(values.field(i), c.type, f"{path}.{c.name}", notes)
        for i, c in enumerate(kind.columns)
    ]
    mask = values.is_null() if values.null_count else None
    fields = list(arrow_type(kind))
    return pa.StructArray.from_arrays(members, fields=fields, mask=mask)


def _double(values: pa.Array) -> pa.Array:
    exact = pc.all(pc.less(pc.abs(values), _EXACT), min_count=0)  # NaN is not, either.
    if not exact.as_py() or _has_negative_zero(values):
        raise DoubtError
    return values


def _has_negative_zero(values: pa.Array) -> bool:
    """Whether there is a -0.0: `-0` is read as one, and is the integer 0."""
    zeros = values.filter(pc.equal(values, _ZERO))
    return bool(pc.any(pc.less(pc.divide(_ONE, zeros), _ZERO)).as_py())


def _decimal(values: pa.Array, kind: Scalar) -> pa.Array:
    plain = pc.match_substring_regex(values, _NUMBER)
    if not pc.all(plain, min_count=0).as_py():
        raise DoubtError
    return _cast(values, arrow_type(kind))


def _cast(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    try:
        return pc.cast(values, wanted)
    except pa.ArrowInvalid:
        raise DoubtError from None


def _date(values: pa.Array) -> pa.Array:
    return in_range(_cast(values, pa.date32()))


def _timestamp(values: pa.Array, path: str, notes: Counter[str]) -> pa.Array:
    for read in (_plain_times, _naive_times, _fine_times):
        try:
            moments = read(values, path, notes)
        except pa.ArrowInvalid:
            continue
        return in_range(moments)
    raise DoubtError


def in_range(values: pa.Array) -> pa.Array:
    """Check that dates and times are such that every zone has them.

    Returns:
        The values, of whatever type.

    Raises:
        DoubtError: If one is not.
    """
    number, low, high = _RANGES.get(values.type, (None, 0, 0))
    if number is not None:
        ends = pc.min_max(values.view(number))
        first, last = ends["min"].as_py(), ends["max"].as_py()
        if first is not None and (first < low or last > high):
            raise DoubtError
    return values


def _plain_times(values: pa.Array, _path: str, _notes: Counter[str]) -> pa.Array:
    return pc.cast(values, _UTC)


def _naive_times(values: pa.Array, path: str, notes: Counter[str]) -> pa.Array:
    moments = pc.cast(values, _US).cast(_UTC)
    if naive := len(values) - values.null_count:
        notes[f"{path}: {NAIVE}"] += naive
    return moments


def _fine_times(values: pa.Array, path: str, notes: Counter[str]) -> pa.Array:
    """Times with up to nine digits behind the second."""
    fine = pc.cast(values, _FINE)
    moments = pc.floor_temporal(fine, unit="microsecond")
    if cut := pc.sum(pc.not_equal(fine, moments)).as_py():
        notes[f"{path}: {CUT}"] += cut
    return moments.cast(_UTC)


def has_zero(values: pa.Array, kind: LakeType) -> bool:
    """Whether a column holds a double that is zero, perhaps for a smaller number."""
    match kind:
        case Struct():
            members = enumerate(kind.columns)
            return any(has_zero(values.field(i), c.type) for i, c in members)
        case ListOf():
            return has_zero(values.values, kind.item)
        case Scalar(kind=Kind.DOUBLE):
            return bool(pc.any(pc.equal(values, _ZERO)).as_py())
        case _:
            return False


def hollow(values: pa.Array, need: Need) -> bool:
    """Whether a value is null, absent, or another one, that perhaps must not be."""
    if need.here and values.null_count:
        return True
    if need.among and not _all_among(values, need.among):
        return True
    inside = [(i, n) for i, n in enumerate(need.inside) if n is not None]
    if not inside:
        return False
    there = values.drop_null() if values.null_count else values
    if isinstance(there, pa.ListArray):
        return hollow(there.flatten(), inside[0][1])
    return any(hollow(there.field(i), n) for i, n in inside)


def _all_among(values: pa.Array, choices: tuple[str, ...]) -> bool:
    known = pa.array([*choices, None], pa.string())
    return bool(pc.all(pc.is_in(values, value_set=known), min_count=0).as_py())
