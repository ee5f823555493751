"""Rules on row counts: a drop, a surge, a streak of runs without new rows."""

from __future__ import annotations

import math
from statistics import median
from typing import TYPE_CHECKING

from wv_transforms.quality import alarm
from wv_transforms.quality.alarm import Alarm, Level
from wv_transforms.quality.series import Point, cadence_hours, phase_of, teaching
from wv_transforms.quality.volume import WINDOWS, changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wv_transforms.quality.observation import Observation
    from wv_transforms.quality.thresholds import Limits

_SURE_OF_A_ROW = 7.0
"""From so many rows on, none at all is less likely than 1 in 1,000 (Poisson)."""


def volume(
    runs: Sequence[Observation], now: Observation, limits: Limits
) -> Iterator[Alarm]:
    """Judge the new rows of a run by those of the runs before.

    Args:
        runs: The runs before, oldest first.
        now: The run to be judged.
        limits: The thresholds.
    """
    if now.rows_new is None:
        return
    points = _points([*runs, now], limits)
    before, newest = points[:-1], points[-1]
    normal = teaching(before, limits.relearn_after_runs)
    yield from _drop(normal, points, now, limits)
    yield from _streak(normal, before, newest, now, limits)


def _points(runs: Sequence[Observation], limits: Limits) -> list[Point]:
    """The runs that have a count, per usual time between runs."""
    cadence = limits.cadence_hours or cadence_hours([r.measured_at for r in runs])
    return [
        Point(
            run.rows_new / max(run.periods, 1),
            phase_of(run.measured_at, cadence),
            not run.teaches_counts,
        )
        for run in runs
        if run.rows_new is not None
    ]


def _drop(
    normal: Sequence[Point],
    points: Sequence[Point],
    now: Observation,
    limits: Limits,
) -> Iterator[Alarm]:
    found = list(changes(normal, points[-max(WINDOWS) :], limits.least_runs))
    low = [
        one
        for one in found
        if one.score >= limits.row_drop_score and one.drop >= limits.row_drop_warning
    ]
    if low:
        worst = max(
            low, key=lambda one: (one.drop >= limits.row_drop_critical, one.score)
        )
        level = Level(1 + (worst.drop >= limits.row_drop_critical))
        over = "This run" if worst.window == 1 else f"The last {worst.window} runs"
        yield Alarm(
            alarm.ROW_DROP,
            now.dataset,
            level,
            f"{over} brought {worst.observed:.0f} rows of {now.dataset} instead of "
            f"about {worst.expected:.0f} ({-worst.drop:.0%}).",
            observed=worst.observed,
            expected=worst.expected,
            runs=len(normal),
        )
    for one in found[:1]:
        if one.drop <= -limits.row_surge and -one.score >= limits.row_surge_score:
            yield Alarm(
                alarm.ROW_SURGE,
                now.dataset,
                Level.WARNING,
                f"This run brought {one.observed:.0f} rows of {now.dataset} instead "
                f"of about {one.expected:.0f}.",
                observed=one.observed,
                expected=one.expected,
                runs=len(normal),
            )


def _streak(
    normal: Sequence[Point],
    before: Sequence[Point],
    newest: Point,
    now: Observation,
    limits: Limits,
) -> Iterator[Alarm]:
    """Runs in a row that brought nothing, where that is not usual."""
    if newest.value > 0 or len(normal) < limits.least_runs:
        return
    streak = 1
    for point in reversed(before):
        if point.value > 0:
            break
        streak += 1
    # Laplace's rule: what was never seen is not impossible.
    empty = sum(point.value == 0 for point in normal)
    chance = (empty + 1) / (len(normal) + 2)
    usual = median(point.value for point in normal)
    if empty == 0 and usual >= _SURE_OF_A_ROW:
        chance = min(chance, math.exp(-usual))
    if chance**streak > limits.no_new_rows_chance:
        return
    many = streak >= limits.no_new_rows_critical
    yield Alarm(
        alarm.NO_NEW_ROWS,
        now.dataset,
        Level.CRITICAL if many else Level.WARNING,
        f"{streak} runs in a row brought no new row of {now.dataset}.",
        observed=streak,
        expected=0,
        runs=len(normal),
    )
