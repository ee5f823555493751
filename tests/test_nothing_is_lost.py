"""At-least-once reading, an effectively-once lake: tried on real processes."""

from __future__ import annotations

import contextlib
import io
import json
import random
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tap_openmeteo.tap import TapOpenMeteo
from target_parquet_lake.target import TargetParquetLake

if TYPE_CHECKING:
    from conftest import Pipe

KILLS = 20
SEED = 20261115


def read_from(pipe: Pipe, state: Any) -> list[bytes]:
    """All that the tap says from a state on, without the price of a process."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out):
        TapOpenMeteo(config=pipe.tap_settings, state=state).sync_all()
    return out.detach().getvalue().splitlines(keepends=True)


def load(pipe: Pipe, lines: list[bytes]) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        target = TargetParquetLake(config=pipe.target_settings)
        target.listen(io.TextIOWrapper(io.BytesIO(b"".join(lines)), encoding="utf-8"))


def test_every_state_of_a_run_is_a_good_start(pipe: Pipe, undisturbed: Pipe):
    """A run up to a STATE, then a run from that STATE: the lake lacks nothing."""
    lines = undisturbed.said.splitlines(keepends=True)
    found = [i for i, line in enumerate(lines) if json.loads(line)["type"] == "STATE"]
    whole = undisturbed.rows()
    assert len(found) > len(whole)

    for number, index in enumerate(found):
        folder = pipe.folder / str(number)
        folder.mkdir()
        again = replace(pipe, folder=folder)
        state = json.loads(lines[index])["value"]
        load(again, lines[: index + 1])
        load(again, read_from(again, state))
        assert again.rows() == whole, f"state {number} of {len(found)}: {state}"


def interrupted(pipe: Pipe, state: Any, lines: int) -> list[Any]:
    """Run the pipe, kill both ends after so many lines; the states that came out."""
    out = (pipe.folder / "states.out").open("w+b")
    with (
        out,
        subprocess.Popen(
            pipe.tap(state), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as tap,
        subprocess.Popen(
            pipe.target, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.DEVNULL
        ) as target,
    ):
        assert tap.stdout
        assert target.stdin
        for _, line in zip(range(lines), tap.stdout, strict=False):
            target.stdin.write(line)
        target.kill()
        tap.kill()
        with contextlib.suppress(BrokenPipeError):  # What it had not read dies with it.
            target.stdin.close()
        target.wait()
        out.seek(0)
        return [
            json.loads(line)
            for line in out.read().splitlines(keepends=True)
            if line.endswith(b"\n")
        ]


@pytest.mark.kill
def test_twenty_kills_lose_and_double_nothing(pipe: Pipe, undisturbed: Pipe):
    """kill -9 on both ends at random lines, with commits at changing borders."""
    chance = random.Random(SEED)  # noqa: S311  # Reproducible, not secret.
    total = len(undisturbed.said.splitlines())
    state: Any = None
    for _ in range(KILLS):
        pipe.write(
            "target.json",
            {**pipe.target_settings, "commit_rows": chance.randint(100, 3000)},
        )
        states = interrupted(pipe, state, chance.randint(1, total))
        state = states[-1] if states else state

    pipe.sync(state)

    assert pipe.rows() == undisturbed.rows()
