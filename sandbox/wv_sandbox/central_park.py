"""The real weather of New York Central Park, 1991 to 2020, and what is usual there.

Source: NOAA GHCN-Daily, station USW00094728, public domain (see data/ATTRIBUTION.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wv_sandbox.normals import Normals, of_place, season_angle

if TYPE_CHECKING:
    from wv_sandbox.arrays import Floats, Ints

LATITUDE, LONGITUDE = 40.75, -74.0
"""Centre of the 0.25° grid cell that holds Central Park (40.78, -73.97)."""
FIRST_DAY = int(np.datetime64("1991-01-01", "D").astype(np.int64))
_MM_PER_HUNDREDTH_INCH = 0.254
_CM_PER_TENTH_INCH = 0.254
_HARMONICS = 4
_WET_MM = 0.2


@dataclass(frozen=True)
class Series:
    """A value a day from `FIRST_DAY` on: temperature [°C], water [mm], snow [cm]."""

    tmin_c: Floats
    tmax_c: Floats
    precip_mm: Floats
    snow_cm: Floats

    @property
    def end_day(self) -> int:
        """First day after the series, in days since 1970-01-01."""
        return FIRST_DAY + self.tmin_c.size


def _celsius(degf: Ints) -> Floats:
    return (degf.astype(np.float64) - 32.0) / 1.8


@cache
def series() -> Series:
    """Read the shipped file and convert its units, the one time this is done.

    Returns:
        10,958 days without a gap.
    """
    with (files("wv_sandbox") / "data" / "central_park_1991_2020.npz").open(
        "rb"
    ) as packed:
        raw = np.load(packed)
        return Series(
            tmin_c=_celsius(raw["tmin_degf"]),
            tmax_c=_celsius(raw["tmax_degf"]),
            precip_mm=np.round(
                raw["precip_hundredths_inch"] * _MM_PER_HUNDREDTH_INCH, 2
            ),
            snow_cm=np.round(raw["snow_tenths_inch"] * _CM_PER_TENTH_INCH, 2),
        )


def _waves(days: Ints) -> Floats:
    angle = season_angle(days)
    columns = [np.ones_like(angle)]
    for k in range(1, _HARMONICS + 1):
        columns += [np.cos(k * angle), np.sin(k * angle)]
    return np.stack(columns, axis=1)


@cache
def _fits() -> dict[str, Floats]:
    """Fit harmonics of the year to the series; the coefficients by name."""
    real = series()
    days = np.arange(FIRST_DAY, real.end_day, dtype=np.int64)
    waves = _waves(days)
    mean = (real.tmin_c + real.tmax_c) / 2.0
    wet = real.precip_mm > _WET_MM
    fits = {
        "mean_c": _fit(waves, mean),
        "range_c": _fit(waves, real.tmax_c - real.tmin_c),
        "wet_share": _fit(waves, wet.astype(np.float64)),
        "wet_mm": _fit(waves[wet], real.precip_mm[wet]),
    }
    return fits | {"variance": _fit(waves, (mean - waves @ fits["mean_c"]) ** 2)}


def _fit(waves: Floats, values: Floats) -> Floats:
    coefficients, *_ = np.linalg.lstsq(waves, values, rcond=None)
    return np.asarray(coefficients)


def normals(days: Ints) -> Normals:
    """Give the usual values of Central Park, fitted to its own thirty years.

    Args:
        days: Days since 1970-01-01, also outside of 1991 to 2020.
    """
    waves = _waves(days)
    usual = {name: waves @ coefficients for name, coefficients in _fits().items()}
    elsewhere = of_place(LATITUDE, LONGITUDE, 0.0, days)
    return Normals(
        mean_c=usual["mean_c"],
        range_c=usual["range_c"],
        sd_c=np.sqrt(usual["variance"]),
        wet_share=usual["wet_share"],
        wet_mm=usual["wet_mm"],
        wind_ms=elsewhere.wind_ms,
        humidity=elsewhere.humidity,
    )


class Edge(NamedTuple):
    """An end of the measured series, where the seeded one takes over.

    Attributes:
        day: The last measured day, in days since 1970-01-01.
        step: +1 if the seeded days follow, -1 if they come before.
        departure: How far that day lay from the usual, in standard deviations.
    """

    day: int
    step: int
    departure: float

    def fade(self, days: Ints, phi: float) -> Floats:
        """Give the weight of the departure on other days: it dies out, as in nature."""
        distance = (days - self.day) * self.step
        return np.where(distance > 0, phi ** np.maximum(distance, 0.0), 0.0)


@cache
def edges() -> tuple[Edge, Edge]:
    """Give both ends of the measured series."""
    real = series()
    days = np.array([FIRST_DAY, real.end_day - 1])
    mean = (real.tmin_c[[0, -1]] + real.tmax_c[[0, -1]]) / 2.0
    usual = normals(days)
    before, after = ((mean - usual.mean_c) / usual.sd_c).tolist()
    return Edge(int(days[0]), -1, before), Edge(int(days[1]), +1, after)
