"""Records a second of our target beside public targets and DuckDB itself.

Every program gets the same lines on its standard input: a SCHEMA, records, and a STATE
every 10,000. Each runs in an environment of its own, made here by uv, ours too. They
take turns, so that what the machine does meanwhile meets all of them; figures are
medians of the rounds. Slow peers read fewer records: theirs is a rate, with start-up.
Ours also reads the flat records as two and as thirty streams that take turns line by
line, and a single record, which tells what a commit takes at the least.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import target_input
from target_programs import (
    OURS,
    PARQUET,
    PEERS,
    PROGRAMS,
    Program,
    environment,
    machine,
    measure,
)

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = {"flat": 500_000, "nested": 200_000}
TURNS = {"two streams in turn": 2, "thirty streams in turn": 30}
LEAST_RATIO = 40
MOST_OF_DUCKDB = 1.5
MOST_MEMORY_MB = 500
DUCKDB = "duckdb"

_COPY = """
import json, sys, duckdb
path, out, columns = sys.argv[1:]
con = duckdb.connect()
con.execute("SET enable_progress_bar = false; SET TimeZone = 'UTC'")
con.execute(
    f"COPY (SELECT record.*, time_extracted FROM read_json('{path}', records=true, "
    f"format='newline_delimited', columns={columns}) WHERE type = 'RECORD') "
    f"TO '{out}' (FORMAT parquet, COMPRESSION zstd)"
)
con.close()
"""


def sql_type(spec: dict[str, Any]) -> str:
    """The DuckDB type of a JSON Schema of the benchmark's own."""
    kinds = spec["type"]
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "object":
        inner = (f'"{n}" {sql_type(s)}' for n, s in spec["properties"].items())
        return f"STRUCT({', '.join(inner)})"
    if kind == "array":
        return f"{sql_type(spec['items'])}[]"
    if kind == "string":
        times = {"date-time": "TIMESTAMPTZ", "date": "DATE"}
        return times.get(spec.get("format", ""), "VARCHAR")
    return {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}[kind]


def duckdb_itself(kind: str, source: Path, folder: Path) -> dict[str, float]:
    """DuckDB's own COPY of the same lines, with its start-up apart."""
    record = sql_type({"type": "object", "properties": target_input.KINDS[kind][0]})
    columns = f"{{type: 'VARCHAR', record: '{record}', time_extracted: 'TIMESTAMPTZ'}}"
    out = str(folder / "out.parquet")
    python = str(PEERS / OURS / "bin" / "python")
    found = measure([python, "-c", _COPY, str(source), out, columns], source, folder)
    start = measure([python, "-c", "import duckdb"], source, folder)
    return {**found, **_startup(start)}


def _startup(start: dict[str, float]) -> dict[str, float]:
    return {
        "startup_seconds": start["seconds"],
        "startup_cpu_seconds": start["cpu_seconds"],
    }


def _in_folder(run: Callable[[Path], dict[str, float]]) -> dict[str, float]:
    folder = Path(tempfile.mkdtemp(dir=PEERS))
    try:
        return run(folder)
    finally:
        shutil.rmtree(folder)


def compare(kind: str, rows: int, rounds: int) -> dict[str, Any]:
    """Run every program on records of a kind; returns figures by program."""
    runs: dict[str, list[dict[str, float]]] = {}
    missing: dict[str, str] = {}
    sources: dict[str, tuple[Path, int]] = {}
    with tempfile.TemporaryDirectory(dir=PEERS) as inputs:
        for name, program in PROGRAMS.items():
            part = max(1, int(rows * program.share))
            path = Path(inputs) / f"{kind}-{part}.jsonl"
            made = path if path.exists() else target_input.write(path, kind, part)
            sources[name] = (made, part)
        for _ in range(rounds):
            for name, program in PROGRAMS.items():
                _one(name, program, sources[name][0], runs, missing)
            whole = sources[OURS][0]
            found = _in_folder(lambda folder: duckdb_itself(kind, whole, folder))  # noqa: B023 - called at once.
            runs.setdefault(DUCKDB, []).append(found)
        help_ = [str(PEERS / OURS / "bin" / OURS), "--version"]
        runs_ = [
            _in_folder(lambda folder: measure(help_, sources[OURS][0], folder))
            for _ in range(rounds)
        ]
        start = _medians(runs_, 0)
    figures = {n: _medians(r, sources.get(n, (None, rows))[1]) for n, r in runs.items()}
    figures[OURS] |= _startup(start)
    return {"programs": figures, "missing": missing, **ratios(figures)}


def _one(
    name: str,
    program: Program,
    source: Path,
    runs: dict[str, list[dict[str, float]]],
    missing: dict[str, str],
) -> None:
    try:
        programs = environment(name, program.packages)
        found = _in_folder(lambda f: measure(program.command(programs, f), source, f))
    except (subprocess.CalledProcessError, RuntimeError) as error:
        if name == OURS:
            raise
        missing[name] = str(error)
    else:
        runs.setdefault(name, []).append(found)


