"""RECORD lines to Arrow columns by compiled code, where that was built.

`native/lines.c` reads what Arrow's JSON reader and `bulk_settle` read, to the same
columns, in a fifth of their time. It knows one answer else: that lines are not read,
and then those two read them. So it is no part of what a value means, and an
installation without a compiler is slower and nothing else.
"""

from __future__ import annotations

import ctypes
import hashlib
import weakref
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa

from target_parquet_lake.types import (
    INT,
    TEXT,
    Column,
    Kind,
    LakeType,
    ListOf,
    Scalar,
    Struct,
    arrow_type,
)
from target_parquet_lake.values import CUT, NAIVE

if TYPE_CHECKING:
    from collections.abc import Sequence

NATIVE = Path(__file__).parent / "native"
LIBRARY = NATIVE / "lines.so"
SOURCES = ("lines.c", "columns.h", "moments.h", "numbers.h", "texts.h")

_KINDS = {
    Kind.BOOL: 0,
    Kind.INT: 1,
    Kind.DOUBLE: 2,
    Kind.TEXT: 3,
    Kind.DATE: 4,
    Kind.TIMESTAMP: 5,
    Kind.DECIMAL: 6,
}
_STRUCT, _LIST, _CONSTANT = 7, 8, 9
"""The same numbers stand in `columns.h`."""

_MOST = 2**31 - 1
"""Bytes of text that a column can hold."""
_NOTHING = pa.py_buffer(b"")


class _Column(ctypes.Structure):
    """A column as `columns.h` has it."""

    _fields_ = (
        ("kind", ctypes.c_int32),
        ("end", ctypes.c_int32),
        ("name", ctypes.c_char_p),
        ("name_size", ctypes.c_int64),
        ("constant", ctypes.c_char_p),
        ("constant_size", ctypes.c_int64),
        ("precision", ctypes.c_int32),
        ("scale", ctypes.c_int32),
        ("rows", ctypes.c_int64),
        ("nulls", ctypes.c_int64),
        ("valid", ctypes.c_void_p),
        ("values", ctypes.c_void_p),
        ("text", ctypes.c_void_p),
        ("text_size", ctypes.c_int64),
        ("naive", ctypes.c_int64),
        ("cut", ctypes.c_int64),
        ("room", ctypes.c_int64),
        ("valid_room", ctypes.c_int64),
        ("text_room", ctypes.c_int64),
        ("first", ctypes.c_int32),
        ("after", ctypes.c_int32),
    )


@cache
def library() -> ctypes.CDLL | None:
    """The compiled code; None where there is none, or it was made of other sources."""
    try:
        found = ctypes.CDLL(str(LIBRARY))
        made_of = found.lines_sources
        made_of.restype = ctypes.c_char_p
        if made_of() != fingerprint().encode():
            return None
    except (OSError, AttributeError):
        return None
    number, text, columns = ctypes.c_int64, ctypes.c_char_p, ctypes.c_void_p
    for name, result, arguments in (
        ("lines_begin", ctypes.c_bool, (columns, number)),
        ("lines_read", ctypes.c_bool, (columns, text, number)),
        ("lines_end", number, (columns,)),
        ("lines_free", None, (columns, number)),
        ("lines_alike", number, (text, number, text, number)),
    ):
        function = getattr(found, name)
        function.restype, function.argtypes = result, arguments
    return found


def fingerprint() -> str:
    """What the sources are known by."""
    texts = b"".join((NATIVE / name).read_bytes() for name in SOURCES)
    return hashlib.sha256(texts).hexdigest()


def alike(data: bytes, head: bytes) -> int | None:
    """How many lines there are if all begin alike and end with a brace.

    Args:
        data: Lines.
        head: What each begins with; not empty.

    Returns:
        None where that is not so, or the last one has no line break.
    """
    compiled = library()
    if compiled is not None:
        rows = compiled.lines_alike(data, len(data), head, len(head))
        return rows if rows > 0 else None
    if not (data.startswith(head) and data.endswith(b"}\n")):
        return None
    rows = breaks(data)
    return rows if data.count(b"}\n" + head) == rows - 1 else None


def breaks(data: bytes) -> int:
    """How many line breaks there are; counting them takes five times as long."""
    return len(data) - len(data.replace(b"\n", b""))


