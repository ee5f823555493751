"""STATE leaves after the commit of all rows before it, untouched, and once."""

from __future__ import annotations

import io
import json
import os

import pytest

from target_parquet_lake import table as table_module
from target_parquet_lake.errors import StorageError
from target_parquet_lake.target import TargetParquetLake


def test_a_commit_by_rows_passes_the_state_before_it(load, singer) -> None:
    assert load(
        singer.schema(),
        singer.record(id=1),
        singer.state({"n": 1}),
        singer.record(id=2),
        singer.record(id=3),
        commit_rows=2,
    ) == [{"n": 1}]


def test_each_commit_passes_at_most_one_state(load, singer) -> None:
    many = [m for i in range(9) for m in (singer.record(id=i), singer.state({"n": i}))]
    states = load(singer.schema(), *many, commit_rows=3)
    assert states == [{"n": 1}, {"n": 4}, {"n": 7}, {"n": 8}]


def test_a_commit_by_bytes(load, singer) -> None:
    states = load(
        singer.schema(),
        singer.record(id=1),
        singer.state({"n": 1}),
        singer.record(id=2, name="x" * 600),
        singer.state({"n": 2}),
        commit_bytes=500,
    )
    assert states == [{"n": 1}, {"n": 2}]


def test_a_commit_by_time(lake, clock, capsys, singer) -> None:
    config = {"lake_root": str(lake.root), "commit_interval_seconds": 10}
    target = TargetParquetLake(config=config, clock=clock)
    first = singer.lines(singer.schema(), singer.record(id=1), singer.state({"n": 1}))
    target.process_lines(io.BytesIO(first))
    assert capsys.readouterr().out == ""
    clock.advance(11)
    target.process_lines(io.BytesIO(singer.lines(singer.record(id=2))))
    assert capsys.readouterr().out == '{"n": 1}\n'


@pytest.mark.parametrize(
    "value",
    [
        {"bookmarks": {"a": {"replication_key_value": "2026-01-01T00:00:00+00:00"}}},
        {"deep": {"list": [1, 2.50, None, {"ä": "é\\u0000"}], "big": 10**30}},
        {str(i): "x" * 100 for i in range(20_000)},
        ["a", "list"],
        "text",
        {"a": True},
    ],
    ids=["bookmark", "nested", "large", "list", "text", "flag"],
)
def test_a_state_of_any_shape_survives_byte_for_byte(value, lake, capsysbinary) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=None).encode()
    target = TargetParquetLake(config={"lake_root": str(lake.root)})
    target.process_lines(io.BytesIO(b'{"type": "STATE", "value": ' + text + b" }\n"))
    target.process_endofpipe()
    assert capsysbinary.readouterr().out == text + b"\n"


OPAQUE = {
    "key twice": b'{"a": 1, "a": 2, "b": [{"c": 1, "c": null}]}',
    "spaced": b'{ "a" :1 ,\t"b": [ ] }',
    "escapes": rb'{"\u00e4": "\u0000\/\ud83d\ude00"}',
    "numbers": b'{"a": 1e400, "b": 1.00, "c": -0, "d": 123456789012345678901234567890}',
    "unicode": '{"ключ": "значение 🚲", "": ""}'.encode(),
    "deep": b'{"a":' * 300 + b"{}" + b"}" * 300,
    "megabytes": b'{"seen": ["' + b"0123456789" * 500_000 + b'"]}',
    "many streams": json.dumps(
        {"bookmarks": {f"s{n}": {"partitions": [{"n": n}] * 20} for n in range(2000)}}
    ).encode(),
}


@pytest.mark.parametrize("engine", ["bulk", "records"])
@pytest.mark.parametrize("value", OPAQUE.values(), ids=OPAQUE.keys())
def test_a_state_is_the_taps_own_affair(value, engine, lake, capsysbinary) -> None:
    """It is not read, only passed on: byte for byte, through every stage of a run."""
    config = {"lake_root": str(lake.root), "engine": engine}
    target = TargetParquetLake(config=config)
    target.process_lines(io.BytesIO(b'{"type":"STATE","value":' + value + b"}\n"))
    target.process_endofpipe()
    assert capsysbinary.readouterr().out == value + b"\n"


