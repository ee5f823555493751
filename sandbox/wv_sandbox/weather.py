"""What the weather of an hour consists of; all else follows from it by `derived`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from wv_sandbox.arrays import Floats, Ints
    from wv_sandbox.climate import Cell


@runtime_checkable
class Weather(Protocol):
    """Weather measured or forecast; every array has one entry an hour."""

    @property
    def cell(self) -> Cell:
        """Where."""

    @property
    def times(self) -> Ints:
        """Hours since 1970-01-01T00:00Z."""

    @property
    def temperature(self) -> Floats:
        """Temperature 2 m above ground [°C], 0.1."""

    @property
    def precipitation(self) -> Floats:
        """Rain and melted snow of the hour before [mm], 0.01."""

    @property
    def snowfall(self) -> Floats:
        """Fresh snow of the hour before [cm], 0.01."""

    @property
    def cloud_cover(self) -> Floats:
        """Cloud cover [%], 1."""

    @property
    def humidity(self) -> Floats:
        """Relative humidity [%], 1."""

    @property
    def wind_speed(self) -> Floats:
        """Wind 10 m above ground [m/s]."""

    @property
    def wind_gusts(self) -> Floats:
        """Strongest gust of the hour before [m/s]."""

    @property
    def rain_chance(self) -> Floats:
        """Probability of precipitation [%]; NaN where nobody forecast it."""
