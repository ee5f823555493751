"""How a stream's records are read in bulk: what proves them, and what parses them.

Columns that a strict type proves are parsed by Arrow's JSON reader, which takes no
value for another. The others are cut out of the records as raw JSON and read value by
value, by the very functions of the path record by record; so are undeclared members,
which are only counted. A stream whose schema has rules about whole records has no plan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Self, Union, get_args, get_origin

import msgspec
import pyarrow as pa

from target_parquet_lake.bulk_shape import (
    Need,
    UnprovableError,
    need,
    rules,
    shape,
    struct_type,
)
from target_parquet_lake.lines import Lines
from target_parquet_lake.types import (
    DOUBLE,
    TEXT,
    TIMESTAMP,
    Column,
    Kind,
    LakeType,
    ListOf,
    Struct,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

EXTRACTED, VERSION = "_sdc_extracted_at", "_sdc_table_version"
STAMPED = frozenset(
    {
        EXTRACTED,
        VERSION,
        "_sdc_received_at",
        "_sdc_batched_at",
        "_sdc_sequence",
        "_sdc_sync_started_at",
        "_lake_run_id",
    }
)
"""Columns that the target fills, whatever a record says."""

_ROOT_RULES = frozenset({"type", "properties", "required", "additionalProperties"})
_MOST_EXTRAS = 64
_ODD = re.compile(r'["\\\x00-\x1f]|^$')
"""Names that msgspec does not take."""

_PARSED = {Kind.BOOL: pa.bool_(), Kind.INT: pa.int64(), Kind.DOUBLE: pa.float64()}


@dataclass(frozen=True, slots=True)
class Stream:
    """What a plan is made from.

    Attributes:
        name: The stream.
        kind: Its row type, with the columns that the target adds.
        keys: Its key columns.
        schema: Its JSON Schema, with the columns that the target adds.
        stamped: Columns that the target fills.
        valid: Whether records must be valid by the schema.
        merged: Whether one row is kept of each key, so that no key may be null.
        buries: Whether records that say that their row is gone are told apart.
        hard: Whether such a record may carry more than its key.
        partitions: Columns whose values part the table.
    """

    name: str
    kind: Struct
    keys: tuple[str, ...]
    schema: dict[str, Any]
    stamped: frozenset[str]
    valid: bool
    merged: bool
    buries: bool = False
    hard: bool = False
    partitions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """How a stream's records are read.

    Attributes:
        stream: The stream.
        proven: Columns whose values a type proves, and its types.
        by_value: Columns that are read value by value.
        extras: Undeclared members seen so far.
    """

    stream: Stream
    proven: dict[str, Any]
    by_value: tuple[Column, ...]
    extras: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """All members of a record that the plan knows, in their order."""
        return [*self.proven, *(c.name for c in self.by_value), *self.extras]

    @classmethod
    def of(cls, stream: Stream) -> Self | None:
        """Make a stream's plan, or None where records must be read one by one."""
        if not _plain_root(stream) or not stream.kind.columns:
            return None
        proven, by_value = {}, []
        for column in stream.kind.columns:
            if column.name in stream.stamped:
                continue
            spec = stream.schema["properties"].get(column.name)
            try:
                _unambiguous(column.type)
                proven[column.name] = shape(spec, column.type, valid=stream.valid)
            except UnprovableError:
                by_value.append(column)
        return cls._made(stream, proven, tuple(by_value), ())

    @classmethod
    def _made(
        cls,
        stream: Stream,
        proven: dict[str, Any],
        by_value: tuple[Column, ...],
        extras: tuple[str, ...],
    ) -> Self | None:
        names = [*proven, *(c.name for c in by_value), *extras]
        if not _plain(names) or not _needed(stream) <= set(names):
            return None
        return cls(stream, proven, by_value, extras)

    @cached_property
    def decoder(self) -> msgspec.json.Decoder[Any]:
        """Decodes lines into `type`, `stream`, `record`, `time_extracted`, `version`.

        A record's members are `f0`, `f1`, ... in the order of `names`.
        """
        return _decoder(self.stream, self.proven, self.names)

    @cached_property
    def lines(self) -> Lines:
        """Reads lines of the proven columns by compiled code."""
        kinds = self.stream.kind.by_name()
        record = Struct(tuple(kinds[name] for name in self.proven))
        stamped = EXTRACTED in self.stream.stamped
        extracted = Column(EXTRACTED, TIMESTAMP if stamped else TEXT)
        return Lines(self.stream.name, record, extracted)

    @cached_property
    def parsed(self) -> pa.Schema:
        """What Arrow parses of the lines."""
        types = self.stream.kind.by_name()
        record = pa.struct([(name, _parsed(types[name].type)) for name in self.proven])
        envelope = dict.fromkeys(("type", "stream", "time_extracted"), pa.string())
        return pa.schema({**envelope, "version": pa.int64(), "record": record})

    @cached_property
    def needs(self) -> tuple[Need | None, ...]:
        """Where a null may be a fault, for each proven column."""
        stream, needed = self.stream, _needed(self.stream)
        types, specs = stream.kind.by_name(), stream.schema["properties"]
        return tuple(
            need(
                specs.get(name),
                types[name].type,
                required=name in needed,
                valid=stream.valid,
            )
            for name in self.proven
        )

    @property
    def simple(self) -> bool:
        """Whether Arrow alone reads all members of the records."""
        return bool(self.proven) and not self.by_value and not self.extras

    def without(self, name: str) -> Self | None:
        """The plan that reads a column value by value, or takes an undeclared member.

        Returns:
            None where that cannot help.
        """
        stream = self.stream
        if name in self.proven:
            column = stream.kind.by_name()[name]
            proven = {n: kind for n, kind in self.proven.items() if n != name}
            return self._made(stream, proven, (*self.by_value, column), self.extras)
        closed = stream.schema.get("additionalProperties", True) is not True
        known = name in self.names or name in STAMPED or name.startswith("_sdc_")
        if known or (stream.valid and closed) or len(self.extras) >= _MOST_EXTRAS:
            return None
        return self._made(stream, self.proven, self.by_value, (*self.extras, name))


