"""What follows from the basic weather of an hour, by one formula each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wv_sandbox import sun
from wv_sandbox.hours import SNOW_CM_PER_MM

if TYPE_CHECKING:
    from wv_sandbox.arrays import Floats
    from wv_sandbox.weather import Weather

_SOLAR_WM2 = 1050.0  # Clear sky, sun overhead.
_SUNSHINE_HEIGHT = 0.05
_UV_OVERHEAD = 12.5
_STORM_MM, _STORM_C, _STORM_CODE = 10.0, 18.0, 95.0
# Each code holds from an amount on: cloud cover [%], water of the hour [mm].
_CLOUD_CODES = ((0.0, 0.0), (20.0, 1.0), (50.0, 2.0), (80.0, 3.0))
_RAIN_CODES = (
    (0.0, 51.0),
    (0.5, 53.0),
    (1.0, 55.0),
    (1.3, 61.0),
    (2.5, 63.0),
    (7.6, 65.0),
)
_SNOW_CODES = ((0.0, 71.0), (1.0, 73.0), (4.0, 75.0))


def sun_height(weather: Weather) -> Floats:
    """Sine of the sun's height, 0 at night."""
    return np.maximum(sun.height(*weather.cell, weather.times), 0.0)


def vapour_pressure(weather: Weather) -> Floats:
    """Water vapour pressure [hPa], Magnus formula as in Alduchov and Eskridge 1996."""
    temperature = weather.temperature
    saturated = 6.1094 * np.exp(17.625 * temperature / (243.04 + temperature))
    return np.asarray(saturated * weather.humidity / 100.0)


def dew_point(weather: Weather) -> Floats:
    """Dew point [°C], the Magnus formula turned round."""
    ratio = np.log(vapour_pressure(weather) / 6.1094)
    return np.asarray(
        np.minimum(243.04 * ratio / (17.625 - ratio), weather.temperature)
    )


def apparent_temperature(weather: Weather) -> Floats:
    """Apparent temperature [°C] in the shade, Steadman 1994."""
    pressure, wind = vapour_pressure(weather), weather.wind_speed
    return np.asarray(weather.temperature + 0.33 * pressure - 0.7 * wind - 4.0)


def rain(weather: Weather) -> Floats:
    """Precipitation that did not fall as snow [mm]."""
    return np.maximum(
        np.round(weather.precipitation - weather.snowfall / SNOW_CM_PER_MM, 2), 0.0
    )


def shortwave_radiation(weather: Weather) -> Floats:
    """Sunlight on level ground [W/m²], Kasten and Czeplak 1980 for the clouds."""
    clear = _SOLAR_WM2 * sun_height(weather) ** 1.15
    return np.asarray(clear * (1.0 - 0.75 * (weather.cloud_cover / 100.0) ** 3.4))


def uv_index(weather: Weather) -> Floats:
    """UV index: clear sky after Madronich 2007 (12.5 µ^2.42), dimmed by clouds."""
    dimmed = 1.0 - 0.65 * (weather.cloud_cover / 100.0) ** 3
    return np.asarray(_UV_OVERHEAD * sun_height(weather) ** 2.42 * dimmed)


def sunshine_duration(weather: Weather) -> Floats:
    """Sunshine of the hour before [s]."""
    shining = sun_height(weather) > _SUNSHINE_HEIGHT
    return np.where(shining, 3600.0 * (1.0 - weather.cloud_cover / 100.0), 0.0)


def is_day(weather: Weather) -> Floats:
    """1 by day, 0 by night."""
    return (sun_height(weather) > 0.0).astype(np.float64)


def weather_code(weather: Weather) -> Floats:
    """WMO code 4677: 0-3 clouds, 51-55 drizzle, 61-65 rain, 71-75 snow, 95 thunder."""
    wet, cloud = weather.precipitation, weather.cloud_cover
    code = _steps(cloud, _CLOUD_CODES)
    code = np.where(wet > 0.0, _steps(wet, _RAIN_CODES), code)
    stormy = (wet >= _STORM_MM) & (weather.temperature > _STORM_C)
    code = np.where(stormy, _STORM_CODE, code)
    code = np.where(weather.snowfall > 0.0, _steps(wet, _SNOW_CODES), code)
    return np.where(np.isnan(wet) | np.isnan(cloud), np.nan, code)


def _steps(values: Floats, codes: tuple[tuple[float, float], ...]) -> Floats:
    """Give the code of the last step that a value reaches."""
    starts = np.array([start for start, _ in codes])
    reached = np.searchsorted(starts, values, side="right") - 1
    return np.array([code for _, code in codes])[np.maximum(reached, 0)]
