"""One id leads through logs, events, records and dead letters of one run."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from target_parquet_lake.errors import ExitCode
from target_parquet_lake.lake import Lake
from tests.conftest import Pipe, run
from wv.logs import JSON, logging_as

if TYPE_CHECKING:
    from pathlib import Path

ORDER = "order-2026-11-15-0935"
BEFORE = 2
"""Lines of the SDK while it makes a plugin, its version first: there is no run yet."""


@dataclass
class Traced:
    """A run of tap and target, each told the id of the order, and what it left.

    Attributes:
        lake: The lake's folder.
        logs: What each program logged, a JSON object a line.
        code: The target's exit code.
    """

    lake: Path
    logs: dict[str, list[dict[str, Any]]]
    code: int

    def rows(self, layer: str, table: str) -> list[dict[str, Any]]:
        """All rows of a table."""
        with duckdb.connect() as con:
            Lake(self.lake).pin(tenant="default", layer=layer).register(con, layer)
            return con.sql(f'FROM {layer}."{table}"').to_arrow_table().to_pylist()


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory, api: str) -> Traced:
    """A run in which one record of the tap could not be kept."""
    pipe = Pipe(tmp_path_factory.mktemp("traced"), api)
    order = {"correlation_id": ORDER}
    pipe.write("tap.json", {**pipe.tap_settings, **order})
    pipe.write("target.json", {**pipe.target_settings, **order})
    pipe.write("catalog.json", chosen(pipe))
    reading = [*pipe.tap(), "--catalog", str(pipe.folder / "catalog.json")]
    with logging_as(JSON, quiet=False) as variables:
        tap = ended(reading, variables)
        target = ended(pipe.target, variables, poisoned(tap.stdout))
    assert tap.returncode == ExitCode.OK, tap.stderr[-3000:]
    logs = {"tap": logged(tap.stderr), "target": logged(target.stderr)}
    return Traced(pipe.lake, logs, target.returncode)


def chosen(pipe: Pipe) -> dict[str, Any]:
    """A catalog of two small streams."""
    catalog: dict[str, Any] = json.loads(run([*pipe.tap(), "--discover"]))
    for stream in catalog["streams"]:
        own = next(m for m in stream["metadata"] if not m["breadcrumb"])
        own["metadata"]["selected"] = stream["stream"] in {"cells", "connector_runs"}
    return catalog


def ended(
    command: list[str], variables: dict[str, str], said: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, **variables}
    return subprocess.run(
        command, input=said, env=environment, capture_output=True, check=False
    )


def poisoned(messages: bytes) -> bytes:
    """The same messages, but one latitude is no number."""
    return re.sub(rb'"latitude":[\d.]+', b'"latitude":"north"', messages, count=1)


def logged(stderr: bytes) -> list[dict[str, Any]]:
    """The lines that a program logged; the target's summary is text for people."""
    return [json.loads(line) for line in stderr.splitlines() if line[:1] == b"{"]


@pytest.mark.parametrize("program", ["tap", "target"])
def test_every_line_of_the_log_bears_it(traced: Traced, program: str):
    lines = traced.logs[program][BEFORE:]

    assert len(lines) > 1
    assert {line["extra"].get("correlation_id") for line in lines} == {ORDER}


def test_the_line_that_tells_of_an_error_bears_it(pipe: Pipe):
    """It is the last, and the first that people look for."""
    refusal = {"approval_command": ["false"], "correlation_id": ORDER}
    pipe.write("tap.json", {**pipe.tap_settings, **refusal})

    with logging_as(JSON, quiet=True) as variables:
        tap = ended(pipe.tap(), variables)

    [line] = logged(tap.stderr)
    assert tap.returncode == ExitCode.USAGE
    assert line["level"] == "error"
    assert line["extra"]["correlation_id"] == ORDER


def test_the_records_lead_to_it_by_their_run(traced: Traced):
    [report] = traced.rows("raw", "openmeteo__connector_runs")
    cells = traced.rows("raw", "openmeteo__cells")

    assert report["correlation_id"] == ORDER
    assert {cell["_wv_run_id"] for cell in cells} == {report["run_id"]}


def test_the_dead_letter_bears_it(traced: Traced):
    [letter] = traced.rows("dead_letters", "openmeteo")

    assert traced.code == ExitCode.PARTIAL
    assert letter["correlation_id"] == ORDER


def test_the_event_bears_it(traced: Traced):
    [file] = (traced.lake / "_control/events").glob("*.ndjson")
    [event] = map(json.loads, file.read_text(encoding="utf-8").splitlines())

    assert event["correlationid"] == ORDER


def test_the_summary_of_the_run_bears_it(traced: Traced):
    [file] = (traced.lake / "_control/runs").glob("*.json")
    summary = json.loads(file.read_text(encoding="utf-8"))
    letters = traced.rows("dead_letters", "openmeteo")

    assert summary["correlation_id"] == ORDER
    assert {letter["run_id"] for letter in letters} == {summary["run_id"]}