def _plain_root(stream: Stream) -> bool:
    kinds = stream.kind.by_name()
    if stream.merged and any(kinds[key].type == DOUBLE for key in stream.keys):
        return False  # 0.0 and -0.0 are one key, and Arrow takes them for two.
    if not stream.valid:
        return True
    schema = stream.schema
    known = schema.get("type") in (None, "object", ["object"], ["null", "object"])
    known = known or schema.get("type") == ["object", "null"]
    return known and not rules(schema) - _ROOT_RULES


def _needed(stream: Stream) -> set[str]:
    required = stream.schema.get("required", ()) if stream.valid else ()
    return {*stream.keys, *required} - stream.stamped


def _decoder(
    stream: Stream, proven: dict[str, Any], names: list[str]
) -> msgspec.json.Decoder[Any]:
    needed = {
        *stream.keys,
        *(stream.schema.get("required", ()) if stream.valid else ()),
    }
    if not needed <= set(names) | stream.stamped:
        needed -= stream.stamped
    members = []
    for name in names:
        kind = proven.get(name, msgspec.Raw)
        if stream.merged and name in stream.keys and name in proven:
            kind = _never_null(kind)
        members.append((name, kind, name in needed))
    record = struct_type("Record", members, missing=msgspec.UNSET)
    envelope = struct_type(
        "Message",
        [
            ("type", Literal["RECORD"], True),
            ("stream", Literal[stream.name], True),
            ("record", record, True),
            ("time_extracted", str | None, False),
            ("version", int | None, False),
        ],
    )
    return msgspec.json.Decoder(envelope)


def _never_null(kind: Any) -> Any:  # noqa: ANN401 - a type.
    if get_origin(kind) not in {Union, UnionType}:
        return kind
    return next(part for part in get_args(kind) if part is not type(None))


def _plain(names: Iterable[str]) -> bool:
    """Whether all names are such that msgspec takes them, and there are any."""
    listed = list(names)
    return bool(listed) and not any(_ODD.search(name) for name in listed)


def _unambiguous(kind: LakeType) -> None:
    match kind:
        case Struct():
            if not _plain(column.name for column in kind.columns):
                raise UnprovableError
            for column in kind.columns:
                _unambiguous(column.type)
        case ListOf():
            _unambiguous(kind.item)
        case _:
            return


def _parsed(kind: LakeType) -> pa.DataType:
    """What Arrow parses a type's JSON values as: times and decimals as text."""
    match kind:
        case Struct():
            return pa.struct([(c.name, _parsed(c.type)) for c in kind.columns])
        case ListOf():
            return pa.list_(_parsed(kind.item))
        case _:
            return _PARSED.get(kind.kind, pa.string())
