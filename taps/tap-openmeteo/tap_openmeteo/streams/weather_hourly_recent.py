"""The days that reanalysis has not reached: first hours of each forecast run.

https://open-meteo.com/en/docs/historical-forecast-api
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.columns import columns
from tap_openmeteo import columns as shared
from tap_openmeteo import plans, variables
from tap_openmeteo.days import ONE_DAY, DayStream
from tap_openmeteo.weather import RUN_LAG_SECONDS

if TYPE_CHECKING:
    from tap_openmeteo.plans import Endpoint

SOURCES = {
    "historical-forecast": plans.HISTORICAL_FORECAST,
    "archive": plans.ARCHIVE,
}


class WeatherHourlyRecentStream(DayStream):
    """One record a cell, UTC hour and model; near-observed, never a forecast."""

    name = "weather_hourly_recent"
    primary_keys = ("cell_id", "time", "model")
    earliest = date(2016, 1, 1)
    variables = variables.FORECAST
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
    def endpoint(self) -> Endpoint:  # type: ignore[override] # The setting chooses it.
        return SOURCES[self.config["recent_source"]]

    @property
    @override
    def model(self) -> str:
        return str(self.config["recent_model"])

    @property
    @override
    def delay(self) -> timedelta:
        return timedelta(seconds=RUN_LAG_SECONDS)

    @property
    @override
    def first_day(self) -> date:
        days: int = self.config["recent_days"]
        return max(self.floor, self.last_day - (days - 1) * ONE_DAY)

    @override
    def known_at(self, time: int, fetched: float) -> float:
        return time + RUN_LAG_SECONDS
