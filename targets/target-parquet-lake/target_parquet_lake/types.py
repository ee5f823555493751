"""The lake's own types: few, exact, and known to every engine that reads Delta.

A column is one of eight scalars, a struct or a list. `text` and `json` are both stored
as strings; a `json` column holds one JSON document a row (its strings are quoted),
marked in the field's metadata so that a later run, and a reader, can tell. A column
keeps the name its source gave it in the metadata too, wherever the lake had to rename
it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import types

from target_parquet_lake.errors import StorageError
from target_parquet_lake.names import Identifiers, column_names

if TYPE_CHECKING:
    from collections.abc import Iterable

JSON_MARK = b"lake.json"
NAME_MARK = b"lake.name"


class Kind(StrEnum):
    """Scalar types."""

    BOOL = "bool"
    INT = "int"
    DOUBLE = "double"
    DECIMAL = "decimal"
    TEXT = "text"
    JSON = "json"
    DATE = "date"
    TIMESTAMP = "timestamp"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar type; precision and scale are a decimal's (at most 38 digits)."""

    kind: Kind
    precision: int = 0
    scale: int = 0

    def __str__(self) -> str:
        if self.kind is Kind.DECIMAL:
            return f"decimal({self.precision},{self.scale})"
        return self.kind.value


@dataclass(frozen=True, slots=True)
class Column:
    """A named member of a struct or of a table.

    Attributes:
        name: The name the source uses.
        type: Its type.
        stored: The name in the lake; empty as long as the lake has not given one.
    """

    name: str
    type: LakeType
    stored: str = ""


@dataclass(frozen=True, slots=True)
class Struct:
    """A table's row, or an object in it."""

    columns: tuple[Column, ...]

    def by_name(self) -> dict[str, Column]:
        """The columns by the source's names."""
        return {column.name: column for column in self.columns}

    def __str__(self) -> str:
        inner = ", ".join(f"{c.name}: {c.type}" for c in self.columns)
        return f"struct({inner})"


@dataclass(frozen=True, slots=True)
class ListOf:
    """An array of one type."""

    item: LakeType

    def __str__(self) -> str:
        return f"list({self.item})"


LakeType = Scalar | Struct | ListOf

BOOL = Scalar(Kind.BOOL)
INT = Scalar(Kind.INT)
DOUBLE = Scalar(Kind.DOUBLE)
TEXT = Scalar(Kind.TEXT)
JSON = Scalar(Kind.JSON)
DATE = Scalar(Kind.DATE)
TIMESTAMP = Scalar(Kind.TIMESTAMP)


def decimal(precision: int, scale: int) -> Scalar:
    """A decimal type."""
    return Scalar(Kind.DECIMAL, precision, scale)


_TO_ARROW = {
    Kind.BOOL: pa.bool_(),
    Kind.INT: pa.int64(),
    Kind.DOUBLE: pa.float64(),
    Kind.TEXT: pa.string(),
    Kind.JSON: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.TIMESTAMP: pa.timestamp("us", "UTC"),
}
_FROM_ARROW = {
    pa.bool_(): BOOL,
    pa.int64(): INT,
    pa.float64(): DOUBLE,
    pa.string(): TEXT,
    pa.date32(): DATE,
    pa.timestamp("us", "UTC"): TIMESTAMP,
}


def named(struct: Struct) -> Struct:
    """Give every column, at every depth, the name it is stored by."""
    taken = {c.name: c.stored for c in struct.columns if c.stored}
    names = column_names([c.name for c in struct.columns], taken)
    return Struct(
        tuple(Column(c.name, _named(c.type), names[c.name]) for c in struct.columns)
    )


def styled(struct: Struct, have: Struct, identifiers: Identifiers) -> Struct:
    """Give columns that a table does not have the names it will store them by.

    Args:
        struct: The row type that comes.
        have: The table's row type.
        identifiers: How columns are named; members of objects keep their names.
    """
    taken = {c.name: c.stored for c in have.columns}
    names = column_names([c.name for c in struct.columns], taken, identifiers)
    return Struct(tuple(replace(c, stored=names[c.name]) for c in struct.columns))


