"""`wv doctor`: whether the next run could go well, and if not, what to do."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from target_parquet_lake.errors import LakeError, SettingsError
from wv import options
from wv.console import columns, say
from wv.plugins import TARGET, Plugin, find, found
from wv.project import open_project
from wv.teaching import taught

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv.project import Project

LEAST_FREE_BYTES = 1 << 30
OK, WARN, FAIL, SKIP = "ok", "warn", "fail", "skip"


class Finding(NamedTuple):
    """One thing that was looked at."""

    subject: str
    check: str
    status: str
    what: str
    next_step: str = ""


@click.command(
    epilog=taught(
        "wv doctor",
        "wv doctor --offline",
        "wv doctor --tap tap-klaviyo --environment prod",
        then="what each finding says; then `wv plan TAP`",
    )
)
@options.lake_root
@options.environment
@click.option(
    "--tap", "taps", multiple=True, help="Look at this tap only; repeat for more."
)
@click.option("--offline", is_flag=True, help="Ask no source; takes under 3 seconds.")
@options.as_json
@options.quiet
def doctor(  # noqa: PLR0913 - a command's options.
    lake_root: Path,
    environment: str | None,
    taps: tuple[str, ...],
    *,
    offline: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Look for whatever would spoil the next run, before it is run.

    Settings and credentials of each tap (by a real call, scope by scope), versions
    near their end, the clock, the lake and the disk. Each finding says its cause and
    the next step. Exit code 2 when something fails.
    """
    project = open_project(Path.cwd(), environment)
    findings: list[Finding] = []
    for finding in _findings(project, lake_root, taps, offline=offline):
        findings.append(finding)
        if as_json:
            click.echo(json.dumps(finding._asdict()))
    if not as_json:
        _show(findings, quiet=quiet)
    bad = [finding for finding in findings if finding.status == FAIL]
    if bad:
        msg = f"{len(bad)} of {len(findings)} checks fail."
        raise click.ClickException(msg)


def _findings(
    project: Project, lake_root: Path, names: tuple[str, ...], *, offline: bool
) -> Iterator[Finding]:
    """Ask all taps at once, and look at the rest meanwhile."""
    word = f"--doctor={'offline' if offline else 'online'}"
    with ThreadPoolExecutor() as pool:
        asked = []
        for plugin in _taps(project, names):
            if isinstance(plugin, Finding):
                yield plugin
            else:
                asked.append((plugin.name, pool.submit(plugin.answer, word)))
        if project.environment:
            where = f"{project.root.name}, environment {project.environment}"
            yield Finding("project", "settings", OK, where)
        yield from _disk(lake_root)
        yield from _target(project)
        yield from _lake(lake_root)
        for name, future in asked:
            yield from _told(name, future.result)


def _taps(project: Project, names: tuple[str, ...]) -> Iterator[Plugin | Finding]:
    if not names:
        try:
            plugins = found(project)
        except SettingsError as error:
            yield _failure("taps", "installed", error)
            return
        if not plugins:
            step = "`meltano install`, or `pip install` the taps you need"
            yield Finding("taps", "installed", WARN, "there are none", step)
        yield from plugins
        return
    for name in names:
        try:
            yield find(project, name)
        except SettingsError as error:
            yield _failure(name, "installed", error)


def _told(name: str, result: Any) -> Iterator[Finding]:  # noqa: ANN401 - a future's.
    try:
        told = result()
    except SettingsError as error:
        yield _failure(name, "settings", error)
        return
    for one in told["findings"]:
        yield Finding(name, one["check"], one["status"], one["what"], one["next_step"])


def _target(project: Project) -> Iterator[Finding]:
    try:
        plugin = find(project, TARGET)
    except SettingsError as error:
        yield _failure(TARGET, "installed", error)
        return
    yield Finding(TARGET, "installed", OK, str(plugin.program))


def _disk(lake_root: Path) -> Iterator[Finding]:
    if "://" in str(lake_root):
        return
    home = next(p for p in (lake_root, *lake_root.absolute().parents) if p.exists())
    free = shutil.disk_usage(home).free
    what = f"{free / 2**30:,.1f} GiB are free"
    if not os.access(home, os.W_OK | os.X_OK):
        step = "give this user the right to write there, or name another --lake-root"
        yield Finding("lake", "folder", FAIL, f"{home} cannot be written", step)
    elif free < LEAST_FREE_BYTES:
        step = "free some space, or `wv lake vacuum`"
        yield Finding("lake", "disk", WARN, what, step)
    else:
        yield Finding("lake", "disk", OK, what)


def _lake(lake_root: Path) -> Iterator[Finding]:
    """Look whether every table is whole, and whether something is promoted."""
    # Imported here: the taps are under way already.
    from target_parquet_lake.fsck import check_table  # noqa: PLC0415
    from target_parquet_lake.lake import Lake  # noqa: PLC0415
    from wv.lake_tables import every_name  # noqa: PLC0415

    home = Lake(lake_root)
    try:
        names = every_name(home)
    except LakeError as error:
        if isinstance(error, SettingsError):
            raise
        step = "run a pipe first: tap-openmeteo | target-parquet-lake"
        yield Finding("lake", "tables", WARN, "there is no lake yet", step)
        return
    damaged = 0
    for name in names:
        try:
            check_table(home, name)
        except LakeError as error:
            damaged += 1
            yield _failure("lake", str(name), error)
    if not damaged:
        yield Finding("lake", "tables", OK, f"{len(names)} tables, each whole")


def _failure(subject: str, check: str, error: LakeError) -> Finding:
    what = f"{error.what} ({error.where})"
    return Finding(subject, check, FAIL, what, error.next_step)


def _show(findings: list[Finding], *, quiet: bool) -> None:
    shown = [f for f in findings if not quiet or f.status in {WARN, FAIL}]
    rows = [(f.status, f.subject, f.check, f.what) for f in shown]
    for finding, line in zip(shown, columns(rows).splitlines(), strict=True):
        click.echo(line)
        if finding.next_step:
            click.echo(f"      next: {finding.next_step}")
    well = sum(finding.status == OK for finding in findings)
    say(f"{well} of {len(findings)} checks are well.", quiet=quiet)
