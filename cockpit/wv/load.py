"""A tap's run into the lake, told as people read it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from target_parquet_lake.errors import ExitCode, LakeError
from wv.console import say
from wv.pipe import pipe
from wv.plugins import TARGET, find
from wv.run_summary import lines, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wv.plugins import Plugin
    from wv.project import Project


class KilledError(LakeError):
    """Tap or target had no time to say why it ended."""

    exit_code = ExitCode.UNEXPECTED


@dataclass(frozen=True)
class Lake:
    """Where rows go, and how it is told.

    Attributes:
        root: The lake's folder.
        tenant: Whose rows they are.
        quiet: Whether only what is wrong is told.
    """

    root: Path
    tenant: str
    quiet: bool


def load(project: Project, tap: Plugin, lake: Lake, given: Sequence[str]) -> None:
    """Run a tap into the lake under one correlation id, and tell what that did.

    Args:
        project: Knows the target.
        tap: What reads; its name is the source of the rows.
        lake: Where they go.
        given: Further arguments of the tap.

    Raises:
        SettingsError: The target is not installed.
        KilledError: One of them was killed.
        Exit: With the exit code of the pipe, where it did not end well.
    """
    target = find(project, TARGET)
    order = {"correlation_id": tap.settings.get("correlation_id") or uuid4().hex}
    place = {"lake_root": str(lake.root), "tenant": lake.tenant, "source": tap.name}
    tap = replace(tap, settings={**tap.settings, **order})
    target = replace(target, settings={**target.settings, **place, **order})
    run = pipe(tap, target, given, quiet=lake.quiet)
    if run.summary:
        rows = table(run.summary, lake.root)
        told = "\n".join(lines(run.summary, rows))
        heads = {key: run.summary[key] for key in ("run_id", "correlation_id", "path")}
        say(told, quiet=lake.quiet, message="run summary", **heads, streams=rows)
    if run.code < 0:
        raise KilledError(
            what=f"A program of the pipe was killed by signal {-run.code}.",
            where=f"{tap.name} | {target.name}",
            next_step="look at the system's log; 9 is often its memory killer: lower "
            "commit_bytes of the target, or give it more memory, and run again",
        )
    if run.code:
        raise click.exceptions.Exit(run.code)
