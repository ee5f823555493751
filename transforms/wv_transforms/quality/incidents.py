"""Incidents: many alarms over many runs, one story, one event.

An incident opens with the first alarm of its family on a dataset, lives while alarms
go on, and is resolved after some quiet runs. Pure: what comes in is not changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from wv_transforms.quality.alarm import Alarm, Level

CLOSED_KEPT = 200
"""Resolved incidents that are remembered."""


class Turn(Enum):
    """What happened to an incident: each at most once."""

    OPENED = "opened"
    ESCALATED = "escalated"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Incident:
    """One story.

    Attributes:
        incident_id: `<dataset>/<family>/<number>`, the same in every try of a build.
        dataset: The dataset.
        family: What its alarms are about.
        level: The worst so far.
        opened_at: When the first alarm came (UTC).
        last_alarm_at: When the last one came (UTC).
        resolved_at: When it was over (UTC); None while it is not.
        runs: Runs with alarms.
        quiet_runs: Runs without since the last one.
        marks: Rules, and their columns, that took part.
        message: The worst alarm, for people.
        next_step: What the reader should do.
    """

    incident_id: str
    dataset: str
    family: str
    level: Level
    opened_at: datetime
    last_alarm_at: datetime
    resolved_at: datetime | None
    runs: int
    quiet_runs: int
    marks: tuple[str, ...]
    message: str
    next_step: str

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.resolved_at is None

    @property
    def key(self) -> tuple[str, str]:
        """What alarms belong to it."""
        return self.dataset, self.family


@dataclass(frozen=True, slots=True)
class Advance:
    """What a run made of the incidents.

    Attributes:
        incidents: All that are open, and the last that are not.
        turns: What happened, to which.
    """

    incidents: tuple[Incident, ...]
    turns: tuple[tuple[Turn, Incident], ...]


def advance(
    known: Collection[Incident],
    alarms: Iterable[Alarm],
    now: datetime,
    *,
    cooldown_runs: int,
    whole_run: bool,
) -> Advance:
    """Go one run on.

    Args:
        known: The incidents so far.
        alarms: The alarms of this run.
        now: When it is (UTC).
        cooldown_runs: Quiet runs that end an incident.
        whole_run: Whether every rule was asked, so that silence means something.
    """
    groups: dict[tuple[str, str], list[Alarm]] = {}
    for alarm in alarms:
        groups.setdefault((alarm.dataset, alarm.rule.family), []).append(alarm)
    going_on = {one.key: one for one in known if one.is_open}
    turns: list[tuple[Turn, Incident]] = []
    after = [one for one in known if not one.is_open]
    for key in sorted({*groups, *going_on}):
        before = going_on.get(key)
        if key in groups:
            new = _alarmed(before, groups[key], now, _number(known, key))
        elif whole_run:
            new = _quiet(going_on[key], now, cooldown_runs)
        else:
            new = going_on[key]
        after.append(new)
        turns += [(turn, new) for turn in _turns(before, new)]
    return Advance(_remembered(after), tuple(turns))


def _alarmed(
    before: Incident | None, alarms: Sequence[Alarm], now: datetime, number: int
) -> Incident:
    worst = max(alarms, key=lambda one: one.level)
    marks = {one.mark for one in alarms}
    if before is None:
        return Incident(
            incident_id=f"{worst.dataset}/{worst.rule.family}/{number}",
            dataset=worst.dataset,
            family=worst.rule.family,
            level=worst.level,
            opened_at=now,
            last_alarm_at=now,
            resolved_at=None,
            runs=1,
            quiet_runs=0,
            marks=tuple(sorted(marks)),
            message=worst.message,
            next_step=worst.rule.next_step,
        )
    worse = worst.level > before.level
    return replace(
        before,
        level=max(worst.level, before.level),
        last_alarm_at=now,
        runs=before.runs + 1,
        quiet_runs=0,
        marks=tuple(sorted({*before.marks, *marks})),
        message=worst.message if worse else before.message,
        next_step=worst.rule.next_step if worse else before.next_step,
    )


def _quiet(before: Incident, now: datetime, cooldown_runs: int) -> Incident:
    quiet = before.quiet_runs + 1
    over = now if quiet >= cooldown_runs else None
    return replace(before, quiet_runs=quiet, resolved_at=over)


def _turns(before: Incident | None, after: Incident) -> list[Turn]:
    if before is None:
        return [Turn.OPENED]
    if not after.is_open:
        return [Turn.RESOLVED]
    return [Turn.ESCALATED] if after.level > before.level else []


def _number(known: Collection[Incident], key: tuple[str, str]) -> int:
    own = [int(one.incident_id.rpartition("/")[2]) for one in known if one.key == key]
    return max(own, default=0) + 1


def _remembered(incidents: Collection[Incident]) -> tuple[Incident, ...]:
    """The open ones, the newest closed ones, and of each key the one last numbered."""
    closed = sorted(
        (one for one in incidents if not one.is_open),
        key=lambda one: (one.resolved_at or one.opened_at, one.incident_id),
        reverse=True,
    )
    last = {one.key: one for one in reversed(closed)}
    kept = {one.incident_id for one in (*closed[:CLOSED_KEPT], *last.values())}
    return tuple(one for one in incidents if one.is_open or one.incident_id in kept)
