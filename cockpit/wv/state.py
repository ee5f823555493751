"""`wv state`: how far a tap has read, in words, and how two states differ."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from target_parquet_lake.errors import SettingsError
from wv import options
from wv.console import columns
from wv.marks import Mark, marks
from wv.pipe import known_environments, known_state, read_state
from wv.project import open_project
from wv.teaching import taught

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wv.project import Project

MANY = 3


@click.group(short_help="Look into a STATE: how far it is, what changed.")
def state() -> None:
    """Look into the STATE of a tap: how far it has read, and what changed.

    FILE is what a target printed, a STATE message, or a file of Meltano's; or name a
    tap, whose state `meltano run` keeps in this project.
    """


@state.command(
    short_help="Print a state as JSON.",
    epilog=taught(
        "wv state show tap-klaviyo --environment prod",
        "wv state show state.json > kept.json",
    ),
)
@options.environment
@click.argument("file")
def show(file: str, environment: str | None) -> None:
    """Print the state in FILE, or of the tap of that name, as JSON."""
    click.echo(json.dumps(_read(file, environment), indent=2, sort_keys=True))


@state.command(
    short_help="Say how far each stream is, and where it goes on.",
    epilog=taught(
        "wv state explain tap-openmeteo",
        "wv state explain state.json --json",
        then="wv plan TAP",
    ),
)
@options.environment
@options.as_json
@click.argument("file")
def explain(file: str, environment: str | None, *, as_json: bool) -> None:
    """Say stream by stream how far FILE has come, and where the next run begins.

    A lookback that the tap's settings name is read again on top of it; `wv plan`
    shows the windows that come of both.
    """
    found = marks(_read(file, environment))
    if as_json:
        for mark in found:
            click.echo(json.dumps(vars(mark)))
        return
    rows = _together((m.stream, m.part, m.reached, m.meaning) for m in found)
    click.echo(columns([("stream", "part", "reached", "meaning"), *rows]))


@state.command(
    short_help="Say which cursors moved on, back, or are gone.",
    epilog=taught(
        "wv state show tap-klaviyo > before.json",
        "wv state diff before.json tap-klaviyo",
    ),
)
@options.environment
@click.argument("before")
@click.argument("after")
def diff(before: str, after: str, environment: str | None) -> None:
    """Say what moved from the state BEFORE to the state AFTER.

    A cursor that moved back, or one that is gone, makes the next run read again: both
    are pointed out.
    """
    old = {(m.stream, m.part): m for m in marks(_read(before, environment))}
    new = {(m.stream, m.part): m for m in marks(_read(after, environment))}
    rows = _together(
        (*place, _reached(old, place), _reached(new, place), _moved(old, new, place))
        for place in sorted(old.keys() | new.keys())
        if _reached(old, place) != _reached(new, place)
    )
    if not rows:
        click.echo("No cursor moved.")
        return
    click.echo(columns([("stream", "part", "before", "after", "moved"), *rows]))


def _together(rows: Iterable[tuple[str, str, *tuple[str, ...]]]) -> list[list[str]]:
    """Put parts of a stream of which the same is told into one row."""
    parts: dict[tuple[str, ...], list[str]] = {}
    for stream, part, *told in rows:
        parts.setdefault((stream, *told), []).append(part)
    return [[stream, _few(names), *told] for (stream, *told), names in parts.items()]


def _few(names: list[str]) -> str:
    more = f" and {len(names) - MANY} more" if len(names) > MANY else ""
    return ", ".join(names[:MANY]) + more


def _read(file: str, environment: str | None) -> dict[str, Any]:
    path = Path(file)
    if not path.exists():
        project = open_project(Path.cwd(), environment)
        kept = known_state(project, file)
        if kept is None:
            raise _nowhere(file, project)
        path = kept
    return read_state(path)


def _nowhere(file: str, project: Project) -> SettingsError:
    others = known_environments(project, file)
    step = "give a file, or the name of a tap that `meltano run` ran"
    if others:
        step = f"add --environment {' or '.join(others)}: there is a state of it"
    here = f"environment {project.environment}" if project.environment else "no project"
    return SettingsError(
        what="There is no such file, and no state of such a tap.",
        where=f"{file}, {project.root} ({here})",
        next_step=step,
    )


def _reached(marks: dict[tuple[str, str], Mark], place: tuple[str, str]) -> str:
    return marks[place].reached if place in marks else "-"


def _moved(
    old: dict[tuple[str, str], Mark],
    new: dict[tuple[str, str], Mark],
    place: tuple[str, str],
) -> str:
    before, after = _reached(old, place), _reached(new, place)
    if before == "-":
        return "new"
    if after == "-":
        return "GONE: read again from the beginning"
    is_on = _order(after) > _order(before)
    return "on" if is_on else "BACK: read again from there"


def _order(cursor: str) -> tuple[float, str]:
    """Numbers by their size, all else as text."""
    try:
        return float(cursor), ""
    except ValueError:
        return 0.0, cursor
