"""How far a state has come: its cursors, whatever form a tap gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from target_parquet_lake.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

CURSOR, KEY = "replication_key_value", "replication_key"
THROUGH = ("through", "read_until")
"""Where our taps keep the cursors of a stream's parts."""
RUNS, WINDOWS = "connector_runs", "_windows"


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
        or [_whole(stream, entry, bookmarks)]
    ]


def _marks(stream: str, entry: dict[str, Any]) -> list[Mark]:
    found = []
    if CURSOR in entry:
        meaning = f"goes on from here by {entry.get(KEY, 'its key')}"
        found.append(Mark(stream, "", str(entry[CURSOR]), meaning))
    for partition in entry.get("partitions") or []:
        part = ", ".join(f"{k}={v}" for k, v in partition.get("context", {}).items())
        reached = str(partition.get(CURSOR, "-"))
        found.append(Mark(stream, part, reached, "goes on from here"))
    for name in THROUGH:
        cursors = entry.get(name)
        if isinstance(cursors, dict):
            found += _through(stream, cursors)
    return found


def _through(stream: str, through: dict[str, Any]) -> Iterator[Mark]:
    """Read the cursors of our taps: by part, by account, or parts by instant."""
    for name, value in sorted(through.items()):
        if isinstance(value, list):  # An instant, and who has come so far.
            for part in value:
                yield Mark(stream, str(part), name, "goes on behind it")
        elif isinstance(value, dict) and "day" in value:  # An account's last whole day.
            day = str(value["day"])
            yield Mark(stream, name, day, "goes on behind this local day")
        elif isinstance(value, dict):
            reached = ", ".join(map(str, value.values())) or "-"
            yield Mark(stream, name, reached, "goes on from here")
        else:
            yield Mark(stream, name, str(value), "goes on from here")


def _whole(stream: str, entry: Any, bookmarks: dict[str, Any]) -> Mark:  # noqa: ANN401 - any JSON value.
    """Say of a stream without a cursor why it has none."""
    told_with = stream.removesuffix(WINDOWS)
    if stream == RUNS:
        meaning = "one record a run"
    elif told_with != stream and told_with in bookmarks:
        meaning = f"comes with {told_with}"
    elif entry:
        meaning = f"keeps {', '.join(sorted(entry))}"
    else:
        meaning = "is read whole each run"
    return Mark(stream, "", "-", meaning)
