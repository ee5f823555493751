"""A table that a power cut damaged is found, and repaired by the command it names."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from target_parquet_lake.errors import StorageError
from target_parquet_lake.lake import Lake
from target_parquet_lake.target import TargetParquetLake

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = {"properties": {"id": {"type": "integer"}}}
SCHEMA = {"type": "SCHEMA", "stream": "s", "schema": KINDS, "key_properties": ["id"]}


def load(root: Path, first: int, last: int) -> list[int]:
    """Load some records, a commit each; returns the STATEs that were passed."""
    sent: list[dict[str, Any]] = [SCHEMA]
    for number in range(first, last):
        sent.append({"type": "RECORD", "stream": "s", "record": {"id": number}})
        sent.append({"type": "STATE", "value": number + 1})
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        target = TargetParquetLake(config={"lake_root": str(root), "commit_rows": 1})
        lines = "".join(json.dumps(message) + "\n" for message in sent)
        target.process_lines(io.BytesIO(lines.encode()))
        target.process_endofpipe()
    return [int(line) for line in out.getvalue().splitlines()]


def ids(root: Path) -> list[int]:
    with duckdb.connect() as con:
        Lake(root).pin(tenant="default").register(con)
        found = con.sql("SELECT id FROM raw.singer__s ORDER BY id").fetchall()
    return [row[0] for row in found]


def empty(log: Path) -> None:
    log.write_bytes(b"")


def cut(log: Path) -> None:
    log.write_bytes(log.read_bytes()[:-40])


def lose(log: Path) -> None:
    _added(log).unlink()


def shorten(log: Path) -> None:
    path = _added(log)
    path.write_bytes(path.read_bytes()[:-7])


def _added(log: Path) -> Path:
    (name,) = re.findall(r'"add":\{"path":"([^"]+)"', log.read_text())
    return log.parent.parent / name


@pytest.mark.parametrize("damage", [empty, cut, lose, shorten])
def test_the_command_that_the_target_names_repairs_the_table(
    damage: Callable[[Path], None], tmp_path: Path
) -> None:
    """What a power cut took had no STATE: the run from the STATE before brings it."""
    root = tmp_path / "a lake"
    assert load(root, 0, 4)[-1] == 4
    log = max((root / "raw" / "default__singer__s" / "_delta_log").glob("*.json"))
    damage(log)
    with pytest.raises(StorageError) as refused:
        load(root, 4, 6)
    (command, *_) = re.findall(r"`(wv lake repair [^`]+)`", str(refused.value))
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],  # noqa: S607 - as a user does.
        env={**os.environ, "PATH": path},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert ids(root) == [0, 1, 2]
    assert load(root, 3, 6)[-1] == 6
    assert ids(root) == [0, 1, 2, 3, 4, 5]


def test_a_repair_of_a_whole_table_changes_nothing(tmp_path: Path) -> None:
    root = tmp_path / "lake"
    load(root, 0, 3)
    before = Lake(root).tables(), ids(root)
    command = [sys.executable, "-m", "wv", "lake", "repair", "--lake-root", str(root)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert (Lake(root).tables(), ids(root)) == before
