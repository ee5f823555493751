"""A lake is made once, recognised, and never reached through a link or mixed with
others.
"""

from __future__ import annotations

import pytest

from target_parquet_lake.errors import StorageError
from target_parquet_lake.files import locked, write_atomic
from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from target_parquet_lake.root import check_root, prepare_root, table_path

NAME = TableName("raw", "default", "singer__users")


def test_an_empty_folder_becomes_a_lake_and_stays_one(tmp_path) -> None:
    (tmp_path / ".gitkeep").touch()
    prepare_root(tmp_path)
    prepare_root(tmp_path)
    check_root(tmp_path)


def test_what_does_not_exist_is_no_lake_to_read(tmp_path) -> None:
    with pytest.raises(StorageError, match="does not exist"):
        Lake(tmp_path / "none").tables()


def test_a_folder_without_the_mark_is_no_lake(tmp_path) -> None:
    (tmp_path / "mine.txt").touch()
    with pytest.raises(StorageError, match=r"lake\.json"):
        check_root(tmp_path)


def test_a_lake_that_was_only_begun_says_that_nothing_was_loaded_yet(tmp_path) -> None:
    (tmp_path / "_control").mkdir()
    with pytest.raises(StorageError, match=r"nothing has been loaded.*run a target"):
        check_root(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "x"}', '{"format": null}']
)
def test_a_mark_that_cannot_be_read_is_told(text, tmp_path) -> None:
    write_atomic(tmp_path / "_control" / "lake.json", text)
    with pytest.raises(StorageError, match="cannot be read"):
        prepare_root(tmp_path)


def test_a_newer_format_is_left_to_a_newer_program(tmp_path) -> None:
    write_atomic(tmp_path / "_control" / "lake.json", '{"format": 2}')
    with pytest.raises(StorageError, match="update target-parquet-lake"):
        prepare_root(tmp_path)


def test_a_link_in_place_of_a_table_or_layer_is_refused(tmp_path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / NAME.folder).symlink_to(elsewhere)
    (tmp_path / "weather").symlink_to(elsewhere)
    for name in (NAME, TableName("weather", "default", "cells")):
        with pytest.raises(StorageError, match="symbolic link"):
            table_path(tmp_path, name)


def test_a_file_or_foreign_files_in_place_of_a_table_are_refused(tmp_path) -> None:
    path = tmp_path / "raw" / NAME.folder
    path.mkdir(parents=True)
    (path / "holiday.jpg").touch()
    with pytest.raises(StorageError, match="no Delta log"):
        table_path(tmp_path, NAME)
    (path / "holiday.jpg").unlink()
    path.rmdir()
    path.touch()
    with pytest.raises(StorageError, match="is a file"):
        table_path(tmp_path, NAME)


def test_a_table_that_was_killed_at_birth_is_made_again(
    load, rows, singer, lake
) -> None:
    """What a writer leaves that dies before its first commit: a log folder with a
    draft.
    """
    log = lake.path(TableName.of_stream("default", "singer", "users")) / "_delta_log"
    lake.prepare()
    log.mkdir(parents=True)
    (log / "00000000000000000000.json#1").write_text("{")
    load(singer.schema(), singer.record(id=1))
    assert len(rows()) == 1


def test_a_failed_write_leaves_the_old_file_and_no_draft(tmp_path, monkeypatch) -> None:
    path = tmp_path / "file"
    write_atomic(path, "old")

    def fail(_descriptor: int) -> None:
        message = "no space"
        raise OSError(28, message)

    monkeypatch.setattr("target_parquet_lake.files.os.fsync", fail)
    with pytest.raises(OSError, match="no space"):
        write_atomic(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_lock_is_not_taken_through_a_link(tmp_path) -> None:
    target = tmp_path / "target"
    target.write_text("x")
    (tmp_path / "lock").symlink_to(target)
    with pytest.raises(OSError, match="symbolic"), locked(tmp_path / "lock"):
        pass
