"""Units a request may choose, and their names in the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wv_sandbox.openmeteo.errors import malformed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wv_sandbox.arrays import Floats


class Unit(NamedTuple):
    """A unit: its name in the answer, and how it follows from ours."""

    name: str
    factor: float = 1.0
    offset: float = 0.0

    def convert(self, values: Floats) -> Floats:
        """Convert from °C, mm, cm, m/s; missing values stay missing."""
        if self.factor == 1.0 and not self.offset:
            return values
        return values * self.factor + self.offset


_FIXED = {
    "": Unit(""),
    "code": Unit("wmo code"),
    "percent": Unit("%"),
    "seconds": Unit("s"),
    "hours": Unit("h"),
    "radiation": Unit("W/m²"),
    "energy_sum": Unit("MJ/m²"),
    "energy": Unit("J/kg"),
    "pressure": Unit("hPa"),
    "direction": Unit("°"),
}
_TEMPERATURE = {"celsius": Unit("°C"), "fahrenheit": Unit("°F", 1.8, 32.0)}
_WIND = {
    "kmh": Unit("km/h", 3.6),
    "ms": Unit("m/s"),
    "mph": Unit("mp/h", 2.2369362920544),
    "kn": Unit("kn", 1.9438444924406),
}
_PRECIPITATION = {"mm": Unit("mm"), "inch": Unit("inch", 1.0 / 25.4)}
_SNOWFALL = {"mm": Unit("cm"), "inch": Unit("inch", 1.0 / 2.54)}
_METRES = {"mm": Unit("m"), "inch": Unit("ft", 3.28084)}


def _choose(
    given: str | None, default: str, choices: dict[str, Unit], key: str, kind: str
) -> str:
    chosen = given or default
    if chosen not in choices:
        raise malformed(chosen, kind, key)
    return chosen


class Units(dict[str, Unit]):
    """The unit of each kind of variable, as one request wants them."""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Units:
        """Read the unit parameters of a request.

        Raises:
            ApiError: A unit is not known.
        """
        wind_key = "wind_speed_unit" if "wind_speed_unit" in given else "windspeed_unit"
        temperature = _choose(
            given.get("temperature_unit"),
            "celsius",
            _TEMPERATURE,
            "temperature_unit",
            "TemperatureUnit",
        )
        wind = _choose(given.get(wind_key), "kmh", _WIND, wind_key, "WindspeedUnit")
        water = _choose(
            given.get("precipitation_unit"),
            "mm",
            _PRECIPITATION,
            "precipitation_unit",
            "PrecipitationUnit",
        )
        return cls(
            _FIXED,
            temperature=_TEMPERATURE[temperature],
            wind=_WIND[wind],
            precipitation=_PRECIPITATION[water],
            snowfall=_SNOWFALL[water],
            metres=_METRES[water],
        )
