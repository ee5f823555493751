"""A group of a stream's RECORD lines to Arrow columns.

Plain lines are read by compiled code (`lines`). All others, and all lines where that
is not built, are parsed by Arrow's JSON reader by explicit types. It is strict: a
number is no text, 1.0 no integer, a key must not be there twice, nor an undeclared
member. Its few liberties are looked after here and in `bulk_settle`: invalid UTF-8,
lines that are more or less than one object, NaN, and that the absent and the null look
alike. Where that matters, and where columns are read value by value, a strict msgspec
decoder reads the same lines too.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import json as arrow_json

from target_parquet_lake.bulk_plan import EXTRACTED, VERSION, Plan
from target_parquet_lake.bulk_settle import DoubtError, has_zero, hollow, settle
from target_parquet_lake.bulk_tombstones import tombstones
from target_parquet_lake.bulk_values import Values, check_once
from target_parquet_lake.partitions import has_lost
from target_parquet_lake.types import TIMESTAMP, LakeType
from target_parquet_lake.views import DELETED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Parsed = tuple[dict[str, "pa.Array"], Counter[str]]
"""Columns by name, those of the envelope among them, and what was altered in them
within what is documented."""

_TINY = ("e-0*[1-9][0-9]{2}", "E-0*[1-9][0-9]{2}")
"""Apart, each is sought by its first characters: together they take twice as long."""
_ZEROS = b"0" * 200
_ALIKE = 24
_PLACE = re.compile(r"at `\$(?:\[[^\]]*\])?\.record(?:\.(.*))?`$", re.DOTALL)
_UNKNOWN = re.compile(
    r"Object contains unknown field `(.*)` - at `\$\S*\.record`$", re.DOTALL
)


def read(
    plan: Plan, parts: Sequence[bytes], rows: int, *, closed: bool = False
) -> Parsed:
    """Read lines by a plan.

    Args:
        plan: How the stream is read.
        parts: Whole lines, each of which begins with `{`, and ends with a line break.
        rows: How many there are.
        closed: Whether each is known to end with `}`.

    Raises:
        DoubtError: If the exact path might read them otherwise.
    """
    notes: Counter[str] = Counter()
    data, by_value = b"", plan
    columns = _compiled(plan, parts, rows, notes)
    if columns is None:
        data = b"".join(parts)
        if not closed and not _ends_each(data, rows):
            raise DoubtError
        columns, by_value = _settled(plan, _parsed(plan, data, rows), data, notes)
    if not (by_value.simple and _whole(plan, columns) and not _marked(plan, columns)):
        data = data or b"".join(parts)
        records = _decoded(by_value, data, rows)
        columns |= Values(by_value, notes).columns(records)
        check_once(by_value, records, data)
        columns |= tombstones(by_value, records, data)
    if has_lost(plan.stream.partitions, columns):
        raise DoubtError
    return columns, notes


def _compiled(
    plan: Plan, parts: Sequence[bytes], rows: int, notes: Counter[str]
) -> dict[str, pa.Array] | None:
    """Read lines by compiled code; None where that does not read them."""
    found = plan.lines.read(parts, rows) if plan.simple else None
    if found is None:
        return None
    notes.update(found.notes)
    columns = dict(zip(plan.proven, found.record, strict=True))
    if EXTRACTED in plan.stream.stamped:
        columns |= {EXTRACTED: found.extracted, VERSION: found.version}
    return columns


def _parsed(plan: Plan, data: bytes, rows: int) -> dict[str, pa.Array]:
    """Parse lines with Arrow.

    An object that ends where one line ends, and one that begins where the next begins,
    are two: with as many rows as lines, each line is one object.
    """
    try:
        _value(data, pa.string()).validate(full=True)
        table = arrow_json.read_json(
            pa.BufferReader(data),
            arrow_json.ReadOptions(use_threads=False, block_size=len(data) + 1),
            arrow_json.ParseOptions(
                explicit_schema=plan.parsed,
                unexpected_field_behavior="error" if plan.simple else "ignore",
            ),
        )
    except pa.ArrowException:
        raise DoubtError(_culprit(plan, data)) from None
    if table.num_rows != rows:
        raise DoubtError
    found = {name: _one(table.column(name)) for name in plan.parsed.names}
    if found["record"].null_count:
        raise DoubtError
    return found


def _value(data: bytes, kind: pa.DataType) -> pa.Array:
    """The lines as a single value, without a copy."""
    ends = pa.py_buffer(struct.pack("=ii", 0, len(data)))
    return pa.Array.from_buffers(kind, 1, [None, ends, pa.py_buffer(data)])


def _ends_each(data: bytes, rows: int) -> bool:
    """Whether each line ends with `}`; most begin alike, and long needles are fast."""
    if data.endswith(b"}\n") and data.count(b"}\n" + data[:_ALIKE]) == rows - 1:
        return True
    return len(re.findall(rb"\}[ \t\r]*\n", data)) == rows


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _culprit(plan: Plan, data: bytes) -> str | None:
    """The column, or the undeclared member, for which lines cannot be parsed."""
    try:
        plan.decoder.decode_lines(data)
    except msgspec.ValidationError as error:
        return _named(plan, error)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return None


def _named(plan: Plan, error: msgspec.MsgspecError) -> str | None:
    """The column, or the undeclared member, that a decoding error is about."""
    text = str(error)
    if unknown := _UNKNOWN.search(text):
        return unknown[1]
    found = _PLACE.search(text)
    path = (found[1] if found else None) or ""
    fitting = [
        n for n in plan.proven if path == n or path.startswith((f"{n}.", f"{n}["))
    ]
    return max(fitting, key=len, default=None)


def _settled(
    plan: Plan, found: Mapping[str, pa.Array], data: bytes, notes: Counter[str]
) -> tuple[dict[str, pa.Array], Plan]:
    """Bring parsed columns into their types.

    Returns:
        The columns that could be brought; and the plan by which the others are read.
    """
    types, record = plan.stream.kind.by_name(), found["record"]
    columns: dict[str, pa.Array] = {}
    if EXTRACTED in plan.stream.stamped:
        moments = settle(found["time_extracted"], TIMESTAMP, EXTRACTED, notes)
        columns |= {EXTRACTED: moments, VERSION: found["version"]}
    by_value = plan
    tiny = _Tiny(data)
    for index, name in enumerate(plan.proven):
        seen: Counter[str] = Counter()
        try:
            settled = settle(record.field(index), types[name].type, name, seen)
            tiny.check(settled, types[name].type)
        except DoubtError:
            without = by_value.without(name)
            if without is None:
                raise DoubtError from None
            by_value = without
        else:
            columns[name] = settled
            notes.update(seen)
    return columns, by_value


class _Tiny:
    """Doubts zeros that may have been numbers smaller than any double."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._known: bool | None = None

    def check(self, values: pa.Array, kind: LakeType) -> None:
        if not has_zero(values, kind):
            return
        if self._known is None:
            whole = _value(self._data, pa.binary())
            self._known = _ZEROS in self._data or any(
                pc.match_substring_regex(whole, mark)[0].as_py() for mark in _TINY
            )
        if self._known:
            raise DoubtError


def _whole(plan: Plan, columns: Mapping[str, pa.Array]) -> bool:
    """Whether no value is absent that must be there, nor null that must not be."""
    needs = zip(plan.proven, plan.needs, strict=True)
    return not any(need and hollow(columns[name], need) for name, need in needs)


def _marked(plan: Plan, columns: Mapping[str, pa.Array]) -> bool:
    """Whether a record may say that its row is gone."""
    if not plan.stream.buries or DELETED not in plan.names:
        return False
    marks = columns.get(DELETED)
    return marks is None or marks.null_count < len(marks)


def _decoded(plan: Plan, data: bytes, rows: int) -> list[Any]:
    """Read lines with the strict decoder; returns the records."""
    try:
        messages = plan.decoder.decode_lines(data)
    except msgspec.ValidationError as error:
        raise DoubtError(_named(plan, error)) from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise DoubtError from None
    if len(messages) != rows:
        raise DoubtError
    return [message.f2 for message in messages]
