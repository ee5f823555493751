"""A run ends with its exit code and a next step, whatever refuses."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from target_parquet_lake.errors import DataError, StorageError
from target_parquet_lake.target import TargetParquetLake


@pytest.mark.parametrize(
    ("config", "word"),
    [
        ({"commit_rows": 0}, "commit_rows"),
        ({"load_method": "magic"}, "magic"),
        ({"fsync": "perhaps"}, "fsync"),
        ({"tenant": "../../etc"}, "tenant"),
        ({"tenant": "a__b"}, "tenant"),
        ({"source": "Shop!"}, "source"),
        ({"lake_root": "lake[1]"}, "lake_root"),
    ],
)
def test_wrong_settings_end_with_2_and_name_the_setting(config, word, command, good):
    done = command(good, **config)
    assert done.code == 2
    assert word in done.err
    assert "Traceback" not in done.err


def test_a_settings_file_that_is_none_ends_with_2(tmp_path, command) -> None:
    listed = tmp_path / "list.json"
    listed.write_text("[1]")
    for path in (tmp_path / "none.json", listed):
        done = command(b"", "--config", str(path))
        assert done.code == 2
        assert "settings file" in done.err


def test_a_lake_root_that_is_a_file_ends_with_7(tmp_path, command, good) -> None:
    (tmp_path / "lake").write_text("no lake")
    done = command(good)
    assert done.code == 7
    assert "it is a file" in done.err
    assert done.states == []


def test_a_folder_of_other_things_is_left_alone(tmp_path, command, good) -> None:
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "holiday.jpg").write_text("x")
    done = command(good)
    assert done.code == 7
    assert "holiday.jpg" in done.err
    assert [p.name for p in (tmp_path / "lake").iterdir()] == ["holiday.jpg"]


def test_a_folder_that_cannot_be_written_ends_with_7(tmp_path, command, good) -> None:
    """A read-only disk, as far as a test that may run as root can have one."""
    (tmp_path / "file").write_text("x")
    done = command(good, lake_root=str(tmp_path / "file" / "lake"))
    assert done.code == 7
    assert "Next: " in done.err


LIMIT = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
"""


@pytest.mark.parametrize("method", ["upsert", "overwrite"])
def test_a_full_disk_ends_with_7_without_state_and_leaves_the_table(
    method, process, good, singer, rows
) -> None:
    assert process(good, load_method=method).code == 0
    big = [singer.record(id=i, name=os.urandom(400).hex()) for i in range(300)]
    data = singer.lines(singer.schema(), *big, singer.state({"n": 2}))
    done = process(data, before=LIMIT.format(limit=20_000), load_method=method)
    assert done.code == 7
    assert done.states == []
    assert "disk" in done.err
    assert rows() == [{"id": 1, "name": "a"}]
    assert process(data, load_method=method).states == [{"n": 2}]


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="this system has no /dev/full"
)
def test_a_state_that_cannot_be_written_ends_with_7(process, good, rows) -> None:
    done = process(good, stdout=Path("/dev/full"))
    assert done.code == 7
    assert "STATE cannot be written" in done.err
    assert len(rows()) == 1


def test_a_truncated_last_log_is_found_and_told_how_to_repair(
    lake, command, good, singer, rows
) -> None:
    command(good)
    log = lake.path(lake.tables()[0]) / "_delta_log"
    last = max(log.glob("*.json"))
    last.write_bytes(b"")
    done = command(singer.lines(singer.schema(), singer.record(id=2)))
    assert done.code == 7
    assert f"repair {log.parent}" in done.err
    with pytest.raises(Exception, match="is damaged"):
        rows()


def test_a_missing_data_file_is_found(lake, command, good) -> None:
    command(good)
    path = lake.path(lake.tables()[0])
    next(path.glob("*.parquet")).unlink()
    done = command(good)
    assert done.code == 7
    assert "is missing" in done.err


def test_an_unexpected_error_is_told_with_1_after_keeping_the_good(
    process, good, rows
) -> None:
    broken = {"users": {"name": "str(1 / (int(id) - 2))"}}
    data = good + b'{"type":"RECORD","stream":"users","record":{"id":2}}\n'
    done = process(data, stream_maps=broken)
    assert done.code == 1
    assert done.states == [{"n": 1}]
    assert len(rows()) == 1


def test_stdout_is_state_only_and_the_summary_goes_to_stderr(command, good) -> None:
    done = command(good)
    assert done.states == [{"n": 1}]
    assert "users" in done.err
    assert "1 STATE passed on" in done.err


def test_the_summary_is_saved_for_good_and_for_ended_runs(lake, command, good) -> None:
    command(good)
    command(good + b"nonsense\n")
    runs = [json.loads(p.read_text()) for p in lake.control("runs").glob("*.json")]
    good_run, bad_run = sorted(runs, key=lambda r: not r["success"])
    users = good_run["streams"]["users"]
    assert (users["rows_read"], users["rows_written"], users["rows_inserted"]) == (
        1,
        1,
        1,
    )
    assert users["path"] == str(lake.path(lake.tables()[0]))
    assert users["columns"]["id"] == "int"
    assert good_run["source"] == "singer"
    assert good_run["states"] == 1
    assert good_run["metadata"]["deltalake"]
    assert bad_run["exit_code"] == 5
    assert "line 4" in bad_run["error"]


def test_a_first_record_that_is_bad_leaves_nothing_to_commit(
    load, lake, singer
) -> None:
    with pytest.raises(DataError, match="line 2"):
        load(singer.schema(), singer.record(id="x"), validate_records=False)
    assert lake.tables() == []


def test_a_summary_that_cannot_be_saved_fails_a_good_run(load, singer, lake) -> None:
    load(singer.schema(), singer.record(id=1))
    runs = lake.control("runs")
    for path in runs.iterdir():
        path.unlink()
    runs.rmdir()
    runs.write_text("in the way")
    with pytest.raises(StorageError, match="summary"):
        load(singer.schema(), singer.record(id=1))


def test_a_summary_that_cannot_be_saved_does_not_hide_what_went_wrong(
    load, tmp_path, caplog
) -> None:
    (tmp_path / "lake").write_text("no lake")
    with pytest.raises(DataError, match="line 1"):
        load("nonsense")
    assert "could not be saved" in caplog.text


def test_a_state_goes_to_a_stdout_without_bytes_too(lake, singer, monkeypatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr("sys.stdout", out)
    target = TargetParquetLake(config={"lake_root": str(lake.root)})
    target.process_lines(io.BytesIO(singer.lines(singer.state({"a": 1}))))
    target.process_endofpipe()
    assert out.getvalue() == '{"a": 1}\n'
