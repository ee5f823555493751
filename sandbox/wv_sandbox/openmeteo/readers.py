"""Where the values of a column come from: reanalysis, forecasts, or earlier runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from wv_sandbox.hours import HOURS, Truth

if TYPE_CHECKING:
    from wv_sandbox.climate import Cell, Climate
    from wv_sandbox.hours import Weather
    from wv_sandbox.noise import Floats
    from wv_sandbox.openmeteo.query import Span
    from wv_sandbox.openmeteo.variables import Hourly


class Reader(Protocol):
    """Gives the values of one model at one cell for a span of hours in GMT."""

    def read(self, variable: Hourly, lead_days: int) -> Floats:
        """Read a variable, one value an hour, NaN where there is none.

        Args:
            variable: What to read.
            lead_days: 0 for the newest value, n for what was forecast n days before.
        """


def whole_days(span: Span) -> tuple[int, int]:
    """Give the first GMT day that a span of hours touches, and how many it touches."""
    first = span.start // HOURS
    return first, -(-span.end // HOURS) - first


def cut(values: Floats, weather: Weather, span: Span) -> Floats:
    """Take the hours of a span out of whole days."""
    start = span.start - int(weather.times[0])
    return values[start : start + span.end - span.start]


class Archive:
    """Reanalysis: the truth, up to the day on which it ends.

    Args:
        climate: The seeded climate.
        cell: Where.
        span: Hours in GMT.
        end: First hour that is not there yet.
    """

    def __init__(self, climate: Climate, cell: Cell, span: Span, end: int) -> None:
        self._truth = Truth(climate, cell, *whole_days(span))
        self._span = span
        self._end = end

    def read(self, variable: Hourly, lead_days: int) -> Floats:
        """See `Reader`; reanalysis has no leads."""
        hours = np.arange(*self._span)
        if variable.read is None or not variable.archived or lead_days:
            return np.full(hours.size, np.nan)
        values = cut(variable.read(self._truth), self._truth, self._span)
        return np.where(hours < self._end, values, np.nan)
