"""Where the values of a column come from: reanalysis, forecasts, or one run."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from wv_sandbox.forecast import Forecast
from wv_sandbox.hours import HOURS, Truth
from wv_sandbox.openmeteo.models import RUN_HOURS

if TYPE_CHECKING:
    from wv_sandbox.arrays import Floats
    from wv_sandbox.climate import Cell, Climate
    from wv_sandbox.openmeteo.variables import Hourly
    from wv_sandbox.openmeteo.words import Span
    from wv_sandbox.weather import Weather


class Reader(Protocol):
    """Gives the values of one model at one cell for a span of hours in GMT."""

    def has(self, variable: Hourly) -> bool:
        """Tell whether there are any data of a variable."""

    def read(self, variable: Hourly, lead_days: int) -> Floats:
        """Read a variable, one value an hour, NaN where there is none.

        Args:
            variable: What to read.
            lead_days: 0 for the newest value, n for what was forecast n days before.
        """


def _whole_days(span: Span) -> tuple[int, int]:
    first = span.start // HOURS
    return first, -(-span.end // HOURS) - first


def _take(variable: Hourly, weather: Weather, span: Span) -> Floats:
    """Take the hours of a span out of whole days."""
    size = span.end - span.start
    if variable.read is None or not size:
        return np.full(size, np.nan)
    start = span.start - int(weather.times[0])
    return variable.read(weather)[start : start + size]


class Archive:
    """Reanalysis: the truth, up to the hour at which it ends.

    Args:
        climate: The seeded climate.
        cell: Where.
        span: Hours in GMT.
        end: First hour that is not there yet.
    """

    def __init__(self, climate: Climate, cell: Cell, span: Span, end: int) -> None:
        self._truth = Truth(climate, cell, *_whole_days(span))
        self._span = span
        self._end = end

    def has(self, variable: Hourly) -> bool:
        """See `Reader`."""
        return variable.read is not None and variable.archived

    def read(self, variable: Hourly, lead_days: int) -> Floats:
        """See `Reader`; reanalysis has no leads."""
        hours = np.arange(*self._span)
        there = (hours < self._end) & (self.has(variable) and not lead_days)
        return np.where(there, _take(variable, self._truth, self._span), np.nan)


class Forecasts:
    """Forecasts: each hour from the newest run before it, or the run n days earlier.

    Args:
        climate: The seeded climate.
        cell: Where.
        span: Hours in GMT.
        model: Whose forecast.
        newest: Hour at which the newest run that can be had started; with `stitched`
            false, the only one that is read.
        stitched: Whether hours before the newest run come from the runs before.
    """

    def __init__(  # noqa: PLR0913  A run of a model at a place and time.
        self,
        climate: Climate,
        cell: Cell,
        span: Span,
        model: str,
        newest: int,
        *,
        stitched: bool = True,
    ) -> None:
        truth = Truth(climate, cell, *_whole_days(span))
        last = truth.times // RUN_HOURS * RUN_HOURS if stitched else newest
        runs = np.broadcast_to(np.minimum(last, newest), truth.times.shape)
        self._span = span
        self._weather = cache(
            lambda days: Forecast(truth, runs - days * HOURS, climate.seed, model)
        )

    def has(self, variable: Hourly) -> bool:
        """See `Reader`."""
        return variable.read is not None

    def read(self, variable: Hourly, lead_days: int) -> Floats:
        """See `Reader`."""
        return _take(variable, self._weather(lead_days), self._span)


class Joined:
    """Reanalysis as far as it goes, then forecasts: the archive's best match."""

    def __init__(self, archive: Archive, forecasts: Forecasts) -> None:
        self._archive = archive
        self._forecasts = forecasts

    def has(self, variable: Hourly) -> bool:
        """See `Reader`."""
        return self._archive.has(variable)

    def read(self, variable: Hourly, lead_days: int) -> Floats:
        """See `Reader`."""
        known = self._archive.read(variable, lead_days)
        if not self.has(variable):
            return known
        return np.where(
            np.isnan(known), self._forecasts.read(variable, lead_days), known
        )
