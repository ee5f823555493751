"""Maintenance in an object store."""

from __future__ import annotations

from datetime import UTC, datetime

from target_parquet_lake.commits import commit_path
from target_parquet_lake.fsck import check, repair_table
from target_parquet_lake.maintenance import compact, maintain
from target_parquet_lake.names import TableName

USERS = TableName.of_stream("default", "singer", "users")


def test_an_append_only_table_is_tidied(load, singer, config, lake, rows) -> None:
    for name in ("a", "b", "c"):
        sent = singer.record(id=1, name=name)
        load(singer.schema(), sent, load_method="append-only", **config)
    now = datetime.now(UTC)
    assert compact(lake, USERS, now=now).doubled == 2
    done = maintain(lake, USERS, now=now)
    assert check(lake.path(USERS)) == done.version
    assert [row["name"] for row in rows()] == ["c"]


def test_a_damaged_commit_is_set_aside(load, singer, config, lake, rows) -> None:
    load(singer.schema(), singer.record(id=1), **config)
    load(singer.schema(), singer.record(id=2), **config)
    version = lake.versions()[USERS]
    commit_path(lake.path(USERS), version).write_bytes(b'{"commitInfo')
    assert repair_table(lake, USERS) == version - 1
    assert [row["id"] for row in rows()] == [1]