def _named(kind: LakeType) -> LakeType:
    match kind:
        case Struct():
            return named(kind)
        case ListOf():
            return ListOf(_named(kind.item))
        case _:
            return kind


def arrow_type(kind: LakeType) -> pa.DataType:
    """The Arrow type of a lake type, with stored names where they are given."""
    match kind:
        case Struct():
            return pa.struct(arrow_fields(kind.columns))
        case ListOf():
            return pa.list_(pa.field("element", arrow_type(kind.item)))
        case Scalar(kind=Kind.DECIMAL):
            return pa.decimal128(kind.precision, kind.scale)
        case _:
            return _TO_ARROW[kind.kind]


def arrow_fields(columns: Iterable[Column]) -> list[pa.Field]:
    """Arrow fields of columns, with what the lake notes about them."""
    fields = []
    for column in columns:
        marks = _mark(column.type)
        if column.stored not in {"", column.name}:
            marks[NAME_MARK] = column.name.encode()
        name = column.stored or column.name
        fields.append(pa.field(name, arrow_type(column.type), metadata=marks))
    return fields


@lru_cache(maxsize=256)
def arrow_schema(struct: Struct) -> pa.Schema:
    """The Arrow schema of a table."""
    return pa.schema(arrow_fields(struct.columns))


def _mark(kind: LakeType) -> dict[bytes, bytes]:
    """Mark JSON by how many lists lie around it: Delta notes nothing on an element."""
    depth = 0
    while isinstance(kind, ListOf):
        kind, depth = kind.item, depth + 1
    return {JSON_MARK: str(depth).encode()} if kind == JSON else {}


def lake_struct(fields: Iterable[pa.Field]) -> Struct:
    """Read a table's, or a struct's, fields back.

    Raises:
        StorageError: If a column has a type that the lake does not make.
    """
    return Struct(tuple(_column(field) for field in fields))


def _column(field: pa.Field) -> Column:
    return Column(source_name(field), _lake_type(field), field.name)


def source_name(field: pa.Field) -> str:
    """The name a stored column has at its source."""
    source = (field.metadata or {}).get(NAME_MARK)
    return str(field.name if source is None else source.decode())


def _lake_type(field: pa.Field) -> LakeType:
    mark = (field.metadata or {}).get(JSON_MARK)
    return _read(field.type, field.name, None if mark is None else int(mark))


def _read(kind: pa.DataType, name: str, json_at: int | None) -> LakeType:
    if json_at == 0:
        return JSON
    if types.is_struct(kind):
        return lake_struct(kind)
    if types.is_list(kind):
        return ListOf(_read(kind.value_type, name, json_at and json_at - 1))
    if types.is_decimal128(kind):
        return decimal(kind.precision, kind.scale)
    found = _FROM_ARROW.get(kind)
    if found is None:
        raise StorageError(
            what=f"A column has the type {kind}, which this target does not write.",
            where=f"column {name}",
            next_step="move the table away; another program has changed or made it",
        )
    return found


def bare(kind: LakeType) -> LakeType:
    """The type without the names it is stored by."""
    match kind:
        case Struct():
            return Struct(tuple(Column(c.name, bare(c.type)) for c in kind.columns))
        case ListOf():
            return ListOf(bare(kind.item))
        case _:
            return kind


def with_type(struct: Struct, name: str, kind: LakeType) -> Struct:
    """The struct with another type for one column."""
    return Struct(
        tuple(replace(c, type=kind) if c.name == name else c for c in struct.columns)
    )


def as_written(struct: Struct, name: str) -> Struct:
    """The struct with a column that keeps what is written: text, or JSON if nested."""
    nested = not isinstance(struct.by_name()[name].type, Scalar)
    return with_type(struct, name, JSON if nested else TEXT)
