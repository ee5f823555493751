"""Tables stay small, whole and clean; damage is repaired and nothing deleted."""

from __future__ import annotations

import os
import runpy
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from deltalake import DeltaTable
from deltalake.exceptions import CommitFailedError

from target_parquet_lake import maintenance as module
from target_parquet_lake.errors import SettingsError, StorageError
from target_parquet_lake.fsck import check, repair
from target_parquet_lake.maintain import main
from target_parquet_lake.maintenance import maintain, sweep

NOW = datetime(2027, 1, 1, tzinfo=UTC)
OLD = NOW - timedelta(days=30)


@pytest.fixture
def table(load, singer, lake):
    for number in range(4):
        load(singer.schema(), singer.record(id=number), load_method="append-only")
    return lake.path(lake.tables()[0])


def age(path, moment=OLD) -> None:
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def test_many_small_files_become_one_and_rows_stay(
    table, lake, rows, monkeypatch
) -> None:
    monkeypatch.setattr(module, "MANY_FILES", 3)
    before = rows()
    done = maintain(lake, lake.tables()[0], now=NOW)
    assert done.compacted == 4
    assert rows() == before
    assert len(DeltaTable(table).file_uris()) == 1
    assert check(table) == done.version


@pytest.mark.usefixtures("table")
def test_few_files_are_left_alone(lake) -> None:
    assert maintain(lake, lake.tables()[0], now=NOW).compacted == 0


def test_orphans_and_drafts_go_once_they_are_old(lake, table, rows) -> None:
    orphans = [table / "part-orphan.parquet", table / "part-0.parquet#1"]
    drafts = [table / "_delta_log" / "00000000000000000009.json#1"]
    fresh = table / "part-1.parquet#1"
    for path in (*orphans, *drafts, fresh):
        path.write_bytes(b"x")
    for path in (*orphans, *drafts):
        age(path, datetime.now(UTC) - timedelta(days=30))
    done = maintain(lake, lake.tables()[0], now=datetime.now(UTC), retention_hours=24)
    assert (done.removed, done.swept) >= (1, 1)
    assert not any(path.exists() for path in (*orphans, *drafts))
    assert fresh.exists()
    assert len(rows()) == 4


@pytest.mark.usefixtures("table")
def test_a_retention_below_a_day_is_refused(lake) -> None:
    with pytest.raises(SettingsError, match="too short"):
        maintain(lake, lake.tables()[0], now=NOW, retention_hours=23)


@pytest.mark.usefixtures("table")
def test_a_writer_that_was_faster_is_not_an_error(lake, monkeypatch) -> None:
    monkeypatch.setattr(module, "MANY_FILES", 3)

    class Busy:
        def compact(self, **_options: object) -> None:
            raise CommitFailedError

    monkeypatch.setattr(DeltaTable, "optimize", property(lambda _self: Busy()))
    assert maintain(lake, lake.tables()[0], now=NOW).compacted == 0


def test_a_checkpoint_lets_a_table_open_without_its_old_log(lake, table, rows) -> None:
    maintain(lake, lake.tables()[0], now=NOW)
    assert list((table / "_delta_log").glob("*.checkpoint.parquet"))
    assert len(rows()) == 4


def test_a_truncated_last_commit_is_set_aside_and_the_pipe_goes_on(
    table, load, rows, singer
) -> None:
    last = max((table / "_delta_log").glob("*.json"))
    last.write_bytes(b"")
    assert repair(table) == int(last.stem) - 1
    assert last.with_name(f"{last.name}.damaged").exists()
    assert len(rows()) == 3
    load(singer.schema(), singer.record(id=9), load_method="append-only")
    assert len(rows()) == 4


def test_the_checkpoint_of_a_damaged_commit_is_set_aside_too(table, rows) -> None:
    DeltaTable(table).create_checkpoint()
    max((table / "_delta_log").glob("*.json")).write_bytes(b"")
    repair(table)
    assert not list((table / "_delta_log").glob("*.checkpoint.parquet"))
    assert len(rows()) == 3


def test_a_whole_table_needs_no_repair(table) -> None:
    assert repair(table) == check(table)


def test_an_older_data_file_that_is_missing_is_found(table) -> None:
    files = sorted(DeltaTable(table).file_uris(), key=os.path.getmtime)
    Path(files[0]).unlink()
    with pytest.raises(StorageError, match="data file of the table is missing"):
        check(table)


def test_the_commands(table, lake, capsys) -> None:
    assert main(["check", str(table)]) == 0
    assert main(["repair", str(table)]) == 0
    spool = lake.control("spool", "dead-run")
    spool.mkdir(parents=True)
    age(spool, datetime.now(UTC) - timedelta(days=2))
    assert main(["run", str(lake.root)]) == 0
    out = capsys.readouterr().out
    assert "whole at version" in out
    assert "1 leftovers" in out
    assert not spool.exists()


def test_only_the_tables_that_are_named_are_maintained(
    lake, load, singer, capsys
) -> None:
    for stream in ("orders", "order_lines", "cells"):
        load(singer.schema(stream), singer.record(stream, id=1))
    asked = ["raw/*__order*", "raw/default__singer__orders"]
    assert main(["run", str(lake.root), "--tables", *asked]) == 0
    out = capsys.readouterr().out
    assert [line.split(":")[0] for line in out.splitlines()[:-1]] == [
        "raw/default__singer__order_lines",
        "raw/default__singer__orders",
    ]
    assert main(["run", str(lake.root), "--tables", "raw/nothing"]) == 2
    assert "No table" in capsys.readouterr().err


def test_a_command_tells_what_is_wrong_by_its_exit_code(tmp_path, capsys) -> None:
    assert main(["check", str(tmp_path)]) == 7
    assert "There is no table" in capsys.readouterr().err


def test_a_young_draft_is_left(table) -> None:
    (table / "x#1").touch()
    assert sweep(table, datetime.now(UTC)) == 0


def test_the_module_is_a_command(table, monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["maintain", "check", str(table)])
    monkeypatch.delitem(sys.modules, "target_parquet_lake.maintain")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("target_parquet_lake.maintain", run_name="__main__")
    assert ended.value.code == 0
    assert "whole at version" in capsys.readouterr().out
