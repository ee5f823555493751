"""A group of a stream's RECORD lines to one Arrow table.

First the proof: a strict msgspec decoder reads every line, which also cuts out the
columns that are read value by value. Then DuckDB parses the same bytes, from a memory
file, in its own thread. Both see all of each line, so what one of them reads laxly (a
number in a string, a key twice) the other refuses.
"""

from __future__ import annotations

import gc
import os
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from target_parquet_lake.bulk_plan import EXTRACTED, VERSION, Plan, culprit
from target_parquet_lake.bulk_settle import DoubtError, has_zero, settle
from target_parquet_lake.bulk_tombstones import tombstones
from target_parquet_lake.bulk_values import Values
from target_parquet_lake.types import INT, TIMESTAMP, LakeType, arrow_type

MEMORY = "256MB"
_PORTION = 1 << 20
_TINY = (
    (b"e-", re.compile(rb"e-0*[1-9]\d\d")),
    (b"E-", re.compile(rb"E-0*[1-9]\d\d")),
)
_ZEROS = b"0" * 200


@dataclass(frozen=True, slots=True)
class Proven:
    """Lines that are what their plan says.

    Attributes:
        plan: The plan.
        data: The lines.
        rows: How many.
        columns: The columns read value by value.
        notes: What was altered within what is documented.
    """

    plan: Plan
    data: bytes
    rows: int
    columns: dict[str, pa.Array]
    notes: Counter[str]


def prove(plan: Plan, data: bytes, rows: int) -> Proven:
    """Prove that lines are what a plan says.

    Args:
        plan: How the stream is read.
        data: Whole lines.
        rows: How many there should be.

    Raises:
        DoubtError: If they are not.
    """
    gc.disable()  # What is decoded here is no cycle, and there is much of it.
    try:
        return _proven(plan, data, rows)
    finally:
        gc.enable()


def _proven(plan: Plan, data: bytes, rows: int) -> Proven:
    try:
        messages = plan.decoder.decode_lines(data)
    except msgspec.ValidationError as error:
        raise DoubtError(culprit(plan, error)) from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise DoubtError from None
    if len(messages) != rows:
        raise DoubtError
    notes: Counter[str] = Counter()
    records = [m.f2 for m in messages]
    columns = Values(plan, notes).columns(records) | tombstones(plan, records, data)
    return Proven(plan, data, rows, columns, notes)


class Engine:
    """DuckDB as a parser: one connection, in no thread but one."""

    def __init__(self) -> None:
        self._con = duckdb.connect(
            config={"memory_limit": MEMORY, "threads": 2, "temp_directory": ""}
        )
        self._con.execute("SET enable_progress_bar = false; SET TimeZone = 'UTC'")

    def close(self) -> None:
        """Give the memory back; DuckDB complains at the process's end otherwise."""
        self._con.close()

    def parse(self, proven: Proven) -> tuple[dict[str, pa.Array], Counter[str]]:
        """Parse proven lines.

        Returns:
            The columns by name, those the envelope fills among them, and what was
            altered within what is documented.

        Raises:
            DoubtError: If DuckDB refuses a line, or a value may be read otherwise.
        """
        plan, notes = proven.plan, Counter(proven.notes)
        parsed = self._read(proven)
        record = parsed["record"]
        types = {c.name: c.type for c in plan.stream.kind.columns}
        columns = dict(proven.columns)
        for index, name in enumerate(plan.proven):
            columns[name] = _settled(record.field(index), types[name], name, notes)
        if EXTRACTED in plan.stream.stamped:
            columns[EXTRACTED] = _settled(
                parsed["time_extracted"], TIMESTAMP, EXTRACTED, notes
            )
            columns[VERSION] = _settled(parsed["version"], INT, VERSION, notes)
        _check_tiny(proven, columns, types)
        return columns, notes

    def _read(self, proven: Proven) -> dict[str, pa.Array]:
        descriptor = os.memfd_create("records")
        try:
            _write(descriptor, proven.data)
            found = self._con.sql(
                # Names of members are quoted by the plan.
                f"SELECT * FROM read_json('/proc/self/fd/{descriptor}', "  # noqa: S608 - as above.
                "format='newline_delimited', records=true, "
                f"maximum_object_size={_longest(proven.data)}, "
                f"columns={proven.plan.sql_columns()})"
            ).to_arrow_table()
        except (duckdb.Error, OSError):
            raise DoubtError from None
        finally:
            os.close(descriptor)
        if found.num_rows != proven.rows:
            raise DoubtError
        return {name: _whole(found.column(name)) for name in found.column_names}


def _longest(data: bytes) -> int:
    """Room for the longest line; DuckDB reads in portions of twice that."""
    return max(_PORTION, max(map(len, data.split(b"\n"))) + 1)


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _whole(column: pa.ChunkedArray) -> pa.Array:
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks)


def _settled(
    values: pa.Array, kind: LakeType, name: str, notes: Counter[str]
) -> pa.Array:
    try:
        found = settle(values, kind, name, notes)
    except DoubtError:
        raise DoubtError(name) from None
    if not found.type.equals(arrow_type(kind)):
        raise DoubtError(name)
    return found


def _check_tiny(
    proven: Proven, columns: dict[str, Any], types: dict[str, LakeType]
) -> None:
    """Doubt a zero that may have been a number smaller than any double."""
    zero = any(has_zero(columns[name], types[name]) for name in proven.plan.proven)
    data = proven.data
    if zero and (_ZEROS in data or any(m in data and r.search(data) for m, r in _TINY)):
        raise DoubtError
