"""A series of runs: which of them teach, and which of them are alike."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

DAY_HOURS = (18.0, 30.0)
"""Runs so far apart are daily runs [h]; their days of the week are compared."""
DEFAULT_CADENCE_HOURS = 24.0
"""What is taken for usual before three runs tell better [h]."""
BLIPS = 3
"""Alarms that came and went so often are of the series' own kind."""
BLIP_RUNS = 2
"""An alarm that came and went lasted so many runs at most."""
_FEW = 3


@dataclass(frozen=True, slots=True)
class Point:
    """A run's value.

    Attributes:
        value: What was measured.
        phase: Runs of one phase are alike: a day of the week, an hour of the day.
        alarmed: Whether the run raised an alarm, and so teaches nothing.
    """

    value: float
    phase: int = 0
    alarmed: bool = False


def cadence_hours(times: Sequence[datetime]) -> float:
    """The usual time between runs [h], whatever single ones did.

    Args:
        times: When the runs were, in order.
    """
    if len(times) < _FEW:
        return DEFAULT_CADENCE_HOURS
    hours = median((b - a).total_seconds() / 3600 for a, b in pairwise(times))
    return hours or DEFAULT_CADENCE_HOURS


def phase_of(time: datetime, cadence: float) -> int:
    """Which runs a run is to be compared with.

    Args:
        time: When it was (UTC).
        cadence: The usual time between runs [h].

    Returns:
        The day of the week of daily runs, the part of the day of more frequent ones,
        and 0 for those that are rarer.
    """
    least, most = DAY_HOURS
    if cadence < least:
        return int(time.hour / max(cadence, 1.0))
    return time.weekday() if cadence <= most else 0


def teaching(points: Sequence[Point], relearn_after: int) -> list[Point]:
    """The runs that say what is normal (see `teaches`)."""
    taught = teaches([point.alarmed for point in points], relearn_after)
    return [point for point, use in zip(points, taught, strict=True) if use]


def teaches(alarmed: Sequence[bool], relearn_after: int) -> list[bool]:
    """Which runs say what is normal.

    Alarmed runs do not: a fault must not become the measure of the next one. But what
    has lasted `relearn_after` runs is the new normal, and what was before is not. And
    where alarms have come and gone `BLIPS` times, such runs belong to the series: a
    history without its own extremes would never learn them.

    Args:
        alarmed: Of the runs before the one to be judged, oldest first.
        relearn_after: So many alarmed runs in a row are normal.
    """
    episodes = [(on, len(list(own))) for on, own in groupby(alarmed)]
    if episodes and episodes[-1][0] and episodes[-1][1] >= relearn_after:
        streak = episodes[-1][1]
        return [False] * (len(alarmed) - streak) + [True] * streak
    past = episodes[:-1] if episodes and episodes[-1][0] else episodes
    blips = sum(on and length <= BLIP_RUNS for on, length in past)
    return [
        not on or (blips >= BLIPS and length <= BLIP_RUNS and place < len(past))
        for place, (on, length) in enumerate(episodes)
        for _ in range(length)
    ]
