"""A damaged last commit is found, whatever part of it a power cut took."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from deltalake import DeltaTable

from target_parquet_lake import commits
from target_parquet_lake.commits import check_last_commit, read_commit, sync_commits
from target_parquet_lake.errors import StorageError


@pytest.fixture
def table(load, singer, lake):
    for number in (1, 2):
        load(singer.schema(), singer.record(id=number))
    return lake.path(lake.tables()[0])


def last_log(table):
    return max((table / "_delta_log").glob("*.json"))


def test_a_whole_table_is_whole(table) -> None:
    assert check_last_commit(table) == 2
    assert read_commit(table, 2).info["stream"] == "users"


def test_no_table_has_no_commit(tmp_path) -> None:
    assert check_last_commit(tmp_path) is None
    (tmp_path / "_delta_log").mkdir()
    assert check_last_commit(tmp_path) is None


def test_a_log_cut_at_any_byte_is_found(table) -> None:
    """delta-rs reads an empty one, or one cut at a line's end, as a commit without
    rows.
    """
    log = last_log(table)
    whole = log.read_bytes()
    for length in range(len(whole.rstrip())):
        log.write_bytes(whole[:length])
        with pytest.raises(StorageError, match="is damaged"):
            check_last_commit(table)
    log.write_bytes(whole)
    assert check_last_commit(table) == 2


@pytest.mark.parametrize("damage", ["missing", "short"])
def test_a_data_file_that_is_not_whole_is_found(damage, table) -> None:
    path = next(iter(read_commit(table, 2).added))
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(StorageError, match="data file"):
        check_last_commit(table)


def test_everything_a_commit_needs_is_synced_data_first(table, monkeypatch) -> None:
    synced: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real(descriptor)

    monkeypatch.setattr("target_parquet_lake.files.os.fsync", fsync)
    DeltaTable(table).create_checkpoint()
    sync_commits(table, 0, 2)
    data = [path for path in synced if path.endswith("zstd.parquet")]
    logs = [path for path in synced if path.endswith(".json")]
    assert len(data) == 2
    assert len(logs) == 3
    assert max(map(synced.index, data)) < min(map(synced.index, logs))
    assert synced[-4:] == [
        str(table),
        str(table / "_delta_log"),
        str(table.parent),
        str(table.parent.parent),
    ]
    assert any("checkpoint" in path for path in synced)


def test_nothing_to_sync_is_nothing_done(table) -> None:
    sync_commits(table, 3, 2)
    assert commits.last_version(table) == 2
