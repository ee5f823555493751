"""`wv state`: how far a tap has read, in words, and how two states differ."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from target_parquet_lake.errors import SettingsError
from wv import options
from wv.console import columns
from wv.pipe import known_state, read_state
from wv.project import open_project

if TYPE_CHECKING:
    from collections.abc import Iterator

CURSOR, KEY, THROUGH = "replication_key_value", "replication_key", "through"
MANY = 3


@dataclass(frozen=True)
class Mark:
    """How far one part of a stream has been read.

    Attributes:
        stream: The stream.
        part: A place, a channel, an account; empty where it has one part.
        reached: The cursor.
        meaning: What that means.
    """

    stream: str
    part: str
    reached: str
    meaning: str


@click.group()
def state() -> None:
    """Look into the STATE of a tap: how far it has read, and what changed.

    FILE is what a target printed, a STATE message, or a file of Meltano's; or name a
    tap, whose state `meltano run` keeps in this project.
    """


@state.command()
@options.environment
@click.argument("file")
def show(file: str, environment: str | None) -> None:
    """Print the state in FILE, or of the tap of that name, as JSON."""
    click.echo(json.dumps(_read(file, environment), indent=2, sort_keys=True))


@state.command()
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
    rows = [(m.stream, m.part, m.reached, m.meaning) for m in found]
    click.echo(columns([("stream", "part", "reached", "meaning"), *rows]))


@state.command()
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
    rows = [
        (*place, _reached(old, place), _reached(new, place), _moved(old, new, place))
        for place in sorted(old.keys() | new.keys())
        if _reached(old, place) != _reached(new, place)
    ]
    if not rows:
        click.echo("No cursor moved.")
        return
    click.echo(columns([("stream", "part", "before", "after", "moved"), *rows]))


def marks(state: dict[str, Any]) -> list[Mark]:
    """Read how far each part of each stream has come.

    Raises:
        SettingsError: It has no bookmarks.
    """
    bookmarks = state.get("bookmarks")
    if not isinstance(bookmarks, dict):
        raise SettingsError(
            what="The state has no bookmarks.",
            where="state",
            next_step="give the last line that the target printed",
        )
    return [
        mark
        for stream, entry in sorted(bookmarks.items())
        for mark in _marks(stream, entry if isinstance(entry, dict) else {})
    ]


def _marks(stream: str, entry: dict[str, Any]) -> Iterator[Mark]:
    known = False
    if CURSOR in entry:
        known = True
        meaning = f"goes on from here by {entry.get(KEY, 'its key')}"
        yield Mark(stream, "", str(entry[CURSOR]), meaning)
    for partition in entry.get("partitions") or []:
        known = True
        part = ", ".join(f"{k}={v}" for k, v in partition.get("context", {}).items())
        reached = str(partition.get(CURSOR, "-"))
        yield Mark(stream, part, reached, "goes on from here")
    through = entry.get(THROUGH)
    if isinstance(through, dict) and through:
        known = True
        yield from _through(stream, through)
    if not known:
        more = ", ".join(sorted(entry))
        meaning = f"keeps {more}" if more else "is read whole each run"
        yield Mark(stream, "", "-", meaning)


def _through(stream: str, through: dict[str, Any]) -> Iterator[Mark]:
    """Read the cursors of our taps: by part, by account, or parts by instant."""
    for name, value in sorted(through.items()):
        if isinstance(value, list):  # An instant, and who has come so far.
            shown = ", ".join(map(str, value[:MANY]))
            rest = f" and {len(value) - MANY} more" if len(value) > MANY else ""
            yield Mark(stream, shown + rest, name, "goes on behind it")
        elif isinstance(value, dict):  # An account, and its report's last whole day.
            day = str(value.get("day", "-"))
            yield Mark(stream, name, day, "goes on behind this local day")
        else:
            yield Mark(stream, name, str(value), "goes on from here")


def _read(file: str, environment: str | None) -> dict[str, Any]:
    path = Path(file)
    if not path.exists():
        project = open_project(Path.cwd(), environment)
        kept = known_state(project, file)
        if kept is None:
            raise SettingsError(
                what="There is no such file, and no state of such a tap.",
                where=file,
                next_step="give a file, or the name of a tap that `meltano run` ran",
            )
        path = kept
    return read_state(path)


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
    return "on" if after > before else "BACK: read again from there"
