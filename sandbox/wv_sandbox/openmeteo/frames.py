"""Which hours an answer covers, and how its times are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wv_sandbox.hours import HOURS
from wv_sandbox.openmeteo.errors import ApiError
from wv_sandbox.openmeteo.query import Span

if TYPE_CHECKING:
    from datetime import datetime

    from wv_sandbox.openmeteo.query import Location, Query
    from wv_sandbox.openmeteo.zones import Zone

_HOUR_SECONDS = 3600


@dataclass(frozen=True)
class Limits:
    """What an API allows, in days since 1970 (the last day counts) and numbers of days."""

    first_day: int
    last_day: int
    forecast_days: int
    forecast_days_max: int
    past_days_max: int


@dataclass(frozen=True)
class Frame:
    """The local hours of one location's answer."""

    days: Span
    hours: Span
    zone: Zone

    def read(self, span: Span) -> Span:
        """Give the hours in GMT that are read for local ones."""
        return Span(
            span.start - self.zone.whole_hours, span.end - self.zone.whole_hours
        )

    def labels(self, span: Span, step: int, *, unixtime: bool) -> list[str] | list[int]:
        """Write the times of a section.

        Args:
            span: Local hours.
            step: Hours from one entry to the next, 1 or 24.
            unixtime: Seconds since 1970 in UTC instead of local ISO 8601 text.
        """
        hours = np.arange(span.start, span.end, step, dtype=np.int64)
        if unixtime:
            seconds: list[int] = (hours * _HOUR_SECONDS - self.zone.offset).tolist()
            return seconds
        if step == HOURS:
            return np.datetime_as_string(
                hours.astype("datetime64[h]"), unit="D"
            ).tolist()
        return np.datetime_as_string(hours.astype("datetime64[h]"), unit="m").tolist()

    @property
    def count_days(self) -> float:
        """Days the request is charged for."""
        return (
            max(self.days.end - self.days.start, self.hours.end - self.hours.start)
            / HOURS
        )


def frame(location: Location, query: Query, limits: Limits, now: datetime) -> Frame:
    """Find out which hours a location's answer covers.

    Raises:
        ApiError: The range is not allowed.
    """
    if location.days or location.hours:
        days = location.days or Span(0, 0)
        hours = location.hours or days
        _check("date", location.days, limits)
        _check("hour", location.hours, limits)
        return Frame(days, hours, location.zone)
    local = int(now.timestamp()) // _HOUR_SECONDS + location.zone.whole_hours
    return _around(local // HOURS * HOURS, location.zone, query, limits)


def from_run(location: Location, query: Query, limits: Limits, run: int) -> Frame:
    """Cover the hours from the start of a run (hours since 1970) on.

    Raises:
        ApiError: Days are asked for of a run that does not start at local midnight.
    """
    local = run + location.zone.whole_hours
    if query.daily and local % HOURS:
        message = "Daily data is only available for runs that start at 00:00 in the given timezone"
        raise ApiError(message)
    return _around(local, location.zone, query, limits)


def _around(start: int, zone: Zone, query: Query, limits: Limits) -> Frame:
    """Cover days around a local hour, by `past_days` and `forecast_days`."""
    ahead = limits.forecast_days if query.forecast_days is None else query.forecast_days
    back = query.past_days or 0
    for name, given, most in (
        ("Forecast", ahead, limits.forecast_days_max),
        ("Past", back, limits.past_days_max),
    ):
        if not 0 <= given <= most:
            message = (
                f"{name} days is invalid. Allowed range 0 to {most}. Given {given}."
            )
            raise ApiError(message)
    span = Span(start - back * HOURS, start + ahead * HOURS)
    return Frame(span, span, zone)


def _check(kind: str, span: Span | None, limits: Limits) -> None:
    if span is None:
        return
    edges = (("start", span.start // HOURS), ("end", (span.end - 1) // HOURS))
    for side, day in edges:
        if not limits.first_day <= day <= limits.last_day:
            message = (
                f"Parameter '{side}_{kind}' is out of allowed range"
                f" from {iso_day(limits.first_day)} to {iso_day(limits.last_day)}"
            )
            raise ApiError(message)


def iso_day(day: int) -> str:
    """Write a day (since 1970-01-01) as YYYY-MM-DD."""
    return str(np.datetime64(day, "D"))
