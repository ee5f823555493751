"""Rules that cannot err: what is there, what is gone, what must not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv_transforms.quality import alarm
from wv_transforms.quality.alarm import Alarm, Level

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from wv_transforms.quality.observation import Observation
    from wv_transforms.quality.thresholds import Limits


def missing(dataset: str, *, was_there: bool) -> Alarm:
    """A dataset that is required, or was there, is not."""
    since = "was there in the last run" if was_there else "is required"
    return Alarm(
        alarm.MISSING,
        dataset,
        Level.CRITICAL,
        f"{dataset} {since} and is missing.",
        observed=0,
        expected=1,
    )


def rows(now: Observation, last: Observation | None, limits: Limits) -> Iterator[Alarm]:
    """No row at all, rows gone, keys twice."""
    before = last.rows_total if last else 0
    if now.rows_total == 0 and (before > 0 or last is None):
        text = f"{now.dataset} is there and holds no row; it held {before}."
        yield Alarm(
            alarm.ZERO_ROWS,
            now.dataset,
            Level.CRITICAL,
            text,
            observed=0,
            expected=before,
        )
    elif now.rows_total < before * (1 - limits.shrink_tolerance):
        gone = before - now.rows_total
        share = gone / before
        yield Alarm(
            alarm.SHRANK,
            now.dataset,
            Level.CRITICAL if share >= limits.row_drop_warning else Level.WARNING,
            f"{now.dataset} lost {gone} of {before} rows ({share:.1%}).",
            observed=now.rows_total,
            expected=before,
        )
    if now.duplicates:
        yield Alarm(
            alarm.DUPLICATES,
            now.dataset,
            Level.CRITICAL,
            f"{now.duplicates} keys of {now.dataset} are there more than once.",
            observed=now.duplicates,
            expected=0,
        )


def freshness(now: Observation, time: datetime, limits: Limits) -> Iterator[Alarm]:
    """The newest row is too old. The sandbox's time may stand still."""
    if now.newest_at is None or limits.max_age_hours is None or not now.api_rows:
        return
    age = (time - now.newest_at).total_seconds() / 3600
    if age <= limits.max_age_hours:
        return
    critical = limits.max_age_critical_hours
    yield Alarm(
        alarm.FRESHNESS,
        now.dataset,
        Level.CRITICAL if critical is not None and age > critical else Level.WARNING,
        f"The newest {limits.time_column} of {now.dataset} is {age:.0f} h old; "
        f"{limits.max_age_hours:g} h are allowed.",
        column=limits.time_column or "",
        observed=age,
        expected=limits.max_age_hours,
    )


def schema(
    now: Observation, last: Observation | None, relied_on: Collection[str]
) -> Iterator[Alarm]:
    """Columns that are gone or have another type; new ones are no alarm."""
    if last is None or last.version is None:
        return
    for name, kind in last.columns.items():
        found = now.columns.get(name)
        if found == kind:
            continue
        what = "is gone" if found is None else f"was {kind} and is {found}"
        yield Alarm(
            alarm.SCHEMA,
            now.dataset,
            Level.CRITICAL if name in relied_on else Level.WARNING,
            f"Column {name} of {now.dataset} {what}.",
            column=name,
        )


def origin(now: Observation, *, production: bool) -> Iterator[Alarm]:
    """Sandbox rows where only real ones may be."""
    if now.stub_rows and production:
        yield Alarm(
            alarm.STUB,
            now.dataset,
            Level.CRITICAL,
            f"{now.stub_rows} rows of {now.dataset} come from the sandbox.",
            observed=now.stub_rows,
            expected=0,
        )


def privacy(now: Observation) -> Iterator[Alarm]:
    """Personal data that are no pseudonyms."""
    for name, count in now.in_clear.items():
        yield Alarm(
            alarm.CLEAR_PII,
            now.dataset,
            Level.CRITICAL,
            f"{count} values of {name} in {now.dataset} are no pseudonyms.",
            column=name,
            observed=count,
            expected=0,
        )


def bounds(now: Observation, limits: Limits) -> Iterator[Alarm]:
    """Values that cannot be."""
    measured = now.rows_total if now.rows_new is None else now.rows_new
    for name, count in now.out_of_bounds.items():
        share = count / max(measured, 1)
        yield Alarm(
            alarm.BOUNDS,
            now.dataset,
            Level.CRITICAL if share > limits.bounds_critical else Level.WARNING,
            f"{count} new values of {name} in {now.dataset} are out of bounds.",
            column=name,
            observed=count,
            expected=0,
        )
