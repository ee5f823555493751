"""Which hours an answer covers, and how its times are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from wv_sandbox.hours import HOURS
from wv_sandbox.openmeteo import models
from wv_sandbox.openmeteo.errors import ApiError, StreamError
from wv_sandbox.openmeteo.words import Span

if TYPE_CHECKING:
    from datetime import datetime

    from wv_sandbox.openmeteo.endpoints import Endpoint
    from wv_sandbox.openmeteo.locations import Location
    from wv_sandbox.openmeteo.query import Query
    from wv_sandbox.openmeteo.zones import Zone

_HOUR_SECONDS, _DAY_SECONDS = 3600, 86_400


@dataclass(frozen=True)
class Limits:
    """What an API allows: days since 1970 (the last one counts), numbers of days."""

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
        unit: Literal["D", "m"] = "D" if step == HOURS else "m"
        texts: list[str] = np.datetime_as_string(
            hours.astype("datetime64[h]"), unit
        ).tolist()
        return texts

    @property
    def count_days(self) -> float:
        """Days the request is charged for."""
        return (
            max(self.days.end - self.days.start, self.hours.end - self.hours.start)
            / HOURS
        )


def frame(location: Location, query: Query, endpoint: Endpoint, now: datetime) -> Frame:
    """Find out which hours a location's answer covers.

    Raises:
        ApiError: The range is not allowed.
        StreamError: The run asked for cannot be had.
    """
    if endpoint.single:
        return _of_run(location, query, endpoint, now)
    seconds = int(now.timestamp())
    limits = endpoint.limits(seconds // _DAY_SECONDS)
    if location.days or location.hours:
        days = location.days or Span(0, 0)
        _check("date", location.days, limits)
        _check("hour", location.hours, limits)
        return Frame(days, location.hours or days, location.zone)
    local = seconds // _HOUR_SECONDS + location.zone.whole_hours
    return _around(local // HOURS * HOURS, location.zone, query, limits)


def _of_run(
    location: Location, query: Query, endpoint: Endpoint, now: datetime
) -> Frame:
    """Cover the hours from the start of a run on."""
    run = query.run
    if run is None:
        message = "Parameter 'run' is required"
        raise ApiError(message)
    if location.days or location.hours:
        both = "'start_date' and 'end_date'"
        message = f"Parameter 'run' is mutually exclusive with {both}"
        raise ApiError(message)
    if run % models.RUN_HOURS or models.run_at(run).available > now.timestamp():
        raise StreamError.of_run(query.models_or_best[0], run * _HOUR_SECONDS)
    local = run + location.zone.whole_hours
    if query.daily and local % HOURS:
        message = "Daily data is only available for runs that start at 00:00 local time"
        raise ApiError(message)
    return _around(local, location.zone, query, endpoint.limits(run // HOURS))


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
