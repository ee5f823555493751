"""The lake's cast matrix: what two types become when they meet in one column.

| meets       | int        | decimal    | double | bool, date, timestamp | text | json |
|-------------|------------|------------|--------|-----------------------|------|------|
| **int**     | int        | decimal    | double | text                  | text | json |
| **decimal** | decimal    | decimal    | text   | text                  | text | json |
| **double**  | double     | text       | double | text                  | text | json |
| **struct**  | json       | json       | json   | json                  | json | json |

Everything of the same type stays; struct meets struct member by member, list meets list
by item, and every other pair of scalars becomes text, every other pair with a nested
type JSON. A decimal grows up to 38 digits, else it becomes text. An integer becomes a
double only where each value is exact as one, else the column becomes text. Nothing is
ever rounded, cut or guessed.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from target_parquet_lake.types import (
    DOUBLE,
    INT,
    JSON,
    TEXT,
    Column,
    Kind,
    LakeType,
    ListOf,
    Scalar,
    Struct,
    arrow_schema,
    arrow_type,
    bare,
    decimal,
    named,
)

MAX_DIGITS = 38
INT_DIGITS = 19
EXACT_DOUBLES = 2**53

_encode = msgspec.json.Encoder(decimal_format="number").encode


class InexactError(ValueError):
    """A value that its new type cannot hold exactly."""


def json_text(value: Any) -> str:  # noqa: ANN401 - any JSON value.
    """Write a value as compact JSON; numbers keep their digits."""
    return _encode(value).decode()


def unite(have: LakeType, come: LakeType) -> LakeType:
    """The narrowest type that holds what both types hold, exactly."""
    match have, come:
        case Struct(), Struct():
            return unite_structs(have, come)
        case ListOf(), ListOf():
            return ListOf(unite(have.item, come.item))
        case Scalar(), Scalar():
            return _unite_scalars(have, come)
        case _:
            return JSON


def unite_structs(have: Struct, come: Struct) -> Struct:
    """Unite column by column; columns that are new come last."""
    coming = come.by_name()
    kept = [
        Column(c.name, unite(c.type, coming[c.name].type), c.stored)
        if c.name in coming
        else c
        for c in have.columns
    ]
    known = have.by_name()
    return named(Struct((*kept, *(c for c in come.columns if c.name not in known))))


def _unite_scalars(have: Scalar, come: Scalar) -> Scalar:
    kinds = {have.kind, come.kind}
    if have == come:
        return have
    if Kind.JSON in kinds:
        return JSON
    if kinds == {Kind.INT, Kind.DOUBLE}:
        return DOUBLE
    if kinds <= {Kind.INT, Kind.DECIMAL}:
        return _unite_decimals(_as_decimal(have), _as_decimal(come))
    return TEXT


def _as_decimal(kind: Scalar) -> Scalar:
    return decimal(INT_DIGITS, 0) if kind == INT else kind


def _unite_decimals(have: Scalar, come: Scalar) -> Scalar:
    scale = max(have.scale, come.scale)
    whole = max(have.precision - have.scale, come.precision - come.scale)
    return decimal(whole + scale, scale) if whole + scale <= MAX_DIGITS else TEXT


def as_stored(come: LakeType, have: LakeType) -> LakeType:
    """The type that comes, with doubles for integers that a table holds as such.

    So an integer that no double holds is found with its record, not at the commit.
    """
    match come, have:
        case Struct(), Struct():
            known = have.by_name()
            return Struct(
                tuple(
                    replace(c, type=as_stored(c.type, known[c.name].type))
                    if c.name in known
                    else c
                    for c in come.columns
                )
            )
        case ListOf(), ListOf():
            return ListOf(as_stored(come.item, have.item))
        case _:
            return DOUBLE if (come, have) == (INT, DOUBLE) else come


def extends(have: LakeType, final: LakeType) -> bool:
    """Whether the final type only adds columns to the one at hand."""
    match have, final:
        case Struct(), Struct():
            after = final.by_name()
            return all(extends(c.type, after[c.name].type) for c in have.columns)
        case ListOf(), ListOf():
            return extends(have.item, final.item)
        case _:
            return have == final


def adapt(value: Any, have: LakeType, want: LakeType) -> Any:  # noqa: ANN401 - rows.
    """Turn a Python value of one type into the same value of a wider one.

    Args:
        value: The value as pyarrow gives it; objects bear the names `have` stores them
            by.
        have: Its type.
        want: The wider type, from `unite`.

    Returns:
        The value; objects bear the names `want` stores them by.

    Raises:
        InexactError: If an integer is not exact as a double.
    """
    if value is None:
        return None
    match have, want:
        case Struct(), Struct():
            inner = have.by_name()
            return {
                (c.stored or c.name): _member(value, inner.get(c.name), c.type)
                for c in want.columns
            }
        case ListOf(), ListOf():
            return [adapt(item, have.item, want.item) for item in value]
        case _:
            return _adapt_scalar(value, have, want)


def _member(value: dict[str, Any], column: Column | None, want: LakeType) -> Any:  # noqa: ANN401 - as above.
    if column is None:
        return None
    return adapt(value.get(column.stored or column.name), column.type, want)


def _adapt_scalar(value: Any, have: LakeType, want: LakeType) -> Any:  # noqa: ANN401 - as above.
    if have == want:
        return value
    if want == JSON:
        return json_text(_plain(value, have))
    if want == TEXT:
        plain = _plain(value, have)
        return plain if isinstance(plain, str) else json_text(plain)
    if want == DOUBLE:
        return _exact_double(value)
    return Decimal(value)


def _exact_double(value: int) -> float:
    try:
        number = float(value)
    except OverflowError:
        raise InexactError from None
    if not math.isfinite(number) or int(number) != value:
        raise InexactError
    return number


def _plain(value: Any, have: LakeType) -> Any:  # noqa: ANN401 - any JSON value.
    """The JSON value that a stored value stands for."""
    if value is None:
        return None
    match have:
        case Struct():
            return {
                c.name: _plain(value.get(c.stored or c.name), c.type)
                for c in have.columns
            }
        case ListOf():
            return [_plain(item, have.item) for item in value]
        case Scalar(kind=Kind.JSON):
            return msgspec.Raw(value.encode())
        case _:
            pass
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:  # noqa: ANN401 - any JSON scalar.
    if isinstance(value, (datetime, date)):
        return _iso(value)
    if isinstance(value, float) and value.is_integer() and abs(value) > EXACT_DOUBLES:
        return int(value)  # It may have come as one, and then with all these digits.
    return value


def _iso(value: date) -> str:
    return value.isoformat().replace("+00:00", "Z")


def conform(rows: pa.Table, have: Struct, want: Struct) -> pa.Table:
    """Bring rows into a table's columns, order, names and types.

    Args:
        rows: Rows in columns named as `have` stores them.
        have: Their types.
        want: The table's types, at least as wide.

    Returns:
        The rows in the Arrow schema of `want`.

    Raises:
        InexactError: If a value cannot be held exactly; `args[0]` is the column's
            source name.
    """
    if have == want:
        return rows
    known = have.by_name()
    arrays = []
    for column in want.columns:
        source = known.get(column.name)
        if source is None:
            arrays.append(pa.nulls(rows.num_rows, arrow_type(column.type)))
            continue
        try:
            arrays.append(
                _conform(rows.column(source.stored or source.name), source, column)
            )
        except InexactError:
            raise InexactError(column.name) from None
    return pa.Table.from_arrays(arrays, schema=arrow_schema(want))


def _conform(values: pa.ChunkedArray, source: Column, column: Column) -> pa.Array:
    wanted = arrow_type(column.type)
    if values.type.equals(wanted) and bare(source.type) == bare(column.type):
        return values
    if source.type == INT and column.type not in {TEXT, JSON}:
        try:
            return pc.cast(values, wanted)
        except pa.ArrowInvalid:
            raise InexactError from None
    adapted = [adapt(v, source.type, column.type) for v in values.to_pylist()]
    return pa.array(adapted, wanted)
