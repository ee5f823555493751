"""Compaction takes what no reader sees out of an append-only table."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from deltalake.exceptions import CommitFailedError

from target_parquet_lake.fsck import check
from target_parquet_lake.maintenance import compact

NOW = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def append(load, singer):
    def run(*records, **more):
        sent = [singer.record(**values) for values in records]
        return load(singer.schema(**more), *sent, load_method="append-only")

    return run


@pytest.fixture
def tidy(lake):
    return lambda: compact(lake, lake.tables()[0], now=NOW)


def test_the_newest_row_of_each_key_is_kept(append, tidy, rows, lake) -> None:
    append({"id": 1, "name": "a"}, {"id": 2, "name": "a"})
    append({"id": 1, "name": "b"})
    before = rows(meta=True)
    done = tidy()
    assert (done.doubled, done.version) == (1, 3)
    assert rows(meta=True) == before
    assert lake.open(lake.tables()[0]).count() == 2
    assert check(lake.path(lake.tables()[0])) == done.version


def test_types_and_marks_stay(append, tidy, rows, lake) -> None:
    kinds = {
        "id": {"type": "integer"},
        "open": {},
        "list": {"type": "array", "items": {"type": "integer"}},
        "sum": {"type": "string", "format": "decimal"},
        "Odd, name": {"type": "string", "format": "date-time"},
    }
    values = {"open": {"a": 1}, "list": [1], "sum": "1.5", "Odd, name": "2026-01-01"}
    for number in (1, 1, 2):
        append({"id": number, **values}, properties=kinds)
    [name] = lake.tables()
    before = lake.pin([name]).tables[name].schema
    rows_before = rows(meta=True)
    assert tidy().doubled == 1
    after = lake.pin([name]).tables[name].schema
    assert after.equals(before, check_metadata=True)
    assert rows(meta=True) == rows_before


def test_a_deleted_row_keeps_its_columns_in_the_lake(append, tidy, rows, lake) -> None:
    append({"id": 1, "name": "old"}, {"id": 1, "name": "a"}, {"id": 2, "name": "b"})
    append({"id": 1, "_sdc_deleted_at": "2026-11-20T10:00:00Z"})
    assert tidy().doubled == 1
    stored = lake.open(lake.tables()[0]).to_pyarrow_table().to_pylist()
    assert {(row["id"], row["name"]) for row in stored} == {
        (1, "a"),
        (1, None),
        (2, "b"),
    }
    assert rows() == [{"id": 2, "name": "b"}]


def test_a_table_of_one_row_a_key_is_left_alone(append, tidy) -> None:
    append({"id": 1}, {"id": 2})
    assert (tidy().doubled, tidy().version) == (0, 1)


def test_an_upserted_table_has_nothing_to_take_out(load, singer, tidy) -> None:
    load(singer.schema(), singer.record(id=1))
    load(singer.schema(), singer.record(id=1))
    assert tidy().doubled == 0


def test_older_versions_stay_readable(append, tidy, lake) -> None:
    append({"id": 1, "name": "a"})
    append({"id": 1, "name": "b"})
    tidy()
    assert lake.open(lake.tables()[0], 2).to_pyarrow_table().num_rows == 2


def test_another_writer_who_was_faster_wins(append, tidy, lake, monkeypatch) -> None:
    append({"id": 1, "name": "a"})
    append({"id": 1, "name": "b"})

    def late(*_arguments, **_options):
        raise CommitFailedError

    monkeypatch.setattr("target_parquet_lake.dedup.write_deltalake", late)
    assert tidy().doubled == 0
    assert lake.open(lake.tables()[0]).to_pyarrow_table().num_rows >= 2


def test_a_table_without_a_sequence_is_left_alone(load, singer, tidy) -> None:
    config = {"load_method": "append-only", "add_record_metadata": False}
    for _ in range(2):
        load(singer.schema(), singer.record(id=1), **config)
    assert tidy().doubled == 0
