"""A lake in an object store is loaded, read and looked after like one on a disk."""

from __future__ import annotations

import json

import duckdb
import pyarrow as pa
import pytest

from target_parquet_lake.dead_letters_replay import replay
from target_parquet_lake.errors import PartialError, StorageError
from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from target_parquet_lake.settings import SETTINGS

USERS = TableName.of_stream("default", "singer", "users")


@pytest.fixture
def take(load, config, singer):
    return lambda *messages, **more: load(
        singer.schema(), *messages, **{**config, **more}
    )


def test_rows_are_merged_by_their_key(take, singer, rows, lake) -> None:
    sent = [singer.record(id=n, name="a") for n in range(200)]
    assert take(*sent, singer.state({"n": 1})) == [{"n": 1}]
    take(singer.record(id=7, name="b"))
    assert lake.last_write(USERS)["operation"] == "MERGE"
    assert len(rows()) == 200
    assert {row["name"] for row in rows() if row["id"] == 7} == {"b"}


@pytest.mark.parametrize("method", ["append-only", "overwrite"])
def test_the_other_load_methods_hold_there_too(method, take, singer, rows) -> None:
    take(singer.record(id=1, name="a"), singer.record(id=2), load_method=method)
    take(singer.record(id=1, name="b"), load_method=method)
    names = {row["id"]: row["name"] for row in rows()}
    assert names == ({1: "b", 2: None} if method == "append-only" else {1: "b"})


def test_columns_are_added_and_widened(take, singer, rows) -> None:
    take(singer.record(id=1, name="a"))
    wider = singer.schema(properties={"id": {"type": "string"}, "age": {}})
    take(wider, singer.record(id="x", age=5))
    assert {(r["id"], r["name"], r["age"]) for r in rows()} == {
        ("1", "a", None),
        ("x", None, "5"),
    }


def test_deletions_find_their_rows(take, singer, rows) -> None:
    take(singer.record(id=1), singer.record(id=2))
    take(singer.record(id=1, _sdc_deleted_at="2026-11-20T10:00:00Z"))
    assert [row["id"] for row in rows()] == [2]


def test_a_run_leaves_its_summary_and_its_dead_letters(take, singer, lake) -> None:
    bad = singer.record(id="x")
    config = {"on_bad_record": "dead_letter", "dead_letter_payload": "kept"}
    with pytest.raises(PartialError):
        take(bad, singer.record(id=2), **config)
    [run] = lake.control("runs").iterdir()
    assert json.loads(run.read_text())["streams"]["users"]["rows_dead_lettered"] == 1
    [letters] = lake.tables("dead_letters")
    assert lake.pin([letters]).tables[letters].rows == 1
    assert [*replay(lake, letters)][-1] == singer.lines(bad).rstrip()
    [day] = lake.control("events").iterdir()
    [event] = day.iterdir()
    assert json.loads(event.read_text())["data"]["letters"] == 1
    assert len(lake.control("keys", "dead_letters.key").read_bytes()) > 8


def test_a_pinned_version_stays_what_it_was(take, singer, lake) -> None:
    take(singer.record(id=1, name="a"))
    pinned = lake.pin(tenant="default")
    take(singer.record(id=1, name="b"), singer.record(id=2, name="b"))
    with duckdb.connect() as con:
        pinned.register(con)
        found = con.execute("SELECT name FROM raw.singer__users").fetchall()
    assert found == [("a",)]


def test_a_model_is_written_and_read_back(lake) -> None:
    version = lake.write("weather", "default", "daily", pa.table({"t": [1.5]}))
    assert version == 0
    assert lake.layers() == ["weather"]
    assert lake.versions("weather") == {TableName("weather", "default", "daily"): 0}


def test_what_is_no_lake_is_not_taken_for_one(bucket, options) -> None:
    other = Lake(f"s3://{bucket}/other", options)
    (other.root / "a" / "file").write_bytes(b"x")
    with pytest.raises(StorageError, match="it holds other things"):
        other.prepare()
    with pytest.raises(StorageError, match=r"no _control/lake\.json"):
        other.tables()


def test_a_lake_that_is_not_there_is_told(bucket, options) -> None:
    with pytest.raises(StorageError, match="does not exist"):
        Lake(f"s3://{bucket}/none", options).tables()


def test_a_bucket_that_is_not_there_is_told(options, singer, load) -> None:
    config = {"lake_root": "s3://no-such-bucket/x", "storage_options": options}
    with pytest.raises(StorageError, match="cannot be reached") as error:
        load(singer.schema(), singer.record(id=1), **config)
    assert "a-key" not in str(error.value)


def test_the_environment_can_hold_the_options(
    monkeypatch, bucket, options, load, singer
) -> None:
    root = f"s3://{bucket}/by-environment"
    for name, value in options.items():
        monkeypatch.setenv(name, value)
    load(singer.schema(), singer.record(id=1), lake_root=root)
    assert Lake(root).versions() == {USERS: 1}


def test_options_are_a_secret(lake) -> None:
    assert SETTINGS["properties"]["storage_options"]["secret"] is True
    assert "a-key" not in repr(lake)


def test_restated_windows_hold_there_too(load, config, singer, rows) -> None:
    text = {"type": "string"}
    ads = {"ad": text, "account": text, "_window_run_id": text}
    told = {"account": text, "_window_run_id": text, "row_count": {"type": "integer"}}
    for run, found in (("r1", "xy"), ("r2", "yz")):
        mark = {"account": "a", "_window_run_id": run}
        load(
            singer.schema("ads", ads, ("account", "ad")),
            singer.schema("ads_windows", told, ("account",)),
            *(singer.record("ads", ad=ad, **mark) for ad in found),
            singer.record("ads_windows", row_count=2, **mark),
            **config,
        )
    assert [row["ad"] for row in rows("ads")] == ["y", "z"]


def test_partitions_hold_there_too(take, singer, rows) -> None:
    parted = {"streams": {"users": {"partition_by": ["name"]}}}
    take(*(singer.record(id=n, name=f"a {n % 2}/é") for n in range(4)), **parted)
    take(singer.record(id=1, name=None), **parted)
    names = {row["id"]: row["name"] for row in rows()}
    assert names == {0: "a 0/é", 1: None, 2: "a 0/é", 3: "a 1/é"}
