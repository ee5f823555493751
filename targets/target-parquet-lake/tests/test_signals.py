"""SIGTERM and SIGINT commit what is complete, once, and pass its STATE on."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys

import pytest
from target_parquet_lake.refusals import StoppedError
from target_parquet_lake.target import TargetParquetLake


@pytest.mark.parametrize(
    ("signum", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)]
)
def test_a_waiting_target_commits_and_ends(signum, code, lake, tmp_path, singer, rows):
    config = tmp_path / "c.json"
    settings = {"lake_root": str(lake.root), "commit_rows": 2}
    config.write_text(json.dumps(settings))
    process = subprocess.Popen(
        [sys.executable, "-m", "target_parquet_lake", "--config", str(config)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    first = (singer.schema(), singer.record(id=1), singer.state({"n": 1}))
    more = (singer.record(id=2), singer.record(id=3), singer.state({"n": 3}))
    process.stdin.write(singer.lines(*first, *more))
    process.stdin.flush()
    assert json.loads(process.stdout.readline()) == {"n": 1}
    process.send_signal(signum)
    process.send_signal(signum)
    out, err = process.communicate()
    assert process.returncode == code
    assert [json.loads(line) for line in out.splitlines()] == [{"n": 3}]
    assert b"what was complete is kept" in err
    assert [row["id"] for row in rows()] == [1, 2, 3]


def test_a_busy_target_ends_after_the_message_at_hand(lake, clock, singer, load, rows):
    """A second signal is swallowed: the SDK's own handler would commit again inside."""
    target = TargetParquetLake(config={"lake_root": str(lake.root)}, clock=clock)
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
