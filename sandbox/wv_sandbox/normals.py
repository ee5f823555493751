"""What is usual at a place and a time of the year.

A smooth climate of the whole earth in a few formulas: latitude and season, bent by a
handful of regions that everyone knows (mild north-west Europe, the Sonoran desert ...).
It is no reanalysis; it gives plausible levels, so that thresholds such as frost, heat
and gale are crossed where and when one expects it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from wv_sandbox.arrays import Floats, Ints

_YEAR_DAYS = 365.2425
_WARMEST_DAY = 203.0  # About 22 July on the northern half.
_LAPSE_C_PER_M = 0.0065


class Region(NamedTuple):
    """A bump on the smooth climate: centre and width [degrees], and what it changes."""

    latitude: float
    longitude: float
    width_north: float
    width_east: float
    warmer_c: float
    wider_season: float
    wetter: float


_REGIONS = (
    Region(
        54.0, 3.0, 12.0, 18.0, 3.5, -0.45, 0.25
    ),  # North-west Europe: the Gulf Stream.
    Region(68.0, 14.0, 8.0, 14.0, 11.0, -0.55, 0.3),  # Norwegian coast.
    Region(47.0, -75.0, 8.0, 20.0, -5.0, 0.1, 0.1),  # North-east America.
    Region(33.0, -113.0, 4.0, 6.0, 5.0, 0.15, -0.85),  # Sonoran desert.
    Region(22.0, 10.0, 8.0, 30.0, 2.0, 0.4, -0.95),  # Sahara.
    Region(62.0, 115.0, 14.0, 35.0, -7.0, 0.6, -0.3),  # Siberia.
    Region(37.0, -122.0, 5.0, 4.0, -1.0, -0.6, -0.4),  # Californian coast.
    Region(-34.0, 151.0, 5.0, 6.0, -2.0, -0.25, 0.15),  # South-east Australia.
    Region(3.0, 105.0, 10.0, 60.0, 0.0, 0.0, 0.6),  # Wet tropics.
)


@dataclass(frozen=True)
class Normals:
    """Usual values day by day; every array has one entry a day.

    Attributes:
        mean_c: Mean temperature [°C].
        range_c: Maximum minus minimum temperature [°C].
        sd_c: Standard deviation of the daily mean [°C].
        wet_share: Share of days with rain or snow, 0 to 1.
        wet_mm: Mean amount of a wet day [mm].
        wind_ms: Mean wind speed [m/s].
        humidity: Mean relative humidity [%].
    """

    mean_c: Floats
    range_c: Floats
    sd_c: Floats
    wet_share: Floats
    wet_mm: Floats
    wind_ms: Floats
    humidity: Floats


def season_angle(days: Ints) -> Floats:
    """Give the time of the year as an angle [rad], 0 on 1 January 1970.

    Args:
        days: Days since 1970-01-01.
    """
    return np.asarray(2.0 * np.pi * np.mod(days, _YEAR_DAYS) / _YEAR_DAYS)


def summer(days: Ints, latitude: float) -> Floats:
    """Give +1 in high summer, -1 in the depth of winter, always 0 at the equator."""
    peak = 2.0 * np.pi * _WARMEST_DAY / _YEAR_DAYS
    return np.asarray(np.tanh(latitude / 6.0) * np.cos(season_angle(days) - peak))


def _bumps(latitude: float, longitude: float) -> tuple[float, float, float]:
    warmer, wider, wetter = 0.0, 0.0, 0.0
    for region in _REGIONS:
        east = (longitude - region.longitude + 180.0) % 360.0 - 180.0
        north = latitude - region.latitude
        weight = float(
            np.exp(
                -((north / region.width_north) ** 2) - (east / region.width_east) ** 2
            )
        )
        warmer += weight * region.warmer_c
        wider += weight * region.wider_season
        wetter += weight * region.wetter
    return warmer, wider, wetter


def of_place(
    latitude: float, longitude: float, elevation_m: float, days: Ints
) -> Normals:
    """Give the usual values of any place on earth.

    Args:
        latitude: Degrees north.
        longitude: Degrees east.
        elevation_m: Height [m], cools by 6.5 °C a kilometre.
        days: Days since 1970-01-01.
    """
    warmer, wider, wetter = _bumps(latitude, longitude)
    polar = abs(latitude) / 90.0
    warm = summer(days, latitude)
    level = 27.5 - 54.0 * polar**2 + warmer - _LAPSE_C_PER_M * elevation_m
    swing = (1.0 + 25.0 * polar) * max(0.3, 1.0 + wider)
    share = float(np.clip((0.36 - 0.06 * polar) * (1.0 + wetter), 0.03, 0.7))
    moisture = float(np.clip(1.0 + 0.5 * wetter, 0.3, 1.3))
    return Normals(
        mean_c=level + swing * warm,
        range_c=(8.0 - 2.0 * polar) * (1.5 - 0.5 * moisture) * (1.0 + 0.15 * warm),
        sd_c=(0.8 + 6.5 * polar) * (1.0 - 0.25 * warm),
        wet_share=np.full(days.shape, share),
        wet_mm=(9.0 - 5.0 * polar) * moisture * (1.0 + 0.25 * warm),
        wind_ms=(3.0 + 2.0 * polar) * (1.0 - 0.15 * warm),
        humidity=np.clip(74.0 * moisture**0.7 - 6.0 * warm, 15.0, 90.0),
    )
