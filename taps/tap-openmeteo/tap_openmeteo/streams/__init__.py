"""The streams of tap-openmeteo, in the order in which a run reads them."""

from __future__ import annotations

from tap_openmeteo.streams.cells import CellsStream
from tap_openmeteo.streams.geocode_results import GeocodeResultsStream
from tap_openmeteo.streams.model_runs import ModelRunsStream
from tap_openmeteo.streams.weather_daily_history import WeatherDailyHistoryStream
from tap_openmeteo.streams.weather_hourly_forecast import WeatherHourlyForecastStream
from tap_openmeteo.streams.weather_hourly_observed import WeatherHourlyObservedStream
from tap_openmeteo.streams.weather_hourly_previous_runs import (
    WeatherHourlyPreviousRunsStream,
)
from tap_openmeteo.streams.weather_hourly_recent import WeatherHourlyRecentStream

# What is lost for ever if a budget ends first (a forecast) stands before what can be
# had at any time (thirty years of history).
STREAM_TYPES = (
    CellsStream,
    GeocodeResultsStream,
    ModelRunsStream,
    WeatherHourlyForecastStream,
    WeatherHourlyRecentStream,
    WeatherHourlyObservedStream,
    WeatherHourlyPreviousRunsStream,
    WeatherDailyHistoryStream,
)
