"""A place in an object store does what a path does, as far as the lake asks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from target_parquet_lake.objects import filesystem_of, place, storage_options


def test_it_is_called_by_its_uri(lake) -> None:
    assert os.fspath(lake.root) == str(lake.root)
    assert str(lake.root / "a" / "b").startswith("s3://lake-")
    assert lake.root.resolve() == lake.root
    assert (lake.root / "a" / "b").key == "a/b"


def test_an_object_is_there_or_not(lake) -> None:
    file = lake.root / "folder" / "file"
    assert not file.exists()
    with pytest.raises(FileNotFoundError):
        file.read_bytes()
    file.unlink(missing_ok=True)
    assert file.write_bytes(b"abc") == 3
    assert (file.exists(), file.is_file(), file.is_symlink()) == (True, True, False)
    assert (file.parent.is_dir(), file.stat().st_size) == (True, 3)
    assert [*file.parent.iterdir()] == [file]
    file.unlink()
    assert not file.exists()


def test_an_object_can_be_renamed(lake) -> None:
    file = lake.root / "folder" / "file"
    file.write_bytes(b"abc")
    moved = file.rename(file.with_name("other"))
    assert (moved.read_text(), file.exists()) == ("abc", False)


def test_a_root_keeps_the_options_it_was_told(lake, options) -> None:
    assert storage_options(place(str(lake.root))) == options


def test_a_folder_is_a_path_of_this_machine(tmp_path) -> None:
    folder = place(tmp_path)
    assert (type(folder), storage_options(folder)) == (type(Path()), None)
    assert filesystem_of(folder)[1] == str(tmp_path)
