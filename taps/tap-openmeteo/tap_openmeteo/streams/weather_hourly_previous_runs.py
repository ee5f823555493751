"""What was forecast one to seven days before: the honest input of a demand forecast.

https://open-meteo.com/en/docs/previous-runs-api
"""

from __future__ import annotations

from datetime import date, timedelta

from singer_sdk import typing as th
from typing_extensions import override

from tap_kit.columns import columns
from tap_kit.settings import instant
from tap_openmeteo import columns as shared
from tap_openmeteo import plans, variables
from tap_openmeteo.answers import DAY_SECONDS
from tap_openmeteo.days import ONE_DAY, DayStream
from tap_openmeteo.weather import RUN_LAG_SECONDS, Slice

DEFAULT_PAST_DAYS = 90
SETTING = "previous_runs_start_date"


class WeatherHourlyPreviousRunsStream(DayStream):
    """One record a cell, UTC hour, model and lead: predicted 24 x lead hours before."""

    name = "weather_hourly_previous_runs"
    primary_keys = ("cell_id", "time", "model", "lead_days")
    endpoint = plans.PREVIOUS_RUNS
    earliest = date(2021, 3, 1)
    variables = variables.PREVIOUS_RUNS
    schema = columns(
        shared.CELL,
        shared.TIME,
        shared.MODEL,
        th.Property(
            "lead_days",
            th.IntegerType,
            required=True,
            description="Predicted so long before each hour [d].",
        ),
        shared.AS_OF,
        *shared.of(variables),
        *shared.GRID,
    )

    @property
    @override
    def model(self) -> str:
        return str(self.config["forecast_model"])

    @property
    @override
    def delay(self) -> timedelta:
        return timedelta(seconds=RUN_LAG_SECONDS)

    @property
    @override
    def slices(self) -> tuple[Slice, ...]:  # type: ignore[override] # The setting says.
        return tuple(
            Slice(f"_previous_day{lead}", {"lead_days": lead}, lead * DAY_SECONDS)
            for lead in sorted(set(self.config["previous_run_days"]))
        )

    @property
    @override
    def first_day(self) -> date:
        if given := self.config.get(SETTING):
            return max(self.floor, instant(given, SETTING).date())
        return max(self.floor, self.last_day - (DEFAULT_PAST_DAYS - 1) * ONE_DAY)

    @override
    def known_at(self, time: int, fetched: float) -> float:
        return time + RUN_LAG_SECONDS
