"""The variables that are served: units, digits, and how days are made of hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wv_sandbox import derived

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_sandbox.arrays import Floats
    from wv_sandbox.weather import Weather


class Hourly(NamedTuple):
    """An hourly variable.

    Attributes:
        kind: What is measured; `units` knows its unit.
        digits: Digits after the point that the server prints.
        read: Takes it from the weather; None if the name is known but has no data.
        archived: False if reanalysis has no data (the column is null there).
    """

    kind: str
    digits: int
    read: Callable[[Weather], Floats] | None
    archived: bool = True


class Daily(NamedTuple):
    """A daily variable.

    Attributes:
        source: The hourly variable.
        how: max, min, mean, sum, or hours (number of hours above zero).
        kind: Set where the day has another unit than the hour.
        digits: Digits after the point, if others than the hour's.
        factor: From the hourly to the daily unit.
    """

    source: str
    how: str
    kind: str | None = None
    digits: int | None = None
    factor: float = 1.0


HOURLY: dict[str, Hourly] = {
    "temperature_2m": Hourly("temperature", 1, lambda w: w.temperature),
    "apparent_temperature": Hourly("temperature", 1, derived.apparent_temperature),
    "dew_point_2m": Hourly("temperature", 1, derived.dew_point),
    "relative_humidity_2m": Hourly("percent", 0, lambda w: w.humidity),
    "precipitation": Hourly("precipitation", 2, lambda w: w.precipitation),
    "rain": Hourly("precipitation", 2, derived.rain),
    "snowfall": Hourly("snowfall", 2, lambda w: w.snowfall),
    "weather_code": Hourly("code", 0, derived.weather_code),
    "cloud_cover": Hourly("percent", 0, lambda w: w.cloud_cover),
    "wind_speed_10m": Hourly("wind", 1, lambda w: w.wind_speed),
    "wind_gusts_10m": Hourly("wind", 1, lambda w: w.wind_gusts),
    "sunshine_duration": Hourly("seconds", 2, derived.sunshine_duration),
    "shortwave_radiation": Hourly("radiation", 1, derived.shortwave_radiation),
    "is_day": Hourly("", 0, derived.is_day),
    "uv_index": Hourly("", 2, derived.uv_index, archived=False),
    "precipitation_probability": Hourly(
        "percent", 0, lambda w: w.rain_chance, archived=False
    ),
    "pressure_msl": Hourly("pressure", 1, None),
    "surface_pressure": Hourly("pressure", 1, None),
    "wind_direction_10m": Hourly("direction", 0, None),
    "snow_depth": Hourly("metres", 2, None),
    "visibility": Hourly("metres", 0, None, archived=False),
    "cape": Hourly("energy", 1, None, archived=False),
    "soil_temperature_0_to_7cm": Hourly("temperature", 1, None),
    "et0_fao_evapotranspiration": Hourly("precipitation", 2, None),
}

_EXTREMES = (
    "temperature_2m",
    "apparent_temperature",
    "relative_humidity_2m",
    "dew_point_2m",
    "cloud_cover",
)
DAILY: dict[str, Daily] = {
    **{
        f"{name}_{how}": Daily(name, how)
        for name in _EXTREMES
        for how in ("max", "min", "mean")
    },
    "precipitation_sum": Daily("precipitation", "sum"),
    "rain_sum": Daily("rain", "sum"),
    "snowfall_sum": Daily("snowfall", "sum"),
    "precipitation_hours": Daily("precipitation", "hours", kind="hours", digits=1),
    "weather_code": Daily("weather_code", "max"),
    "wind_speed_10m_max": Daily("wind_speed_10m", "max"),
    "wind_speed_10m_min": Daily("wind_speed_10m", "min"),
    "wind_speed_10m_mean": Daily("wind_speed_10m", "mean"),
    "wind_gusts_10m_max": Daily("wind_gusts_10m", "max"),
    "wind_gusts_10m_min": Daily("wind_gusts_10m", "min"),
    "wind_gusts_10m_mean": Daily("wind_gusts_10m", "mean"),
    "sunshine_duration": Daily("sunshine_duration", "sum"),
    "shortwave_radiation_sum": Daily(
        "shortwave_radiation", "sum", kind="energy_sum", digits=2, factor=0.0036
    ),
    "uv_index_max": Daily("uv_index", "max"),
    "precipitation_probability_max": Daily("precipitation_probability", "max"),
    "precipitation_probability_min": Daily("precipitation_probability", "min"),
    "precipitation_probability_mean": Daily("precipitation_probability", "mean"),
    "soil_temperature_0_to_7cm_mean": Daily("soil_temperature_0_to_7cm", "mean"),
    "et0_fao_evapotranspiration": Daily("et0_fao_evapotranspiration", "sum"),
}
