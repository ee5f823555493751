"""Rules on columns: missing values, another unit, another distribution."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wv_transforms.quality import alarm
from wv_transforms.quality.alarm import Alarm, Level
from wv_transforms.quality.drift import drifts
from wv_transforms.quality.series import cadence_hours, phase_of, teaches
from wv_transforms.quality.statistics import KNOWN, NULLS
from wv_transforms.quality.units import unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wv_transforms.quality.drift import Drift, Profile
    from wv_transforms.quality.observation import Observation
    from wv_transforms.quality.thresholds import Limits


def columns(
    runs: Sequence[Observation],
    past: Mapping[str, Mapping[str, Profile]],
    now: Observation,
    profiles: Mapping[str, Profile],
    limits: Limits,
) -> Iterator[Alarm]:
    """Judge the columns of a run by those of the runs before.

    Args:
        runs: The runs before, oldest first.
        past: Their profiles, by column and run.
        now: The run to be judged.
        profiles: Its profiles, by column.
        limits: The thresholds.
    """
    cadence = limits.cadence_hours or cadence_hours([r.measured_at for r in runs])
    phase = phase_of(now.measured_at, cadence)
    for name, whole in profiles.items():
        profile = whole if now.periods == 1 else _sizeless(whole)
        known = past.get(name, {})
        history = [
            (
                run.alarmed(name),
                replace(known[run.run_id], phase=phase_of(run.measured_at, cadence)),
            )
            for run in runs
            if run.run_id in known
        ]
        normal = _normal(history, limits.relearn_after_runs)
        found = list(
            drifts(
                normal,
                replace(profile, phase=phase),
                least=limits.least_runs,
                spreads=limits.column_spreads,
            )
        )
        if found:
            yield _alarm(now.dataset, name, found, runs=len(normal), limits=limits)


def _sizeless(profile: Profile) -> Profile:
    """A profile without what changes where more time, so more rows, are in it."""
    kept = {n: v for n, v in profile.values.items() if not KNOWN[n].grows}
    return replace(profile, values=kept)


def _normal(
    history: Sequence[tuple[bool, Profile]], relearn_after: int
) -> list[Profile]:
    """The runs that teach (see `series.teaches`)."""
    taught = teaches([alarmed for alarmed, _ in history], relearn_after)
    return [one for (_, one), use in zip(history, taught, strict=True) if use]


def _alarm(
    dataset: str, column: str, found: Sequence[Drift], *, runs: int, limits: Limits
) -> Alarm:
    """One alarm for a column, whatever many statistics say."""
    nulls = [one for one in found if one.statistic == NULLS.name]
    worst = nulls[0] if nulls else max(found, key=lambda one: one.score)
    unit = "" if nulls else unit_of(found)
    says = KNOWN[worst.statistic].says
    text = (
        f"The {says} of {column} in {dataset} is {worst.observed:.4g}; "
        f"about {worst.expected:.4g} is usual."
    )
    rule, level = alarm.DRIFT, Level.WARNING
    if nulls:
        rule = alarm.NULLS
        rose = worst.observed - worst.expected
        level = Level(1 + (rose >= limits.null_critical))
    elif unit:
        rule, level = alarm.UNIT, Level.CRITICAL
        text += f" It looks like {unit}."
    return Alarm(
        rule,
        dataset,
        level,
        text,
        column=column,
        observed=worst.observed,
        expected=worst.expected,
        runs=runs,
    )
