"""Each touch of the disk fails once, for good, or kills: the next run makes it whole.

The same small input is run until no step is left to fail. Then, without a hand, an
undisturbed run goes on from the last STATE that was passed.
"""

from __future__ import annotations

import io
import json
import os
import runpy
from pathlib import Path

import duckdb
import pyarrow.dataset as ds
import pytest

from target_parquet_lake import target as target_module
from target_parquet_lake.dead_letters_table import letters_name
from target_parquet_lake.errors import LakeError, PartialError
from target_parquet_lake.lake import Lake

FAULTS = Path(__file__).with_name("faults.py")
Faults = runpy.run_path(str(FAULTS))["Faults"]
INPUT = [
    ({"id": 1, "name": "old"}, None),
    ({"id": "bad"}, 2),
    ({"id": 1, "name": "new"}, None),
    ({"id": 2, "name": "two", "more": 5}, 4),
]
EXPECTED = {1: "new", 2: "two"}
LETTERS = letters_name("default", "singer")
PROPERTIES = {"id": {"type": "integer"}, "name": {"type": "string"}}
CONFIG = {"commit_rows": 2, "on_bad_record": "dead_letter"}
LONG = bool(os.environ.get("LAKE_LONG_TESTS"))
"""Every step in every way: minutes, by hand. Else only the first way is whole."""
STRIDES = {("upsert", "once"): 1, ("upsert", "from"): 3, ("upsert", "die"): 7}


def strides(method: str, mode: str, steps: int) -> range:
    return range(1, steps + 1, 1 if LONG else STRIDES.get((method, mode), 5))


@pytest.fixture
def data(singer):
    """The input as a tap would send it from a STATE on; a column appears on the way."""

    def sent(first: int) -> bytes:
        messages = [singer.schema(properties=PROPERTIES)]
        for number, (values, state) in enumerate(INPUT):
            if number < first:
                continue
            if number == 2:
                more = {**PROPERTIES, "more": {"type": "integer"}}
                messages.append(singer.schema(properties=more))
            messages.append(singer.record(**values))
            if state is not None:
                messages.append(singer.state({"n": state}))
        return singer.lines(*messages)

    return sent


@pytest.fixture
def attempt(tmp_path, data, clock, monkeypatch):
    """Run the input into a lake of its own; returns the STATEs passed and the error."""

    def run(name: str, first: int, method: str):
        states: list[int] = []

        def write(state: bytes) -> None:
            states.append(json.loads(state)["n"])

        monkeypatch.setattr(target_module, "_write_line", write)
        monkeypatch.setattr(target_module, "_mute_stdout", lambda: None)
        config = {"lake_root": str(tmp_path / name), "load_method": method, **CONFIG}
        faults = Faults()
        faults.at, faults.mode = run.at, run.mode
        target = target_module.TargetParquetLake(config=config, clock=clock)
        error: Exception | None = None
        with faults:
            try:
                target.process_lines(io.BytesIO(data(first)))
                target.process_endofpipe()
            except Exception as caught:  # noqa: BLE001 - its type is what is tested.
                error = caught
        run.steps = faults.steps
        return states, error

    run.at, run.mode, run.steps = 0, "once", []
    return run


def found(lake: Lake) -> dict[int, str]:
    """The rows as read; a key that is there twice fails."""
    if not (lake.root / "_control" / "lake.json").is_file():
        return {}
    names = lake.tables()
    if not names:
        return {}
    with duckdb.connect() as con:
        lake.pin(names).register(con)
        rows = con.sql("SELECT id, name FROM raw.singer__users").fetchall()
    assert len(dict(rows)) == len(rows)
    return dict(rows)


def letters(lake: Lake) -> int:
    """The dead letters as read."""
    if not lake.root.is_dir() or LETTERS not in lake.tables(LETTERS.layer):
        return 0
    return ds.dataset([*lake.pin([LETTERS]).tables[LETTERS].files]).count_rows()


