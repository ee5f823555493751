"""What is promoted stays readable, whatever is removed."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from target_parquet_lake.errors import SettingsError, StorageError
from target_parquet_lake.fsck import check_table
from target_parquet_lake.keep import log_may_go, promoted_versions
from target_parquet_lake.maintenance import maintain, vacuum
from target_parquet_lake.names import TableName

DAILY = TableName("weather", "default", "daily")


@pytest.fixture
def table(lake):
    """Five versions of a table, each of its own file, two months old."""
    for number in range(5):
        lake.write("weather", "default", "daily", pa.table({"id": [number]}))
    path = lake.path(DAILY)
    old = (datetime.now(UTC) - timedelta(days=60)).timestamp()
    for file in [*path.glob("*.parquet"), *(path / "_delta_log").iterdir()]:
        os.utime(file, (old, old))
    return path


@pytest.fixture
def promote(lake):
    def run(version: int, file: str = "default", tenant: str = "default") -> None:
        tables = {"daily": {"layer": "weather", "version": version}}
        content = {"format": 1, "tenant": tenant, "tables": tables}
        path = lake.control("promoted", f"{file}.json")
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content))

    return run


def ids(table, version: int | None = None) -> list[int]:
    return DeltaTable(table, version=version).to_pyarrow_table()["id"].to_pylist()


def age_commits(table) -> None:
    """Let each commit tell that it was made two months ago."""
    for file in (table / "_delta_log").glob("*.json"):
        lines = [json.loads(line) for line in file.read_text().splitlines()]
        for action in lines:
            for part in action.values():
                for key in ("timestamp", "deletionTimestamp"):
                    if key in part:
                        part[key] -= 60 * 86_400_000
        file.write_text("".join(json.dumps(line) + "\n" for line in lines))
        old = (datetime.now(UTC) - timedelta(days=60)).timestamp()
        os.utime(file, (old, old))
    for file in (table / "_delta_log").glob("*.parquet"):
        os.utime(file, (old, old))


def test_a_vacuum_keeps_the_promoted_versions(table, lake, promote) -> None:
    age_commits(table)
    promote(1)
    promote(3, "other")
    removed = vacuum(lake, DAILY, now=datetime.now(UTC), retention_hours=24)
    assert len(removed) == 2
    assert (ids(table, 1), ids(table, 3), ids(table)) == ([1], [3], [4])


def test_the_log_is_kept_for_a_promoted_version(table, lake, promote) -> None:
    DeltaTable(table).create_checkpoint()
    age_commits(table)
    promote(0)
    maintain(lake, DAILY, now=datetime.now(UTC), retention_hours=24)
    assert ids(table, 0) == [0]


def test_the_log_goes_where_nothing_is_promoted(table, lake) -> None:
    DeltaTable(table).create_checkpoint()
    age_commits(table)
    maintain(lake, DAILY, now=datetime.now(UTC), retention_hours=24)
    assert not (table / "_delta_log" / f"{0:020}.json").exists()
    assert ids(table) == [4]


def test_commits_never_clean_the_log_themselves(table, lake, promote) -> None:
    """At every twentieth commit delta-rs would, whatever is promoted."""
    age_commits(table)
    promote(0)
    for number in range(30):
        lake.write("weather", "default", "daily", pa.table({"id": [number]}))
    assert ids(table, 0) == [0]


def test_a_promoted_version_without_its_files_is_found(table, lake, promote) -> None:
    promote(1)
    assert check_table(lake, DAILY) == 4
    [gone] = DeltaTable(table, version=1).file_uris()
    Path(gone).unlink()
    with pytest.raises(StorageError, match="promoted version 1 is missing"):
        check_table(lake, DAILY)


def test_a_dry_run_only_names_files(table, lake) -> None:
    age_commits(table)
    now = datetime.now(UTC)
    named = vacuum(lake, DAILY, now=now, retention_hours=24, dry_run=True)
    assert len(named) == 4
    assert ids(table, 0) == [0]


@pytest.mark.usefixtures("table")
def test_what_another_tenant_promoted_is_another_table(lake, promote) -> None:
    promote(1, "other", "other")
    assert promoted_versions(lake, DAILY) == []
    promote(2)
    assert promoted_versions(lake, DAILY) == [2]


def test_young_files_stay(table, lake) -> None:
    assert vacuum(lake, DAILY, now=datetime.now(UTC)) == []
    assert len([*table.glob("*.parquet")]) == 5


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"format": 2, "tenant": "default", "tables": {}}',
        '{"format": 1, "tenant": "a b", "tables": {"x": {"layer": "l", "version": 1}}}',
        '{"format": 1, "tenant": "default", "tables": {"x": 1}}',
    ],
)
@pytest.mark.usefixtures("table")
def test_a_promotion_that_cannot_be_read_stops_the_vacuum(text, lake) -> None:
    file = lake.control("promoted", "default.json")
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    with pytest.raises(StorageError, match="nothing is removed"):
        vacuum(lake, DAILY, now=datetime.now(UTC))


def test_a_version_that_a_checkpoint_tells_keeps_it(table) -> None:
    DeltaTable(table).create_checkpoint()
    (table / "_delta_log" / f"{1:020}.json").unlink()
    assert not log_may_go(table, [1], datetime.now(UTC))
    assert not log_may_go(table, [0], datetime.now(UTC))
    assert log_may_go(table, [], datetime.now(UTC))


def test_a_retention_below_a_day_is_refused(lake) -> None:
    with pytest.raises(SettingsError, match="too short"):
        vacuum(lake, DAILY, now=datetime.now(UTC), retention_hours=1)


def test_a_lake_without_promotions_keeps_nothing_back(lake) -> None:
    assert promoted_versions(lake, DAILY) == []


def test_the_version_at_a_time_is_found(table, lake) -> None:
    made = [commit["timestamp"] for commit in lake.history(DAILY)]
    moment = datetime.fromtimestamp(made[0] / 1000, UTC)
    assert lake.version_at(DAILY, moment) == 4
    with pytest.raises(SettingsError, match="does not go back"):
        lake.version_at(DAILY, moment - timedelta(days=1))
    assert ids(table, lake.version_at(DAILY, moment)) == [4]