def _medians(runs: list[dict[str, float]], rows: int) -> dict[str, float]:
    middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    return {"rows": rows, **middle, "rows_a_second": rows / middle["seconds"]}


def ratios(figures: dict[str, dict[str, float]]) -> dict[str, float]:
    """How many times faster than each peer, and how many times DuckDB's own time."""
    ours = figures[OURS]
    faster = {
        f"times_{name}": ours["rows_a_second"] / found["rows_a_second"]
        for name, found in figures.items()
        if name not in {OURS, DUCKDB}
    }
    duckdb = figures[DUCKDB]
    own = ours["seconds"] - ours["startup_seconds"]
    theirs = duckdb["seconds"] - duckdb["startup_seconds"]
    cpu = ours["cpu_seconds"] - ours["startup_cpu_seconds"]
    their_cpu = duckdb["cpu_seconds"] - duckdb["startup_cpu_seconds"]
    return {
        **faster,
        "of_duckdb": own / theirs,
        "of_duckdb_by_cpu": cpu / their_cpu,
        "first_state_seconds": ours["first_line_seconds"],
    }


def turns(rows: int, rounds: int, flat: dict[str, float]) -> dict[str, Any]:
    """Ours on streams that take turns, and on a single record."""
    wanted = {name: (rows, count) for name, count in TURNS.items()}
    found: dict[str, Any] = {}
    for name, (part, streams) in {**wanted, "a single record": (1, 1)}.items():
        with tempfile.TemporaryDirectory(dir=PEERS) as inputs:
            path = Path(inputs) / "lines.jsonl"
            source = target_input.write(path, "flat", part, streams)
            runs: dict[str, list[dict[str, float]]] = {}
            for _ in range(rounds):
                _one(OURS, PROGRAMS[OURS], source, runs, {})
            found[name] = _medians(runs[OURS], part)
            found[name]["of_one_stream"] = (
                found[name]["rows_a_second"] / flat["rows_a_second"]
            )
    return found


def failures(kind: str, found: dict[str, Any]) -> list[str]:
    """What is promised and does not hold."""
    wrong = []
    times = found.get(f"times_{PARQUET}")
    if times is not None and times < LEAST_RATIO:
        wrong.append(f"{kind}: {times:.0f} times {PARQUET}, not {LEAST_RATIO}")
    if found["of_duckdb"] > MOST_OF_DUCKDB:
        wrong.append(f"{kind}: {found['of_duckdb']:.2f} of DuckDB's time")
    memory = found["programs"][OURS]["memory_mb"]
    if memory > MOST_MEMORY_MB:
        wrong.append(f"{kind}: {memory:.0f} MB at the peak")
    return wrong


def table(kind: str, found: dict[str, Any]) -> str:
    """The figures for people."""
    heads = ("rows", "rows/s", "wall s", "CPU s", "MB")
    lines = [f"{kind:22} {'{:>8} {:>9} {:>7} {:>6} {:>5}'.format(*heads)}"]
    lines += [_row(name, row) for name, row in found["programs"].items()]
    lines += [
        f"{name:22} not measured: {why}" for name, why in found["missing"].items()
    ]
    known = {k: v for k, v in found.items() if k not in {"programs", "missing"}}
    return "\n".join([*lines, *(f"{k:22} {v:8.2f}" for k, v in known.items()), ""])


def _row(name: str, row: dict[str, float]) -> str:
    return (
        f"{name:22} {row['rows']:8,.0f} {row['rows_a_second']:9,.0f} "
        f"{row['seconds']:7.2f} {row['cpu_seconds']:6.2f} {row['memory_mb']:5.0f}"
    )


def main() -> int:
    """Compare, print, and tell by the exit code whether the promises hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print for machines")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1.0, help="part of the records")
    given = parser.parse_args()
    where = machine()
    found = {
        kind: compare(kind, max(1, int(rows * given.scale)), given.rounds)
        for kind, rows in ROWS.items()
    }
    flat = found["flat"]["programs"][OURS]
    others = turns(int(flat["rows"]), given.rounds, flat)
    wrong = [text for kind, one in found.items() for text in failures(kind, one)]
    if given.json:
        whole = {"machine": where, "kinds": found, "others": others, "failures": wrong}
        sys.stdout.write(json.dumps(whole) + "\n")
    else:
        sys.stdout.write(
            "\n".join(
                [
                    where,
                    "",
                    *(table(*kind) for kind in found.items()),
                    *(_row(name, row) for name, row in others.items()),
                    "",
                    *wrong,
                    "",
                ]
            )
        )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
