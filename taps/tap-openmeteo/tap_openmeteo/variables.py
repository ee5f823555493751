"""The variables we ask for, each with the unit the answer must carry.

https://open-meteo.com/en/docs and /en/docs/historical-weather-api. The units follow
from UNIT_PARAMETERS, which every request sends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from singer_sdk import typing as th

UNIT_PARAMETERS = {
    "temperature_unit": "celsius",
    "wind_speed_unit": "ms",
    "precipitation_unit": "mm",
    "timeformat": "unixtime",
    "timezone": "GMT",
}
"""Said aloud in every request, so that no default of the server can change them.

GMT because the API knows no daylight saving: it applies one offset, today's, always.
"""


@dataclass(frozen=True, slots=True)
class Variable:
    """One column of the API.

    Args:
        name: As the API spells it.
        unit: As `*_units` of the answer spell it.
        text: What it is; the unit is added in brackets.
        whole: Codes are integers.
    """

    name: str
    unit: str
    text: str
    whole: bool = False

    @property
    def column(self) -> th.Property[Any]:
        """The variable as a column of a schema."""
        unit = self.unit if self.unit not in {"", "wmo code"} else "1"
        kind: type[th.JSONTypeHelper[Any]]
        kind = th.IntegerType if self.whole else th.NumberType
        return th.Property(self.name, kind, description=f"{self.text} [{unit}].")


TEMPERATURE = Variable(
    "temperature_2m", "°C", "Air temperature 2 m above ground, at the instant"
)
APPARENT = Variable("apparent_temperature", "°C", "Felt temperature, at the instant")
HUMIDITY = Variable(
    "relative_humidity_2m", "%", "Relative humidity 2 m above ground, at the instant"
)
PRECIPITATION = Variable(
    "precipitation", "mm", "Rain, showers and melted snow of the preceding hour"
)
SNOWFALL = Variable(
    "snowfall", "cm", "Fresh snow of the preceding hour; 7 cm hold 10 mm of water"
)
CLOUD_COVER = Variable(
    "cloud_cover", "%", "Share of the sky that is covered, at the instant"
)
WIND_SPEED = Variable(
    "wind_speed_10m", "m/s", "Wind speed 10 m above ground, at the instant"
)
WIND_GUSTS = Variable(
    "wind_gusts_10m", "m/s", "Strongest gust of the preceding hour, 10 m above ground"
)
WEATHER_CODE = Variable(
    "weather_code", "wmo code", "WMO 4677 code of the weather", whole=True
)
SUNSHINE = Variable("sunshine_duration", "s", "Sunshine of the preceding hour")
UV_INDEX = Variable("uv_index", "", "UV index; forecast-type models only")
PRECIPITATION_PROBABILITY = Variable(
    "precipitation_probability",
    "%",
    "Chance of more than 0.1 mm in the preceding hour; forecast-type models only",
)

OBSERVED = (
    TEMPERATURE,
    APPARENT,
    HUMIDITY,
    PRECIPITATION,
    SNOWFALL,
    CLOUD_COVER,
    WIND_SPEED,
    WIND_GUSTS,
    WEATHER_CODE,
    SUNSHINE,
)
FORECAST = (*OBSERVED, UV_INDEX, PRECIPITATION_PROBABILITY)
PREVIOUS_RUNS = (
    TEMPERATURE,
    APPARENT,
    HUMIDITY,
    PRECIPITATION,
    SNOWFALL,
    CLOUD_COVER,
    WIND_SPEED,
    WEATHER_CODE,
)
"""What the previous-runs documentation lists; gusts and sunshine are not kept there."""

DAILY = (
    Variable("temperature_2m_mean", "°C", "Mean of the 24 hours' air temperature"),
    Variable("temperature_2m_max", "°C", "Highest air temperature of the day"),
    Variable("temperature_2m_min", "°C", "Lowest air temperature of the day"),
    Variable(
        "precipitation_sum", "mm", "Rain, showers and melted snow, 23:00 to 23:00 UTC"
    ),
    Variable("snowfall_sum", "cm", "Fresh snow, 23:00 to 23:00 UTC"),
    Variable("wind_gusts_10m_max", "m/s", "Strongest gust of the day"),
)