class _Window:
    """Columns, and their buffers for as long as an array shows one of them."""

    def __init__(
        self,
        compiled: ctypes.CDLL,
        columns: ctypes.Array[_Column],
        kinds: Sequence[LakeType],
    ) -> None:
        self._columns = columns
        self._kinds = kinds
        freeing = weakref.finalize(self, compiled.lines_free, columns, len(columns))
        freeing.atexit = False

    def array(self, index: int) -> pa.Array:
        """A column as Arrow has it."""
        column, kind = self._columns[index], self._kinds[index]
        return pa.Array.from_buffers(
            arrow_type(kind),
            column.rows,
            self._buffers(column, kind),
            column.nulls,
            children=self.members(index),
        )

    def members(self, index: int) -> list[pa.Array]:
        """The columns that are right within a column."""
        found, inner = [], index + 1
        while inner < self._columns[index].end:
            found.append(self.array(inner))
            inner = self._columns[inner].end
        return found

    def _buffers(self, column: _Column, kind: LakeType) -> list[pa.Buffer | None]:
        rows = column.rows
        valid = self._shown(column.valid, -(-rows // 8)) if column.nulls else None
        match kind:
            case Struct():
                return [valid]
            case ListOf():
                return [valid, self._shown(column.values, 4 * (rows + 1))]
            case Scalar(kind=Kind.TEXT):
                begins = self._shown(column.values, 4 * (rows + 1))
                return [valid, begins, self._shown(column.text, column.text_size)]
            case _:
                size = -(-rows * arrow_type(kind).bit_width // 8)
                return [valid, self._shown(column.values, size)]

    def _shown(self, address: int, size: int) -> pa.Buffer:
        return pa.foreign_buffer(address, size, self) if size else _NOTHING


@dataclass(frozen=True, slots=True)
class Found:
    """What lines hold.

    Attributes:
        record: The members of the records, in their order.
        extracted: When each record was extracted.
        version: The version of its table.
        notes: Counts what was altered within what is documented.
    """

    record: tuple[pa.Array, ...]
    extracted: pa.Array
    version: pa.Array
    notes: Counter[str]


class Lines:
    """Reads a stream's lines.

    Args:
        stream: Its name.
        record: The type of its records.
        extracted: The type of the moment at which a record was extracted, and the name
            of its column.
    """

    def __init__(self, stream: str, record: Struct, extracted: Column) -> None:
        self._kinds: list[LakeType] = []
        self._paths: list[str] = []
        self._described: list[_Column] = []
        whole = self._add("", Struct(()), "")
        self._add("type", TEXT, "", constant="RECORD")
        self._add("stream", TEXT, "", constant=stream)
        self._extracted = self._add("time_extracted", extracted.type, extracted.name)
        self._version = self._add("version", INT, "")
        self._record = self._add("record", record, "")
        self._described[whole].end = len(self._described)
        # Copied for each read, as bytes: who keeps the names alive is `_described`.
        self._columns = (_Column * len(self._described))(*self._described)

    def _add(self, name: str, kind: LakeType, path: str, constant: str = "") -> int:
        """Describe a column and those within it; returns where it stands."""
        token = msgspec.json.encode(name) + b":"
        column = _Column(name=token.ljust(16, b"\0"), name_size=len(token))
        index = len(self._described)
        self._described.append(column)
        self._kinds.append(kind)
        self._paths.append(path)
        match kind:
            case Struct():
                column.kind = _STRUCT
                for member in kind.columns:
                    inner = f"{path}.{member.name}" if path else member.name
                    self._add(member.name, member.type, inner)
            case ListOf():
                column.kind = _LIST
                self._add("", kind.item, f"{path}[]")
            case Scalar():
                column.kind = _CONSTANT if constant else _KINDS[kind.kind]
                column.precision, column.scale = kind.precision, kind.scale
        if constant:
            column.constant = msgspec.json.encode(constant)
            column.constant_size = len(column.constant)
        column.end = len(self._described)
        return index

    def read(self, parts: Sequence[bytes], rows: int) -> Found | None:
        """Read lines.

        Args:
            parts: Whole lines, each with its line break.
            rows: How many there are.

        Returns:
            None where they must be read otherwise.
        """
        compiled = library()
        if compiled is None or sum(map(len, parts)) > _MOST:
            return None
        columns = type(self._columns).from_buffer_copy(self._columns)
        window = _Window(compiled, columns, self._kinds)
        if not (
            compiled.lines_begin(columns, rows)
            and all(compiled.lines_read(columns, part, len(part)) for part in parts)
            and compiled.lines_end(columns) == rows
        ):
            return None
        if columns[self._record].nulls or not all(map(_of_one_kind, columns)):
            return None
        return Found(
            tuple(window.members(self._record)),
            window.array(self._extracted),
            window.array(self._version),
            self._notes(columns),
        )

    def _notes(self, columns: ctypes.Array[_Column]) -> Counter[str]:
        notes: Counter[str] = Counter()
        for path, column in zip(self._paths, columns, strict=True):
            for what, times in ((NAIVE, column.naive), (CUT, column.cut)):
                if times:
                    notes[f"{path}: {what}"] += times
        return notes


def _of_one_kind(column: _Column) -> bool:
    """Whether its times all have a zone, or none; these are not cut."""
    naive = column.naive
    return not naive or (naive == column.rows - column.nulls and not column.cut)
