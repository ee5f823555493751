"""Load method overwrite: the old table until the end, then the new one at once."""

from __future__ import annotations

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from target_parquet_lake.errors import DataError
from target_parquet_lake.evolve import Policy
from target_parquet_lake.names import TableName
from target_parquet_lake.replacement import Replacement
from target_parquet_lake.table import Table
from target_parquet_lake.types import INT, Column, Struct

OVERWRITE = {"load_method": "overwrite"}


def test_a_table_is_replaced_in_one_commit_of_all_batches(load, rows, singer, lake):
    load(singer.schema(), singer.record(id=1, name="old"))
    many = [singer.record(id=i, name="new") for i in range(10, 17)]
    load(singer.schema(), *many, singer.state({"a": 1}), commit_rows=3, **OVERWRITE)
    assert [row["id"] for row in rows()] == list(range(10, 17))
    table = DeltaTable(lake.path(lake.tables()[0]))
    assert table.history(1)[0]["operation"] == "WRITE"
    assert table.history(1)[0]["rows"] == 7
    old = DeltaTable(table.table_uri, version=table.version() - 1).to_pyarrow_table()
    assert old.column("name").to_pylist() == ["old"]
    assert not any(lake.control("spool").rglob("*.parquet"))


def test_state_waits_for_the_replacement(load, singer) -> None:
    states = load(
        singer.schema(),
        singer.record(id=1),
        singer.state({"n": 1}),
        singer.record(id=2),
        singer.state({"n": 2}),
        commit_rows=1,
        **OVERWRITE,
    )
    assert states == [{"n": 2}]


def test_a_run_that_ends_early_leaves_the_old_table_and_passes_no_state(
    load, rows, singer, capsys, lake
) -> None:
    load(singer.schema(), singer.record(id=1))
    messages = (singer.schema(), singer.record(id=2), singer.state({"n": 2}))
    with pytest.raises(DataError):
        load(*messages, "nonsense", **OVERWRITE)
    assert capsys.readouterr().out == ""
    assert [row["id"] for row in rows()] == [1]
    assert not any(lake.control("spool").rglob("*.parquet"))


def test_the_last_row_of_a_key_wins_across_batches(load, rows, singer) -> None:
    records = [singer.record(id=i % 3, name=str(i)) for i in range(9)]
    load(singer.schema(), *records, commit_rows=2, **OVERWRITE)
    assert [row["name"] for row in rows()] == ["6", "7", "8"]


def test_a_keyless_stream_may_be_replaced(load, rows, singer) -> None:
    for _ in range(2):
        load(
            singer.schema(keys=None),
            singer.record(id=1),
            singer.record(id=1),
            **OVERWRITE,
        )
    assert [row["id"] for row in rows()] == [1, 1]


def test_a_schema_change_amid_the_run_loses_nothing(load, rows, singer) -> None:
    first = {"id": {"type": "integer"}, "v": {"type": "integer"}}
    second = {
        "id": {"type": "integer"},
        "v": {"type": "number"},
        "w": {"type": "string"},
    }
    load(
        singer.schema(properties=first),
        singer.record(id=1, v=2**53 + 1),
        singer.schema(properties=second),
        singer.record(id=2, v=1.5, w="x"),
        **OVERWRITE,
    )
    assert rows() == [
        {"id": 1, "v": str(2**53 + 1), "w": None},
        {"id": 2, "v": "1.5", "w": "x"},
    ]


def test_a_replacement_may_change_the_key(load, rows, singer, lake) -> None:
    load(singer.schema(), singer.record(id=1, name="a"))
    kinds = {"id": {"type": "integer"}, "name": {"type": "string"}}
    other = singer.schema(properties=kinds, keys=("name",))
    load(
        other, singer.record(id=1, name="a"), singer.record(id=1, name="b"), **OVERWRITE
    )
    load(other, singer.record(id=2, name="b"))
    assert [row["id"] for row in rows()] == [1, 2]
    assert lake.pin().tables[lake.tables()[0]].keys == ("name",)


def test_without_a_record_the_old_table_stays(load, rows, singer) -> None:
    load(singer.schema(), singer.record(id=1))
    assert load(singer.schema(), singer.state({"a": 1}), **OVERWRITE) == [{"a": 1}]
    assert len(rows()) == 1


def test_rows_are_streamed_in_arrival_order_the_last_of_each_key(
    lake, tmp_path
) -> None:
    """delta-rs asks for them from its own thread; here they are asked for plainly."""
    table = Table(
        lake,
        TableName.of_stream("default", "singer", "s"),
        stream="s",
        keys=("id",),
        method="overwrite",
        policy=Policy.EVOLVE,
        sync=False,
        sleep=lambda _: None,
    )
    kind = Struct((Column("v", INT), Column("id", INT)))
    replacement = Replacement(table, tmp_path / "spool")
    for part in ([(1, 10), (2, 20)], [(3, 10), (4, 30)]):
        replacement.add(
            pa.table([*zip(*part, strict=True)], names=["v", "id"]), kind, 2
        )
    rows = replacement._rows_as(replacement._kind()).read_all()
    assert rows.to_pylist() == [
        {"id": 20, "v": 2},
        {"id": 10, "v": 3},
        {"id": 30, "v": 4},
    ]
