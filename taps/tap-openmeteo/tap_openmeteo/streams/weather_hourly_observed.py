"""Hourly weather as it was: reanalysis, five days late, one model for all years.

https://open-meteo.com/en/docs/historical-weather-api
"""

from __future__ import annotations

from datetime import timedelta

from typing_extensions import override

from tap_kit.columns import columns
from tap_openmeteo import columns as shared
from tap_openmeteo import plans, variables
from tap_openmeteo.answers import DAY_SECONDS
from tap_openmeteo.days import DayStream


class WeatherHourlyObservedStream(DayStream):
    """One record a cell, UTC hour and model; sent again while it is revised."""

    name = "weather_hourly_observed"
    primary_keys = ("cell_id", "time", "model")
    endpoint = plans.ARCHIVE
    variables = variables.OBSERVED
    schema = columns(
        shared.CELL,
        shared.TIME,
        shared.MODEL,
        shared.AS_OF,
        *shared.of(variables),
        *shared.GRID,
    )

    @property
    @override
    def model(self) -> str:
        return str(self.config["observed_model"])

    @property
    @override
    def delay(self) -> timedelta:
        return timedelta(days=self.config["archive_delay_days"])

    @override
    def known_at(self, time: int, fetched: float) -> float:
        """Reanalysis comes out by day: the end of the day, and the delay."""
        return time - time % DAY_SECONDS + DAY_SECONDS + self.delay.total_seconds()
