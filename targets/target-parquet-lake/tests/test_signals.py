"""SIGTERM and SIGINT commit what is complete, once, and pass its STATE on."""

from __future__ import annotations

import io
import json
import os
import signal
from typing import TYPE_CHECKING

import pytest

from target_parquet_lake.refusals import StoppedError
from target_parquet_lake.target import TargetParquetLake

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("signum", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)]
)
def test_a_waiting_target_commits_and_ends(  # noqa: PLR0917 - fixtures.
    signum, code, start, singer, rows, tmp_path
) -> None:
    pipe, out = tmp_path / "in.pipe", tmp_path / "out.pipe"
    os.mkfifo(pipe)
    os.mkfifo(out)
    target = start(pipe, stdout=out, commit_rows=2)
    first = (singer.schema(), singer.record(id=1), singer.state({"n": 1}))
    more = (singer.record(id=2), singer.record(id=3), singer.state({"n": 3}))
    with pipe.open("wb") as tap, out.open("rb") as states:
        tap.write(singer.lines(*first, *more))
        tap.flush()
        assert json.loads(states.readline()) == {"n": 1}
        os.kill(target.pid, signum)
        os.kill(target.pid, signum)
        later = [json.loads(line) for line in states]
    done = target.wait()
    assert done.code == code
    assert "what was complete is kept" in done.err
    loaded = [row["id"] for row in rows()]
    assert loaded == [1, 2, 3][: len(loaded)]
    assert later in ([], [{"n": 3}])
    assert len(loaded) >= (3 if later else 2)


class Silent(io.BytesIO):
    """Input that falls silent; then the signal comes."""

    def __init__(self, data: bytes, signal_comes: Callable[[], None]) -> None:
        super().__init__(data)
        self._signal_comes = signal_comes

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        if not data:
            self._signal_comes()
        return data


def test_a_target_that_waits_for_input_ends_at_once(lake, singer, rows, capsys) -> None:
    target = TargetParquetLake(config={"lake_root": str(lake.root)})
    messages = (singer.schema(), singer.record(id=1), singer.state({"n": 1}))
    source = Silent(
        singer.lines(*messages),
        lambda: target._handle_termination(signal.SIGINT, None),
    )
    with pytest.raises(StoppedError) as stopped:
        target.process_lines(source)
    assert stopped.value.code == 130
    assert capsys.readouterr().out == '{"n": 1}\n'
    assert [row["id"] for row in rows()] == [1]


def test_a_busy_target_ends_after_the_message_at_hand(lake, clock, singer, rows):
    """A second signal is swallowed: the SDK's own handler would commit again inside."""
    config = {"lake_root": str(lake.root), "engine": "records"}
    target = TargetParquetLake(config=config, clock=clock)
    taken = target.after_message

    def after(size: int, kind: str) -> None:
        taken(size, kind)
        if kind == "RECORD":
            target._handle_termination(signal.SIGTERM, None)
            target._handle_termination(signal.SIGTERM, None)

    target.after_message = after
    data = singer.lines(singer.schema(), singer.record(id=1), singer.record(id=2))
    with pytest.raises(StoppedError) as stopped:
        target.process_lines(io.BytesIO(data))
    assert stopped.value.code == 143
    assert [row["id"] for row in rows()] == [1]


@pytest.mark.parametrize("engine", ["bulk", "records"])
@pytest.mark.parametrize("method", ["upsert", "append-only", "overwrite"])
def test_a_target_under_load_drains_once_and_goes_on_from_there(  # noqa: PLR0917 - fixtures.
    method, engine, start, singer, rows, tmp_path
) -> None:
    """Two signals, as Ctrl-C under Meltano sends them, while records stream in."""
    out = tmp_path / "out.pipe"
    os.mkfifo(out)
    quick = [singer.record("quick", id=number) for number in range(200)]
    sent = [singer.schema("quick"), singer.state({"n": 0}), *quick, singer.schema()]
    for number in range(4000):
        sent += [singer.record(id=number, name="x"), singer.state({"n": number + 1})]
    own = {"users": {"load_method": method}}
    options = {"streams": own, "engine": engine, "commit_rows": 200}
    target = start(singer.lines(*sent), stdout=out, **options)
    with out.open("rb") as states:
        assert json.loads(states.readline()) == {"n": 0}
        os.kill(target.pid, signal.SIGINT)
        os.kill(target.pid, signal.SIGTERM)
        passed = [json.loads(line) for line in states]
    done = target.wait()
    assert done.code in {128 + signal.SIGINT, 128 + signal.SIGTERM}
    assert done.err.count("committing what is complete") == 1
    assert done.err.count("ended early: Stopped by") == 1
    assert "Traceback" not in done.err
    covered = max([0, *(state["n"] for state in passed)])
    loaded = {row["id"] for row in rows()} if covered else set()
    assert set(range(covered)) <= loaded
    assert covered < 4000
