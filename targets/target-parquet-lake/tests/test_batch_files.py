"""BATCH: files of records give what the same records give, checks and counts too."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from target_parquet_lake.dead_letters_table import letters_name
from target_parquet_lake.errors import DataError
from target_parquet_lake.target import TargetParquetLake

PROPERTIES = {
    "id": {"type": "integer"},
    "name": {"type": ["null", "string"]},
    "at": {"type": ["null", "string"], "format": "date-time"},
    "day": {"type": ["null", "string"], "format": "date"},
    "price": {"type": ["null", "number"], "multipleOf": 0.01},
    "size": {"type": ["null", "number"]},
    "part": {"type": ["null", "object"], "properties": {"a": {"type": "integer"}}},
    "list": {"type": ["null", "array"], "items": {"type": "string"}},
}
FORMS = ["jsonl", "jsonl.gz", "parquet", "arrow", "arrow stream"]
ROWS = [
    {
        "id": n,
        "name": "é\n" * n,
        "at": datetime(2026, 11, 21, n, tzinfo=UTC),
        "day": date(2026, 11, n + 1),
        "price": Decimal("0.10") + n,
        "size": n / 3,
        "part": {"a": n},
        "list": ["x"] * n,
    }
    for n in range(5)
]


def text(row: dict) -> bytes:
    return json.dumps(
        {**row, "at": row["at"].isoformat(), "day": str(row["day"])}, default=float
    ).encode()


def batch(path, form: str = "jsonl", compression: str | None = None, **more):
    encoding = {"format": form, "compression": compression}
    manifest = [path] if isinstance(path, str) else [path.as_uri()]
    return {
        "type": "BATCH",
        "stream": "users",
        "encoding": encoding,
        "manifest": manifest,
        **more,
    }


@pytest.fixture
def written(tmp_path):
    """Write the rows in a format; returns the message that names the file."""

    def write(form: str, rows=ROWS):
        if form in {"parquet", "arrow", "arrow stream"}:
            path = tmp_path / f"rows.{form}"
            schema = pa.schema(
                {
                    "id": pa.int64(),
                    "name": pa.string(),
                    "at": pa.timestamp("us", "UTC"),
                    "day": pa.date32(),
                    "price": pa.decimal128(9, 2),
                    "size": pa.float64(),
                    "part": pa.struct({"a": pa.int64()}),
                    "list": pa.list_(pa.string()),
                }
            )
            table = pa.Table.from_pylist(rows, schema)
            if form == "parquet":
                pq.write_table(table, path)
            else:
                new = pa.ipc.new_file if form == "arrow" else pa.ipc.new_stream
                with new(path, schema) as writer:
                    writer.write_table(table, max_chunksize=2)
            return batch(path, form.removesuffix(" stream"))
        data = b"\n".join(map(text, rows)) + b"\n\n"
        path = tmp_path / form
        path.write_bytes(gzip.compress(data) if form == "jsonl.gz" else data)
        return batch(path, "jsonl", "gzip" if form == "jsonl.gz" else None)

    return write


@pytest.mark.parametrize("engine", ["bulk", "records"])
@pytest.mark.parametrize("form", FORMS)
def test_a_batch_gives_what_its_records_give(  # noqa: PLR0917 - fixtures.
    form, engine, load, singer, rows, written
) -> None:
    messages = (singer.schema(properties=PROPERTIES), written(form), singer.state(7))
    assert load(*messages, engine=engine) == [7]
    assert rows() == ROWS


@pytest.mark.parametrize("form", ["jsonl", "parquet", "arrow"])
def test_a_bad_row_of_a_file_is_put_aside_and_counts_agree(  # noqa: PLR0917 - fixtures.
    form, lake, clock, singer, written, rows
) -> None:
    bad = [{**ROWS[1], "id": None}, {**ROWS[2], "size": float("nan")}]
    message = written(form, [ROWS[0], *bad, ROWS[3]])
    config = {"lake_root": str(lake.root)}
    target = TargetParquetLake(config=config, clock=clock)
    messages = (singer.schema(properties=PROPERTIES), message, singer.record(id=9))
    with pytest.raises(Exception, match="2 lines could not"):
        run(target, singer.lines(*messages))
    assert [row["id"] for row in rows()] == [0, 3, 9]
    users = target.loader.summary.streams["users"]
    assert users.rows_read + target.loader.summary.astray.rows_read == 5
    assert users.unaccounted == 0
    name = letters_name("default", "singer")
    found = ds.dataset([*lake.pin([name]).tables[name].files]).to_table()
    assert sorted(found.column("line").to_pylist()) == [2, 3]


def run(target, data: bytes) -> None:
    target.process_lines(io.BytesIO(data))
    target.process_endofpipe()


def test_stream_maps_see_the_rows_of_a_file(load, singer, rows, written) -> None:
    maps = {"users": {"name": "'x' + str(id)", "__filter__": "id > 2"}}
    load(singer.schema(properties=PROPERTIES), written("jsonl"), stream_maps=maps)
    assert [(row["id"], row["name"]) for row in rows()] == [(3, "x3"), (4, "x4")]


def test_a_file_is_found_below_the_root_of_batch_config(
    load, singer, rows, written, tmp_path
) -> None:
    message = {**written("jsonl"), "manifest": ["s3-like/away/jsonl"]}
    storage = {"storage": {"root": tmp_path.as_uri()}, "encoding": {"format": "jsonl"}}
    load(singer.schema(properties=PROPERTIES), message, batch_config=storage)
    assert len(rows()) == 5


def test_a_file_is_committed_in_parts(load, singer, rows, written, lake) -> None:
    load(singer.schema(properties=PROPERTIES), written("jsonl"), commit_rows=2)
    assert len(rows()) == 5
    assert lake.open(lake.tables()[0]).version() >= 3


@pytest.mark.parametrize(
    "change",
    [
        {"manifest": ["/none/such"]},
        {"manifest": ["s3://bucket/key"]},
        {"manifest": "x"},
        {"manifest": [None]},
        {"encoding": {"format": "avro"}},
        {"encoding": None},
        {"stream": "other"},
    ],
)
def test_a_batch_that_cannot_be_read_ends_the_run_and_no_state_passes_it(  # noqa: PLR0917 - fixtures.
    change, load, singer, rows, written, capsys
) -> None:
    messages = (singer.schema(properties=PROPERTIES), singer.record(id=9))
    bad = {**written("jsonl"), **change}
    with pytest.raises(DataError, match="line 4"):
        load(
            *messages,
            singer.state(1),
            bad,
            singer.state(2),
            on_bad_record="dead_letter",
        )
    assert [row["id"] for row in rows()] == [9]
    assert capsys.readouterr().out == "1\n"


@pytest.mark.parametrize("form", ["jsonl.gz", "parquet", "arrow", "arrow stream"])
def test_a_file_that_is_cut_off_ends_the_run(  # noqa: PLR0917 - fixtures.
    form, load, singer, written, tmp_path, capsys
) -> None:
    message = written(form)
    path = next(tmp_path.glob(form if form == "jsonl.gz" else "*rows*"))
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(DataError, match="cannot be read"):
        load(singer.schema(properties=PROPERTIES), message, singer.state(1))
    assert capsys.readouterr().out == ""


def test_a_row_cannot_pose_as_another_message(load, singer, rows, tmp_path) -> None:
    path = tmp_path / "rows"
    path.write_bytes(b'{"id":1},"type":"STATE","value":{"n":9}\n{"id":2}\n')
    with pytest.raises(Exception, match="1 lines could not"):
        load(singer.schema(), batch(path), on_bad_record="dead_letter")
    assert [row["id"] for row in rows()] == [2]


def test_the_capability_is_told() -> None:
    assert "batch" in {
        capability.value for capability in TargetParquetLake.capabilities
    }
