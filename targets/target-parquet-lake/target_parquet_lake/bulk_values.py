"""Columns that no type proves, value by value, by the functions of the exact path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from target_parquet_lake.bulk_settle import DoubtError
from target_parquet_lake.decode import LineError, decode, decode_value
from target_parquet_lake.errors import DataError
from target_parquet_lake.types import arrow_type
from target_parquet_lake.validate import RecordValidator
from target_parquet_lake.values import (
    UNDECLARED,
    MisfitError,
    WrongValueError,
    converter,
)

if TYPE_CHECKING:
    from collections import Counter

    from target_parquet_lake.bulk_plan import Plan

_MISSING = msgspec.UNSET


class Values:
    """Reads a plan's columns that are cut out of the records as raw JSON.

    Args:
        plan: The plan.
        notes: Counts what was altered within what is documented.
    """

    def __init__(self, plan: Plan, notes: Counter[str]) -> None:
        self._plan = plan
        self._notes = notes
        names = plan.names
        first = len(plan.proven)
        self._columns = [(f"f{first + i}", c) for i, c in enumerate(plan.by_value)]
        last = first + len(plan.by_value)
        self._extras = [(f"f{i}", names[i]) for i in range(last, len(names))]
        self._validator = _validator(plan) if plan.stream.valid else None

    def columns(self, records: list[Any]) -> dict[str, pa.Array]:
        """Read the columns of some records; undeclared members are counted.

        Raises:
            DoubtError: If a value is not valid, or its column would have to change.
        """
        decoded = {
            column.name: [_decoded(getattr(r, member)) for r in records]
            for member, column in self._columns
        }
        self._validate(decoded)
        for member, name in self._extras:
            values = [_decoded(getattr(r, member)) for r in records]
            left = sum(v is not None and v is not _MISSING for v in values)
            if left:
                self._notes[f"{name}: {UNDECLARED}"] += left
        return {
            column.name: self._array(column, decoded[column.name])
            for _, column in self._columns
        }

    def _array(self, column: Any, values: list[Any]) -> pa.Array:  # noqa: ANN401 - a column.
        convert = converter(column.type, column.name, self._notes)
        stream = self._plan.stream
        is_key = stream.merged and column.name in stream.keys
        try:
            found = [None if v is None or v is _MISSING else convert(v) for v in values]
            if is_key and None in found:
                raise DoubtError
            return pa.array(found, arrow_type(column.type))
        except (WrongValueError, MisfitError, pa.ArrowException, OverflowError):
            raise DoubtError from None

    def _validate(self, decoded: dict[str, list[Any]]) -> None:
        if self._validator is None or not decoded:
            return
        names = list(decoded)
        try:
            for values in zip(*decoded.values(), strict=True):
                record = dict(zip(names, values, strict=True))
                self._validator.validate(
                    {n: v for n, v in record.items() if v is not _MISSING}
                )
        except DataError:
            raise DoubtError from None


def _validator(plan: Plan) -> RecordValidator | None:
    """A validator for the columns that no type proves."""
    names = [column.name for column in plan.by_value]
    if not names:
        return None
    schema = plan.stream.schema
    dropped = {"required", "additionalProperties"}
    root = {k: v for k, v in schema.items() if k not in dropped}
    properties = {n: schema["properties"][n] for n in names}
    return RecordValidator({**root, "properties": properties})


def _decoded(raw: Any) -> Any:  # noqa: ANN401 - any JSON value.
    if raw is _MISSING:
        return raw
    try:
        return decode_value(bytes(raw))
    except LineError:
        raise DoubtError from None


_ESCAPED_NAME = re.compile(rb'\\[^"]*"\s*:')


def check_once(plan: Plan, records: list[Any], data: bytes) -> None:
    """Check that no member that is cut out as raw JSON is there twice in its record.

    If each name is there as often as records have it, no record has it twice; else, or
    where a name may be written with escapes, each line is read for itself.

    Args:
        plan: How the records were read.
        records: The records.
        data: Their lines.

    Raises:
        DoubtError: If one is, or may be.
    """
    first = len(plan.proven)
    raw = list(enumerate(plan.names))[first:]
    if not raw or (
        not _ESCAPED_NAME.search(data)
        and all(_times(name, data) == _present(f"f{i}", records) for i, name in raw)
    ):
        return
    try:
        for line in filter(bytes.strip, data.split(b"\n")):
            decode(line)
    except LineError:
        raise DoubtError from None


def _times(name: str, data: bytes) -> int:
    token = re.escape(msgspec.json.encode(name))
    return sum(1 for _ in re.finditer(token + rb"\s*:", data))


def _present(member: str, records: list[Any]) -> int:
    return sum(getattr(record, member) is not _MISSING for record in records)
