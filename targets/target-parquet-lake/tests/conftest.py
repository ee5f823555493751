"""What the tests share: a lake, a target in this process, one in its own."""

from __future__ import annotations

import io
import itertools
import json
import logging
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from target_parquet_lake.target import TargetParquetLake

USERS = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "name": {"type": ["null", "string"]}},
}

STRICT = {"on_bad_record": "fail"}
"""Most tests want to see why a line is refused; those of the dead letters say so."""


@dataclass
class ManualClock:
    """A clock that stands still unless told."""

    time: datetime = datetime(2026, 11, 21, 12, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


def schema(
    stream: str = "users",
    properties: dict[str, Any] | None = None,
    keys: tuple[str, ...] | None = ("id",),
) -> dict[str, Any]:
    kind = USERS if properties is None else {"properties": properties}
    message = {"type": "SCHEMA", "stream": stream, "schema": kind}
    return message if keys is None else {**message, "key_properties": list(keys)}


def record(stream: str = "users", /, **values: Any) -> dict[str, Any]:
    return {"type": "RECORD", "stream": stream, "record": values}


def state(value: Any) -> dict[str, Any]:
    return {"type": "STATE", "value": value}


def lines(*messages: dict[str, Any] | str | bytes) -> bytes:
    def line(message: dict[str, Any] | str | bytes) -> bytes:
        if isinstance(message, dict):
            message = json.dumps(message)
        return message.encode() if isinstance(message, str) else message

    return b"".join(line(message) + b"\n" for message in messages)


class Singer:
    """Message makers, as one fixture: importlib mode has no shared test modules."""

    schema = staticmethod(schema)
    record = staticmethod(record)
    state = staticmethod(state)
    lines = staticmethod(lines)


@pytest.fixture
def singer() -> type[Singer]:
    return Singer


@pytest.fixture
def good(singer) -> bytes:
    return singer.lines(
        singer.schema(), singer.record(id=1, name="a"), singer.state({"n": 1})
    )


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def load(lake: Lake, clock: ManualClock, capsys: pytest.CaptureFixture[str]):
    """Run messages through a target in this process; returns the STATE values it
    passed.
    """

    def run(*messages: Any, end: bool = True, **config: Any) -> list[Any]:
        settings = {"lake_root": str(lake.root), **STRICT, **config}
        target = TargetParquetLake(config=settings, clock=clock)
        capsys.readouterr()
        target.process_lines(io.BytesIO(lines(*messages)))
        if end:
            target.process_endofpipe()
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


@pytest.fixture
def rows(lake: Lake):
    """Read a stream back through DuckDB, without the metadata columns, sorted."""

    def read(stream: str = "users", *, meta: bool = False) -> list[dict[str, Any]]:
        name = TableName.of_stream("default", "singer", stream)
        with duckdb.connect() as con:
            con.execute("SET TimeZone = 'UTC'")
            lake.pin([name]).register(con)
            found = con.table(f'raw."{name.name}"').to_arrow_table()
        records = found.to_pylist()
        if not meta:
            hidden = ("_sdc_", "_lake_")
            records = [
                {k: v for k, v in r.items() if not k.startswith(hidden)}
                for r in records
            ]
        return sorted(records, key=lambda r: [str(v) for v in r.values()])

    return read


@dataclass
class Outcome:
    code: int
    states: list[Any]
    err: str


@pytest.fixture
def command(lake: Lake, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]):
    """Run messages through the command in this process, whose start costs nothing."""

    def run(data: bytes, *arguments: str, **config: Any) -> Outcome:
        settings, messages = tmp_path / "config.json", tmp_path / "messages"
        values = {"lake_root": str(lake.root), **STRICT, **config}
        settings.write_text(json.dumps(values))
        messages.write_bytes(data)
        capsysbinary.readouterr()
        given = ["--config", str(settings), "--input", str(messages), *arguments]
        handlers = logging.getLogger().handlers[:]
        with pytest.raises(SystemExit) as ended:
            TargetParquetLake.cli.main(given)
        logging.captureWarnings(capture=False)
        logging.getLogger().handlers[:] = handlers
        out, err = capsysbinary.readouterr()
        code = ended.value.code or 0
        return Outcome(code, [json.loads(x) for x in out.splitlines()], err.decode())

    yield run
    sys.excepthook = sys.__excepthook__


@dataclass
class Child:
    """A target in a process of its own."""

    nursery: subprocess.Popen[str]
    pid: int
    out: Path
    err: Path

    def wait(self, kill_after: float | None = None) -> Outcome:
        """Wait for its end, or kill it (SIGKILL) after so many seconds."""
        code = ask(self.nursery, {"wait": self.pid, "kill_after": kill_after})
        written = self.out.read_bytes()
        whole = written[: written.rfind(b"\n") + 1]
        states = [json.loads(line) for line in whole.splitlines()]
        return Outcome(code, states, self.err.read_text())

    def steps(self) -> list[str]:
        """What it asked of the disk, once it has ended; a `fault` was given."""
        return ask(self.nursery, {"steps": self.pid})


def ask(nursery: subprocess.Popen[str], request: dict[str, Any]) -> Any:
    nursery.stdin.write(json.dumps(request) + "\n")
    nursery.stdin.flush()
    return json.loads(nursery.stdout.readline())


@pytest.fixture(scope="session")
def nursery():
    """One process that forks a target for each request, see nursery.py."""
    script = Path(__file__).with_name("nursery.py")
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        yield server
        server.stdin.close()


@pytest.fixture
def start(nursery, lake: Lake, tmp_path: Path):
    """Start the command in a process of its own."""
    numbers = itertools.count()

    def run(
        data: bytes | Path,
        *,
        before: str = "",
        stdout: Path | None = None,
        fault: dict[str, Any] | None = None,
        **config: Any,
    ) -> Child:
        base = tmp_path / f"process-{next(numbers)}"
        settings, out, err = (base.with_suffix(s) for s in (".json", ".out", ".err"))
        values = {"lake_root": str(lake.root), **STRICT, **config}
        settings.write_text(json.dumps(values))
        stdin = data if isinstance(data, Path) else base.with_suffix(".in")
        if isinstance(data, bytes):
            stdin.write_bytes(data)
        request = {
            "arguments": ["--config", str(settings)],
            "stdin": str(stdin),
            "stdout": str(stdout or out),
            "stderr": str(err),
            "before": before,
            "fault": fault and {"places": [values["lake_root"], str(out)], **fault},
        }
        for each in (out, err):
            each.touch()  # It may be killed before it opens them.
        pid = ask(nursery, {"run": request})
        return Child(nursery, pid, out, err)

    return run


@pytest.fixture
def process(start):
    """Run messages through the command in a process of its own."""
    return lambda data, **options: start(data, **options).wait()