@pytest.mark.parametrize(
    "line",
    [
        '{"type":"STATE","value":{"a":NaN}}',
        '{"type":"STATE","value":{"a":Infinity}}',
        '{"type":"STATE","value":{"a":1}',
        '{"type":"STATE","value":{"a":1},"value":{"a":2}}',
        '{"type":"STATE","value":{"a":01}}',
        '{"type":"STATE"}',
    ],
)
def test_a_state_that_is_no_json_is_put_aside_and_the_next_one_passes(
    line, load, singer, rows
) -> None:
    later = singer.state({"n": 2})
    config = {"on_bad_record": "dead_letter"}
    one, two, three = (singer.record(id=n) for n in (1, 2, 3))
    messages = (singer.schema(), one, line, two, later, three)
    states = load(*messages, end=False, commit_rows=1, **config)
    assert states == [{"n": 2}]
    assert [row["id"] for row in rows()] == [1, 2, 3]


def test_states_that_python_takes_for_equal_are_both_passed(load, singer) -> None:
    """In Python `1 == True == 1.0`: a plain comparison would drop the second STATE."""
    states = load(
        singer.schema(),
        singer.state({"a": 1}),
        singer.record(id=1),
        singer.state({"a": True}),
        singer.record(id=2),
        commit_rows=1,
    )
    assert [type(s["a"]) for s in states] == [int, bool]


def test_an_empty_state_is_a_state(load, singer) -> None:
    """A tap that keeps none says so; from a file without a line no tap can start."""
    assert load(singer.schema(), singer.record(id=1), singer.state({})) == [{}]


def test_null_is_no_state(load, singer) -> None:
    assert load(singer.schema(), singer.record(id=1), singer.state(None)) == []


def test_the_same_state_is_passed_once(load, singer) -> None:
    same = [singer.state({"a": 1})] * 3
    assert load(singer.schema(), singer.record(id=1), *same, commit_rows=1) == [
        {"a": 1}
    ]


def test_no_state_leaves_when_the_commit_fails(
    lake, clock, capsys, singer, monkeypatch
):
    def fail(*_args: object, **_options: object) -> None:
        message = "no space"
        raise OSError(28, message)

    monkeypatch.setattr(table_module, "sync_commits", fail)
    target = TargetParquetLake(config={"lake_root": str(lake.root)}, clock=clock)
    messages = (singer.schema(), singer.record(id=1), singer.state({"a": 1}))
    target.process_lines(io.BytesIO(singer.lines(*messages)))
    with pytest.raises(StorageError, match="no space"):
        target.process_endofpipe()
    assert capsys.readouterr().out == ""


def test_rows_and_log_are_on_disk_before_their_state(singer, monkeypatch, load) -> None:
    """Every added file, its log file and both folders are synced, and STATE comes
    after.
    """
    order: list[str] = []
    real_sync = table_module.sync_commits

    def sync(path: object, first: int, last: int) -> None:
        order.append(f"sync {first}-{last}")
        real_sync(path, first, last)

    monkeypatch.setattr(table_module, "sync_commits", sync)
    write = TargetParquetLake._pass_on
    monkeypatch.setattr(
        TargetParquetLake,
        "_pass_on",
        lambda self, value: (order.append("state"), write(self, value)),
    )
    load(singer.schema(), singer.record(id=1), singer.state({"a": 1}))
    assert order[:2] == ["sync 0-1", "state"]


def test_without_fsync_nothing_is_synced(load, singer, monkeypatch) -> None:
    calls: list[object] = []
    monkeypatch.setattr(table_module, "sync_commits", lambda *args: calls.append(args))
    load(singer.schema(), singer.record(id=1), fsync=False)
    assert calls == []


def test_an_idle_pipe_is_committed_when_its_time_comes(start, tmp_path, singer) -> None:
    """The tap goes on waiting for its source; what it sent must not wait with it."""
    pipe, out = tmp_path / "in.pipe", tmp_path / "out.pipe"
    os.mkfifo(pipe)
    os.mkfifo(out)
    target = start(pipe, stdout=out, commit_interval_seconds=0.05)
    with pipe.open("wb") as tap, out.open("rb") as states:
        messages = (singer.schema(), singer.record(id=1), singer.state({"n": 1}))
        tap.write(singer.lines(*messages))
        tap.flush()
        assert json.loads(states.readline()) == {"n": 1}
        tap.close()
        assert states.read() == b""
    assert target.wait().code == 0
