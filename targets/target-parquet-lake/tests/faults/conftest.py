"""A small input with everything in it, and what must be in the lake in the end."""

from __future__ import annotations

import io
import json
import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow.dataset as ds
import pytest

from target_parquet_lake import target as target_module
from target_parquet_lake.dead_letters_table import letters_name

if TYPE_CHECKING:
    from target_parquet_lake.lake import Lake

FAULTS = Path(__file__).parent.with_name("faults.py")
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


@pytest.fixture
def config() -> dict[str, Any]:
    return CONFIG


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
    monkeypatch.setattr("target_parquet_lake.bulk.LEAST_ROWS", 1)

    def run(name: str, first: int, method: str, engine: str = "bulk"):
        states: list[int] = []

        def write(state: bytes) -> None:
            states.append(json.loads(state)["n"])

        monkeypatch.setattr(target_module, "_write_line", write)
        monkeypatch.setattr(target_module, "_mute_stdout", lambda: None)
        settings = {"lake_root": str(tmp_path / name), "load_method": method}
        settings = {**settings, "engine": engine, **CONFIG}
        faults = Faults()
        faults.at, faults.mode = run.at, run.mode
        target = target_module.TargetParquetLake(config=settings, clock=clock)
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


class Oracle:
    """What the lake must hold, whenever one looks."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def found(self, lake: Lake) -> dict[int, str]:
        """The rows as read; a key that is there twice fails."""
        if not (lake.root / "_control" / "lake.json").is_file():
            return {}
        names = lake.tables()
        if not names:
            return {}
        lake.pin(names).register(self._con)
        rows = self._con.sql("SELECT id, name FROM raw.singer__users").fetchall()
        assert len(dict(rows)) == len(rows)
        return dict(rows)

    def letters(self, lake: Lake) -> int:
        """The dead letters as read."""
        if not lake.root.is_dir() or LETTERS not in lake.tables(LETTERS.layer):
            return 0
        return ds.dataset([*lake.pin([LETTERS]).tables[LETTERS].files]).count_rows()

    def check_not_ahead(self, lake: Lake, states: list[int], method: str) -> None:
        """What the last STATE says is done is in the lake."""
        last = max(states, default=0)
        if last >= 2:
            assert self.letters(lake) == 1
            assert self.found(lake).get(1) in {"old", "new"} or method == "overwrite"
        if last >= 4:
            assert self.found(lake) == EXPECTED

    def check_whole(self, lake: Lake) -> None:
        assert self.found(lake) == EXPECTED
        assert self.letters(lake) == 1


@pytest.fixture(scope="session")
def oracle():
    with duckdb.connect() as con:
        yield Oracle(con)
