"""The command line of maintenance; `wv lake` is the same for people.

```
python -m target_parquet_lake.maintain check  <table>   is the table whole?
python -m target_parquet_lake.maintain repair <table>   set a damaged last commit aside
python -m target_parquet_lake.maintain run    <lake>    compact, vacuum, sweep
```
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from target_parquet_lake.errors import ExitCode, LakeError
from target_parquet_lake.files import locked
from target_parquet_lake.fsck import check, repair
from target_parquet_lake.lake import Lake
from target_parquet_lake.maintenance import (
    RETENTION_HOURS,
    chosen_tables,
    maintain,
    sweep_spool,
)
from target_parquet_lake.root import CONTROL

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m target_parquet_lake.maintain")
    commands = parser.add_subparsers(dest="command", required=True)
    for command, what in (
        ("check", "a table's folder"),
        ("repair", "a table's folder"),
    ):
        commands.add_parser(command).add_argument("path", type=Path, help=what)
    run = commands.add_parser("run")
    run.add_argument("path", help="the lake's folder, or its URI")
    run.add_argument(
        "--tables", nargs="+", default=["*"], help="e.g. raw/default__shop__*"
    )
    run.add_argument("--retention-hours", type=int, default=RETENTION_HOURS)
    chosen = parser.parse_args(arguments)
    try:
        for line in _commands(chosen):
            sys.stdout.write(line + "\n")
    except LakeError as error:
        sys.stderr.write(f"{error}\n")
        return error.code
    return ExitCode.OK


def _commands(chosen: argparse.Namespace) -> list[str]:
    if chosen.command == "check":
        return [f"{chosen.path}: whole at version {check(chosen.path)}"]
    if chosen.command == "repair":
        with locked(_lock_of(chosen.path)):
            return [f"{chosen.path}: now at version {repair(chosen.path)}"]
    lake, now = Lake(chosen.path), datetime.now(UTC)
    hours = chosen.retention_hours
    done = [
        maintain(lake, name, now=now, retention_hours=hours)
        for name in chosen_tables(lake, chosen.tables)
    ]
    lines = [
        f"{d.name}: version {d.version}, {d.doubled} older rows taken out, "
        f"{d.compacted} files compacted, {d.removed} removed, {d.swept} drafts swept"
        for d in done
    ]
    return [*lines, f"{sweep_spool(lake, now)} leftovers of killed runs removed"]


def _lock_of(table: Path) -> Path:
    layer = table.resolve().parent
    return (
        layer.parent / CONTROL / "locks" / f"{layer.name}.{table.resolve().name}.lock"
    )


if __name__ == "__main__":
    sys.exit(main())
