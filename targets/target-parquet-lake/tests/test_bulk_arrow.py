"""Rows that are Arrow already: taken as they are, and as their lines would be."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from target_parquet_lake.batch_files import Rows
from target_parquet_lake.errors import PartialError
from target_parquet_lake.names import TableName
from target_parquet_lake.target import TargetParquetLake

if TYPE_CHECKING:
    from pathlib import Path


def batch(path: Path, stream: str, form: str) -> dict[str, Any]:
    encoding = {"format": form}
    message = {"type": "BATCH", "stream": stream, "encoding": encoding}
    return {**message, "manifest": [path.as_uri()]}


KINDS = {
    "integer": {"type": ["null", "integer"]},
    "strict": {"type": "integer"},
    "number": {"type": ["null", "number"]},
    "string": {"type": ["null", "string"]},
    "boolean": {"type": ["null", "boolean"]},
    "date": {"type": ["null", "string"], "format": "date"},
    "time": {"type": ["null", "string"], "format": "date-time"},
    "decimal": {"type": ["null", "string"], "format": "singer.decimal"},
    "list": {"type": ["null", "array"], "items": {"type": ["null", "number"]}},
    "any": {},
    "struct": {
        "type": ["null", "object"],
        "properties": {"a": {"type": "integer"}, "b": {"type": ["null", "string"]}},
    },
}
MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
A = pa.field("a", pa.int64())
ARRAYS = {
    "int": pa.array([1, None, 3]),
    "small": pa.array([1, 2, 3], pa.int8()),
    "huge": pa.array([1, 2, 2**64 - 1], pa.uint64()),
    "double": pa.array([1.5, -0.0, 1e300]),
    "nan": pa.array([1.5, float("nan"), None]),
    "text": pa.array(["a", "é", None]),
    "large": pa.array(["a", "b", "c"], pa.large_string()),
    "dates": pa.array([date(2026, 1, 1), None, date(1, 1, 1)]),
    "iso": pa.array(["2026-01-01", "2026-02-02", None]),
    "money": pa.array(["1.50", "-2", None]),
    "fixed": pa.array([Decimal("1.50"), None, Decimal(2)]),
    "utc": pa.array([MOMENT, None, MOMENT], pa.timestamp("us", "UTC")),
    "fine": pa.array([1, 1000, 2000], pa.timestamp("ns", "Europe/Berlin")),
    "naive": pa.array([MOMENT, None, MOMENT], pa.timestamp("us")),
    "flags": pa.array([True, False, None]),
    "nothing": pa.nulls(3),
    "lists": pa.array([[1.5, None], None, []]),
    "wholes": pa.array([[1], [2, 3], None]),
    "objects": pa.array([{"a": 1, "b": "x"}, {"a": 2, "b": None}, {"a": 3, "b": "y"}]),
    "hollow": pa.array([{"a": None}, None, {"a": 2}], pa.struct([A])),
    "wider": pa.array([{"a": 1, "c": 1}, None, {"a": 2, "c": None}]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_arrow_values_are_taken_as_their_lines_are(
    kind, lake, clock, singer, tmp_path
) -> None:
    """Whatever meets a column: the same rows, types, notes and counts."""
    kinds = {"id": {"type": "integer"}, "v": KINDS[kind]}
    left: list[Any] = []
    for engine in ("bulk", "records"):
        messages: list[Any] = []
        for name, values in ARRAYS.items():
            path = tmp_path / f"{name}.arrow"
            table = pa.table({"id": pa.array([1, 2, 3]), "v": values})
            with pa.ipc.new_file(path, table.schema) as writer:
                writer.write_table(table.slice(1))
            message = batch(path, name, "arrow")
            messages += [singer.schema(name, properties=kinds), message]
        config = {"lake_root": str(lake.root), "engine": engine, "source": engine}
        target = TargetParquetLake(config=config, clock=clock)
        with suppress(PartialError):
            target.process_lines(io.BytesIO(singer.lines(*messages)))
            target.process_endofpipe()
        streams = target.loader.summary.streams
        left.append(
            {
                name: (s.rows_read, s.rows_written, dict(s.notes), s.columns)
                for name, s in streams.items()
            }
        )
        left.append({n: found(lake, engine, n) for n in streams})
    assert left[:2] == left[2:]


def found(lake, source, stream):
    name = TableName.of_stream("default", source, stream)
    if name not in lake.tables():
        return None
    table = ds.dataset([*lake.pin([name]).tables[name].files]).to_table()
    return sorted(map(repr, table.select(["id", "v"]).to_pylist()))


@pytest.mark.parametrize("rows_a_commit", [2, 100])
def test_rows_of_plain_types_are_never_written_as_lines(  # noqa: PLR0917 - fixtures.
    rows_a_commit, monkeypatch, load, singer, rows, tmp_path
) -> None:
    monkeypatch.delattr(Rows, "run")
    path = tmp_path / "rows"
    plain = {
        "id": [1, 2, 3],
        "part": [{"a": 1, "b": "x"}, None, {"a": 3, "b": None}],
        "list": [["x"], [], ["y"]],
    }
    pq.write_table(pa.table(plain), path)
    kinds = {
        "id": {"type": "integer"},
        "part": KINDS["struct"],
        "list": {"type": "array", "items": {"type": "string"}},
    }
    message = batch(path, "users", "parquet")
    load(singer.schema(properties=kinds), message, commit_rows=rows_a_commit)
    assert rows() == pa.table(plain).to_pylist()
