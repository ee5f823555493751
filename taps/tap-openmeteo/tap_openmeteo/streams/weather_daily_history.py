"""Thirty years of days: the base from which normals and spreads are made.

https://open-meteo.com/en/docs/historical-weather-api
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from singer_sdk import typing as th
from typing_extensions import override

from tap_kit.columns import columns
from tap_kit.settings import instant
from tap_openmeteo import columns as shared
from tap_openmeteo import plans, variables
from tap_openmeteo.answers import DAY_SECONDS
from tap_openmeteo.client import stamp
from tap_openmeteo.days import DayStream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_openmeteo.places import Place


class WeatherDailyHistoryStream(DayStream):
    """One record a 0.25° grid point, UTC day and model; read once."""

    name = "weather_daily_history"
    primary_keys = ("grid_cell_id", "date", "model")
    endpoint = plans.ARCHIVE
    variables = variables.DAILY
    section = "daily"
    step_seconds = DAY_SECONDS
    place_column = "grid_cell_id"
    lookback_days = 0
    schema = columns(
        th.Property(
            "grid_cell_id",
            th.StringType,
            required=True,
            description="The 0.25° grid point, e.g. `+40.75-074.00` [°]; see `cells`.",
        ),
        th.Property(
            "date",
            th.DateType,
            required=True,
            description="UTC day; sums run from 23:00 of the day before to 23:00.",
        ),
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
    def places(self) -> Sequence[Place]:
        return self.tap.grid_points

    @property
    @override
    def delay(self) -> timedelta:
        return timedelta(days=self.config["archive_delay_days"])

    @property
    @override
    def floor(self) -> date:
        return max(self._setting("history_start_date"), self.earliest)

    @property
    @override
    def first_day(self) -> date:
        return self.floor

    @property
    @override
    def last_day(self) -> date:
        return min(super().last_day, self._setting("history_end_date"))

    @override
    def known_at(self, time: int, fetched: float) -> float:
        return time + DAY_SECONDS + self.delay.total_seconds()

    @override
    def time_columns(self, time: int) -> dict[str, str]:
        return {"date": stamp(time)[: len("2026-11-15")]}

    def _setting(self, name: str) -> date:
        return instant(self.config[name], name).date()
