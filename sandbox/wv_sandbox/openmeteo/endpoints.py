"""The weather endpoints: what each allows, and where its values come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wv_sandbox.hours import HOURS
from wv_sandbox.openmeteo import models
from wv_sandbox.openmeteo.frames import Limits
from wv_sandbox.openmeteo.readers import Archive, Forecasts, Joined

if TYPE_CHECKING:
    from datetime import datetime

    from wv_sandbox.climate import Cell, Climate
    from wv_sandbox.openmeteo.readers import Reader
    from wv_sandbox.openmeteo.words import Span

_DAY_SECONDS = 86_400
ARCHIVE_DELAY_DAYS = 5
"""Reanalysis ends on the day before the one five days ago."""
_FORECAST_DAYS = 16
_PAST_DAYS = 92
_FINE_GRID_PER_DEGREE = 50


class Endpoint(NamedTuple):
    """A weather endpoint.

    Attributes:
        first: First day it serves, ISO 8601, or days before today.
        ahead: Last day it serves, in days from today on.
        days: Days it answers when none are asked for.
        archive: Whether its best match is the reanalysis.
        single: Whether it serves one run, which must be named.
    """

    first: str | int
    ahead: int
    days: int = 7
    archive: bool = False
    single: bool = False

    def limits(self, today: int) -> Limits:
        """Give the ranges it allows on a day (since 1970)."""
        first = today - self.first if isinstance(self.first, int) else _day(self.first)
        return Limits(first, today + self.ahead, self.days, self.ahead + 1, _PAST_DAYS)

    def reanalysis(self, model: str) -> bool:
        """Tell whether a model's values are measured rather than forecast."""
        return model in models.REANALYSES or (
            self.archive and model == models.BEST_MATCH
        )


def _day(iso: str) -> int:
    return int(np.datetime64(iso, "D").astype(np.int64))


_ARCHIVE = Endpoint("1940-01-01", 0, days=1, archive=True)
_LATER = _FORECAST_DAYS - 1
ENDPOINTS: dict[tuple[str, str], Endpoint] = {
    ("api", "/v1/forecast"): Endpoint(93, _LATER),
    ("archive-api", "/v1/archive"): _ARCHIVE,
    ("archive-api", "/v1/era5"): _ARCHIVE,
    ("historical-forecast-api", "/v1/forecast"): Endpoint("2016-01-01", _LATER),
    ("previous-runs-api", "/v1/forecast"): Endpoint("2016-01-01", _LATER),
    ("single-runs-api", "/v1/forecast"): Endpoint("2023-01-01", _LATER, single=True),
}


@dataclass(frozen=True)
class Readers:
    """Finds the reader of a model at an endpoint.

    Attributes:
        endpoint: Which API is asked.
        climate: The seeded climate.
        now: Sandbox time.
    """

    endpoint: Endpoint
    climate: Climate
    now: datetime

    def find(self, cell: Cell, span: Span, model: str, run: int | None) -> Reader:
        """Find a reader.

        Args:
            cell: Where.
            span: Hours in GMT.
            model: As in `models=`.
            run: The run asked for, in hours since 1970; heeded where one must be named.
        """
        if run is not None and self.endpoint.single:
            return Forecasts(self.climate, cell, span, model, run, stitched=False)
        newest = models.latest_run(self.now).hour
        if not self.endpoint.reanalysis(model):
            return Forecasts(self.climate, cell, span, model, newest)
        archive = Archive(self.climate, cell, span, archive_end(self.now))
        if model != models.BEST_MATCH:
            return archive
        ifs = Forecasts(self.climate, cell, span, "ecmwf_ifs", newest)
        return Joined(archive, ifs)


def archive_end(now: datetime) -> int:
    """Give the first hour (since 1970) that reanalysis does not have yet."""
    return (int(now.timestamp()) // _DAY_SECONDS - ARCHIVE_DELAY_DAYS) * HOURS


def grid_point(
    cell: Cell, latitude: float, longitude: float, *, coarse: bool
) -> tuple[float, float]:
    """Give the centre of the model's cell: 0.25° in reanalysis, 0.02° in forecasts."""
    if coarse:
        return cell.latitude, cell.longitude
    fine = np.round(np.array([latitude, longitude]) * _FINE_GRID_PER_DEGREE)
    north, east = (fine / _FINE_GRID_PER_DEGREE + 0.0).tolist()
    return north, east
