"""What receivers did not take yet: `_control/alerts/<tenant>.ndjson` of the lake.

A line is an event and, as `takenby`, who has it already: a receiver that took an event
is not told again because another one did not. An event leaves when all who are named
have it, so a new address (a token was changed) gets what its old one could not take.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from target_parquet_lake.files import write_atomic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

WAITING_KEPT = 1000
"""Events that wait at most; the oldest go first. All are in the event file."""
_TAKEN_BY = "takenby"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event, and the marks of the receivers that took it."""

    event: dict[str, Any]
    taken_by: set[str] = field(default_factory=set)


def read_outbox(path: Path, new: Iterable[dict[str, Any]]) -> list[Waiting]:
    """What is to be told: first what waits, then what is new and does not wait yet.

    Args:
        path: The file; it may be missing.
        new: Events of this build. One that waits already comes from a build that was
            cut off and tried again.

    Raises:
        OSError: If it cannot be read.
    """
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    waiting = [_of(json.loads(line)) for line in lines]
    known = {one.event["id"] for one in waiting}
    return waiting + [Waiting(event) for event in new if event["id"] not in known]


def write_outbox(path: Path, queue: Iterable[Waiting], marks: Collection[str]) -> int:
    """Keep what somebody still has to take.

    Args:
        path: The file; it is made when there is something to keep.
        queue: All that was to be told.
        marks: Of the receivers that are named now.

    Returns:
        How many events were given up because too many wait.

    Raises:
        OSError: If it cannot be written.
    """
    open_ = [one for one in queue if not one.taken_by.issuperset(marks)]
    kept = open_[-WAITING_KEPT:]
    if kept or path.exists():
        write_atomic(path, "".join(_line(one) for one in kept))
    return len(open_) - len(kept)


def _of(line: dict[str, Any]) -> Waiting:
    return Waiting(line, set(line.pop(_TAKEN_BY, ())))


def _line(one: Waiting) -> str:
    taken = {_TAKEN_BY: sorted(one.taken_by)} if one.taken_by else {}
    return json.dumps(one.event | taken, ensure_ascii=False) + "\n"
