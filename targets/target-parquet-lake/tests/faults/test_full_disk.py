"""A full disk, a read-only lake, a shut STATE channel: 7, and the next run goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from target_parquet_lake.lake import Lake

LIMIT = """
import os, resource, signal
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
"""
READ_ONLY = {"at": 1, "mode": "from", "error": "EROFS", "reads": False}


@pytest.fixture
def shut(start, data, config):
    """Run the input into a lake that stands on a read-only disk."""

    def run(lake: Lake, fault: dict[str, object] = READ_ONLY):
        options = {**config, "lake_root": str(lake.root)}
        return start(data(0), fault={"places": [str(lake.root)], **fault}, **options)

    return run


@pytest.mark.parametrize("size", [100, 400, 900, 1500, 2500, 4000, 8000])
def test_a_disk_that_is_full_at_any_size_is_made_good_by_the_next_run(  # noqa: PLR0917 - fixtures.
    size, start, data, config, attempt, oracle, tmp_path
) -> None:
    lake = Lake(tmp_path / "full")
    options = {**config, "lake_root": str(lake.root)}
    done = start(data(0), before=LIMIT.format(size=size), **options).wait()
    assert done.code in {6, 7}
    states = [state["n"] for state in done.states]
    assert done.code == 7 or states[-1] == 4
    oracle.check_not_ahead(lake, states, "upsert")
    attempt("full", max(states, default=0), "upsert")
    oracle.check_whole(lake)


def test_a_state_channel_that_is_full_ends_with_7_and_loses_nothing(  # noqa: PLR0917 - fixtures.
    start, data, config, attempt, oracle, tmp_path
) -> None:
    lake = Lake(tmp_path / "full")
    options = {**config, "lake_root": str(lake.root)}
    done = start(data(0), stdout=Path("/dev/full"), **options).wait()
    assert done.code == 7
    assert done.states == []
    assert "Traceback" not in done.err
    attempt("full", 0, "upsert")
    oracle.check_whole(lake)


def test_a_lake_that_is_read_only_ends_with_7_and_keeps_what_it_has(
    shut, attempt, oracle, tmp_path
) -> None:
    attempt("shut", 0, "upsert")
    lake = Lake(tmp_path / "shut")
    done = shut(lake).wait()
    assert done.code == 7
    assert done.states == []
    assert "Read-only file system" in done.err
    assert "Traceback" not in done.err
    oracle.check_whole(lake)
    attempt("shut", 0, "upsert")
    oracle.check_whole(lake)


def test_a_lake_cannot_be_made_on_a_read_only_disk(shut, tmp_path) -> None:
    lake = Lake(tmp_path / "none")
    done = shut(lake).wait()
    assert done.code == 7
    assert "make the folder writable" in done.err
    assert not lake.root.exists()


def test_a_part_of_the_lake_that_is_a_file_ends_with_7(  # noqa: PLR0917 - fixtures.
    start, data, config, attempt, oracle, tmp_path
) -> None:
    attempt("shut", 0, "upsert")
    lake = Lake(tmp_path / "shut")
    locks = lake.control("locks")
    for path in locks.iterdir():
        path.unlink()
    locks.rmdir()
    locks.write_text("in the way")
    options = {**config, "lake_root": str(lake.root)}
    done = start(data(0), **options).wait()
    assert done.code == 7
    assert done.states == []
    oracle.check_whole(lake)
    locks.unlink()
    attempt("shut", 0, "upsert")
    oracle.check_whole(lake)
