"""Load method overwrite: the old table until the end, then the new one at once."""

from __future__ import annotations

import pytest
from deltalake import DeltaTable

from target_parquet_lake.errors import DataError

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
