"""A table's keys, commits and attempts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from deltalake import DeltaTable
from deltalake.exceptions import CommitFailedError

from target_parquet_lake import table as table_module
from target_parquet_lake.errors import DataError, StorageError
from target_parquet_lake.evolve import table_struct
from target_parquet_lake.schema import stream_type
from target_parquet_lake.table import Table

INTEGER, NUMBER, STRING = ({"type": t} for t in ("integer", "number", "string"))
MOMENT = {"type": "string", "format": "date-time"}
DAY = {"type": "string", "format": "date"}
FLAG = {"type": "boolean"}


def test_an_append_only_table_keeps_all_rows_and_says_so(table, put, stored) -> None:
    users = table(method="append-only")
    put(users, {"id": INTEGER}, {"id": 1})
    put(users, {"id": INTEGER}, {"id": 1})
    assert len(stored(users)) == 2
    assert (
        DeltaTable(users.path).metadata().configuration["lake.load_method"]
        == "append-only"
    )


def test_a_table_once_append_only_stays_marked(table, put) -> None:
    put(table(), {"id": INTEGER}, {"id": 1})
    put(table(method="append-only"), {"id": INTEGER}, {"id": 1})
    put(table(), {"id": INTEGER}, {"id": 1})
    configuration = DeltaTable(table().path).metadata().configuration
    assert configuration["lake.load_method"] == "append-only"


def test_other_keys_than_the_tables_are_refused(table, put) -> None:
    put(table(), {"id": INTEGER}, {"id": 1})
    other = table(keys=("name",))
    kind = {"id": INTEGER, "name": STRING}
    with pytest.raises(DataError, match="the table's is"):
        other.check(stream_type({"properties": kind}))
    with pytest.raises(DataError, match="the table's is"):
        put(other, kind, {"id": 1, "name": "a"})


def test_the_commit_tells_its_run(table, put) -> None:
    put(table(), {"id": INTEGER}, {"id": 1})
    users = table()
    put(users, {"id": INTEGER}, {"id": 2})
    assert DeltaTable(users.path).history(1)[0]["rows"] == 1


def test_keys_and_sequence_come_first_and_have_statistics(table, put) -> None:
    users = table()
    kinds = {f"c{i}": STRING for i in range(20)}
    put(
        users,
        {**kinds, "_sdc_sequence": INTEGER, "id": INTEGER},
        {"id": 1, "_sdc_sequence": 7},
    )
    found = DeltaTable(users.path)
    assert found.schema().to_arrow().names[:2] == ["id", "_sdc_sequence"]
    assert users.check(stream_type({"properties": kinds})) == 7


def test_another_writer_in_between_is_answered_by_another_attempt(
    table, clock, monkeypatch, put, stored
) -> None:
    users = table()
    put(users, {"id": INTEGER}, {"id": 1}, {"id": 3})
    real, failures = Table._merge, [1, 2, 3]

    def merge(self: Table, *args: object) -> object:
        if failures:
            failures.pop()
            raise CommitFailedError
        return real(self, *args)

    monkeypatch.setattr(Table, "_merge", merge)
    put(users, {"id": INTEGER}, {"id": 3})
    assert len(stored(users)) == 2
    assert len(clock.slept) == 3
    assert clock.slept == sorted(clock.slept) or max(clock.slept) < 1


def test_after_twenty_attempts_the_disk_is_said_to_refuse(
    table, clock, monkeypatch, put
):
    users = table()

    def fail(*_args: object, **_options: object) -> None:
        raise CommitFailedError

    monkeypatch.setattr(table_module, "append", fail)
    with pytest.raises(StorageError, match="cannot be written"):
        put(users, {"id": INTEGER}, {"id": 1})
    assert len(clock.slept) == 19
    assert max(clock.slept) <= 7.5


def test_arrow_rows_of_the_same_type_go_in_as_they_are(table, put, stored) -> None:
    users = table(keys=())
    kinds = {"id": INTEGER, "t": MOMENT, "d": DAY, "b": FLAG}
    put(
        users,
        kinds,
        {"id": 1, "t": "2026-01-02T03:04:05Z", "d": "2026-01-02", "b": True},
    )
    row = stored(users)[0]
    assert row["d"] == date(2026, 1, 2)
    assert row["t"] == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    schema = pa.schema(DeltaTable(users.path).schema().to_arrow())
    assert schema.field("t").type == pa.timestamp("us", "UTC")
    assert DeltaTable(users.path).protocol().min_reader_version == 1


def test_a_table_of_another_program_is_told(table, lake) -> None:
    users = table()
    lake.write(
        "raw", "default", "singer__users", pa.table({"n": pa.array([1], pa.int32())})
    )
    with pytest.raises(StorageError, match="int32"):
        table_struct(DeltaTable(users.path))