def check_not_ahead(lake: Lake, states: list[int], method: str) -> None:
    """What the last STATE says is done is in the lake."""
    last = max(states, default=0)
    if last >= 2:
        assert letters(lake) == 1
        assert found(lake).get(1) in {"old", "new"} or method == "overwrite"
    if last >= 4:
        assert found(lake) == EXPECTED


def check_whole(lake: Lake) -> None:
    assert found(lake) == EXPECTED
    assert letters(lake) == 1


@pytest.mark.parametrize("mode", ["once", "from"])
@pytest.mark.parametrize("method", ["upsert", "append-only", "overwrite"])
def test_every_step_that_fails_is_made_good_by_the_next_run(
    method, mode, attempt, tmp_path
) -> None:
    attempt("nominal", 0, method)
    steps = len(attempt.steps)
    assert steps > 50
    for at in strides(method, mode, steps):
        name = f"{method}-{mode}-{at}"
        lake = Lake(tmp_path / name)
        attempt.at, attempt.mode = at, mode
        states, error = attempt(name, 0, method)
        assert isinstance(error, LakeError), (at, attempt.steps[-1], error)
        check_not_ahead(lake, states, method)
        attempt.at = 0
        again, error = attempt(name, max(states, default=0), method)
        assert error is None or isinstance(error, PartialError), (at, error)
        if method == "overwrite" and max(states, default=0):
            continue  # A later run of this method replaces what was whole.
        check_whole(lake)
        assert [*states, *again][-1] == 4


@pytest.mark.kill
def test_every_step_that_kills_is_made_good_by_the_next_run(
    start, data, attempt, tmp_path
) -> None:
    attempt("nominal", 0, "upsert")
    steps = len(attempt.steps)
    for at in strides("upsert", "die", steps):
        lake = Lake(tmp_path / f"die-{at}")
        before = (
            f"import runpy; runpy.run_path({str(FAULTS)!r})['Faults']"
            f"({at}, 'die').__enter__()"
        )
        config = {"lake_root": str(lake.root), **CONFIG}
        done = start(data(0), before=before, **config).wait()
        assert done.code in {137, 6}, done.err
        states = [state["n"] for state in done.states]
        check_not_ahead(lake, states, "upsert")
        attempt(f"die-{at}", max(states, default=0), "upsert")
        check_whole(lake)


LIMIT = """
import os, resource, signal
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
"""


@pytest.mark.parametrize("size", [100, 400, 900, 1500, 2500, 4000, 8000])
def test_a_disk_that_is_full_at_any_size_is_made_good_by_the_next_run(
    size, start, data, attempt, tmp_path
) -> None:
    lake = Lake(tmp_path / "full")
    config = {"lake_root": str(lake.root), **CONFIG}
    done = start(data(0), before=LIMIT.format(size=size), **config).wait()
    assert done.code in {6, 7}
    states = [state["n"] for state in done.states]
    assert done.code == 7 or states[-1] == 4
    check_not_ahead(lake, states, "upsert")
    attempt("full", max(states, default=0), "upsert")
    check_whole(lake)


def test_a_state_channel_that_is_full_ends_with_7_and_loses_nothing(
    start, data, attempt, tmp_path
) -> None:
    lake = Lake(tmp_path / "full")
    config = {"lake_root": str(lake.root), **CONFIG}
    done = start(data(0), stdout=Path("/dev/full"), **config).wait()
    assert done.code == 7
    assert done.states == []
    attempt("full", 0, "upsert")
    check_whole(lake)


def test_a_lake_that_is_read_only_ends_with_7_and_keeps_what_it_has(
    start, data, attempt, tmp_path
) -> None:
    """Root writes where it likes: the folders that are needed are files instead."""
    attempt("shut", 0, "upsert")
    lake = Lake(tmp_path / "shut")
    locks = lake.control("locks")
    for path in locks.iterdir():
        path.unlink()
    locks.rmdir()
    locks.write_text("in the way")
    config = {"lake_root": str(lake.root), **CONFIG}
    done = start(data(0), **config).wait()
    assert done.code == 7
    assert done.states == []
    check_whole(lake)
    locks.unlink()
    attempt("shut", 0, "upsert")
    check_whole(lake)
