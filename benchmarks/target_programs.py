"""The programs that the target's benchmark runs, each in an environment of its own."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".peers"
OURS, PARQUET = "target-parquet-lake", "target-parquet"

_OLD_PYTHON = (
    "import collections, collections.abc; "
    "collections.MutableMapping = collections.abc.MutableMapping; "
    "from target_parquet import main; main()"
)
"""target-parquet's last release on the index was written for Python before 3.10."""


@dataclass(frozen=True)
class Program:
    """One program that reads messages.

    Attributes:
        packages: What its environment is made of.
        command: What is run, by its environment's `bin` and an empty folder.
        share: Which part of the records it reads; all for ours.
    """

    packages: tuple[str, ...]
    command: Callable[[Path, Path], list[str]]
    share: float


def _with_config(name: str, config: Callable[[Path], dict[str, Any]]) -> Any:  # noqa: ANN401 - a function.
    def command(programs: Path, folder: Path) -> list[str]:
        settings = folder / "config.json"
        settings.write_text(json.dumps(config(folder)))
        start = [str(programs / name)]
        if name == PARQUET:
            start = [str(programs / "python"), "-c", _OLD_PYTHON]
        return [*start, "--config", str(settings)]

    return command


def _duckdb_config(folder: Path) -> dict[str, Any]:
    path = str(folder / "out.duckdb")
    return {"path": path, "database": "out", "default_target_schema": "main"}


PROGRAMS = {
    OURS: Program(
        ("-c", "constraints.txt", "./targets/target-parquet-lake"),
        _with_config(OURS, lambda folder: {"lake_root": str(folder / "lake")}),
        1.0,
    ),
    "target-jsonl": Program(
        ("target-jsonl==0.1.4",),
        _with_config("target-jsonl", lambda f: {"destination_path": str(f)}),
        0.1,
    ),
    "target-duckdb": Program(
        ("target-duckdb==0.8.0",), _with_config("target-duckdb", _duckdb_config), 0.2
    ),
    PARQUET: Program(
        ("target-parquet==0.0.1", "setuptools<80"),
        _with_config(
            PARQUET,
            lambda f: {"destination_path": str(f), "compression_method": "gzip"},
        ),
        0.1,
    ),
}


@cache
def environment(name: str, packages: tuple[str, ...]) -> Path:
    """Make a program's environment where there is none; returns its `bin`.

    Ours is made anew for each benchmark: it changes.

    Raises:
        CalledProcessError: If it cannot be installed.
    """
    folder = PEERS / name
    done = folder / ".done"
    if not done.exists() or any(package.startswith("./") for package in packages):
        uv = str(Path(sys.executable).with_name("uv"))
        python = str(folder / "bin" / "python")
        overrides = folder.with_suffix(".overrides")
        PEERS.mkdir(exist_ok=True)
        newer = ["pandas>=2", "pyarrow>=15", "singer-python>=6", "jsonschema==2.6.0"]
        overrides.write_text("\n".join(newer if name == PARQUET else []))
        make = [
            uv,
            "venv",
            "--quiet",
            "--clear",
            "--python",
            sys.executable,
            str(folder),
        ]
        # Compiled once, as pip does; uv leaves that to the first start, of which a
        # benchmark's many would pay.
        install = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--reinstall"]
        install += ["--python", python]
        for command in (make, [*install, "--override", str(overrides), *packages]):
            subprocess.run(command, cwd=ROOT, check=True)
        done.touch()
    return folder / "bin"


def measure(command: list[str], source: Path, folder: Path) -> dict[str, float]:
    """Run a program to its end.

    Returns:
        Wall time, CPU time, the time until its first line of output [s], and its peak
        memory [MB].

    Raises:
        RuntimeError: If it fails.
    """
    start = time.perf_counter()
    with source.open("rb") as lines, (folder / "log").open("wb") as log:
        child = subprocess.Popen(
            command, stdin=lines, stdout=subprocess.PIPE, stderr=log, cwd=folder
        )
        out: Any = child.stdout
        out.readline()
        first = time.perf_counter() - start
        out.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.close()
    if child.returncode:
        tail = (folder / "log").read_text(errors="replace")[-500:]
        msg = f"{command[0]} ended with {child.returncode}: {tail}"
        raise RuntimeError(msg)
    return {
        "seconds": time.perf_counter() - start,
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "first_line_seconds": first,
        "memory_mb": used.ru_maxrss / 1024,
    }


def machine() -> str:
    """The machine, and what it was doing when asked."""
    facts = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.split(":")[1].strip() for line in facts if "model name" in line]
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{len(models)} x {models[0] if models else platform.machine()}, "
        f"{pages:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, load {load:.1f}"
    )
