"""The seeded climate: weather of any day at any grid cell, without memory.

A day's weather follows from (seed, cell, date) alone. Neighbouring cells share their
weather: most of each random series is interpolated from a coarse net of nodes. New
York's cell is measured from 1991 to 2020 and goes on from there, seeded, around its own
normals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wv_sandbox import central_park, normals
from wv_sandbox.arrays import rounded
from wv_sandbox.noise import make_key, red, to_unit, uniform

if TYPE_CHECKING:
    from wv_sandbox.arrays import Floats, Ints

GRID_DEGREES = 0.25
_NODE_DEGREES = 5.0
_LOCAL = 0.35  # Share of the standard deviation a cell has for itself.
_TEMPERATURE_PHI = 0.7
_RAIN_PHI = 0.35
_WIND_PHI = 0.5
_COLDEST_C, _HOTTEST_C = -85.0, 55.0
_DRIEST_MM, _WETTEST_MM = 0.3, 400.0
_MEAN_OF_SKEWED = (
    1.16671  # Gamma(2.3), the mean of an exponential number to the power 1.3.
)


class Cell(NamedTuple):
    """A cell of the 0.25° grid, named by its centre [degrees]."""

    latitude: float
    longitude: float

    @classmethod
    def at(cls, latitude: float, longitude: float) -> Cell:
        """Find the cell that holds a point; borders round away from zero."""
        north = _snap(latitude)
        east = (_snap(longitude) + 180.0) % 360.0 - 180.0
        return cls(north, east)

    @property
    def elevation_m(self) -> float:
        """Height of the cell [m], made up but always the same."""
        share = uniform(make_key("elevation", *self), np.array([0]))[0]
        return float(round(3.0 + 350.0 * share**3))

    @property
    def is_central_park(self) -> bool:
        """Tell whether this cell has a measured series."""
        return self == (central_park.LATITUDE, central_park.LONGITUDE)


def _snap(degrees: float) -> float:
    steps = float(np.floor(abs(degrees) / GRID_DEGREES + 0.5))
    return float(np.copysign(steps * GRID_DEGREES, degrees)) + 0.0


@dataclass(frozen=True)
class Days:
    """The weather of consecutive days at one cell; every array has one entry a day.

    Attributes:
        cell: Where.
        first: Days from 1970-01-01 to the first day.
        seed: The sandbox's seed, for what is drawn within the day.
        tmin_c: Minimum temperature [°C].
        tmax_c: Maximum temperature [°C].
        precip_mm: Sum of rain and melted snow [mm].
        snow_cm: Measured fresh snow [cm]; NaN where it follows from the temperature.
        cloud: Mean cloud cover, 0 to 1.
        wind_ms: Mean wind speed [m/s].
        humidity: Usual relative humidity [%].
    """

    cell: Cell
    first: int
    seed: int
    tmin_c: Floats
    tmax_c: Floats
    precip_mm: Floats
    snow_cm: Floats
    cloud: Floats
    wind_ms: Floats
    humidity: Floats


class Climate:
    """The weather of the whole earth for one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def days(self, cell: Cell, first: int, count: int) -> Days:
        """Draw the weather of `count` days from day `first` (days since 1970-01-01)."""
        dates = np.arange(first, first + count, dtype=np.int64)
        usual = (
            central_park.normals(dates)
            if cell.is_central_park
            else normals.of_place(*cell, cell.elevation_m, dates)
        )
        warm = self._departure(cell, first, count)
        luck = to_unit(self._field(cell, "rain", first, count, _RAIN_PHI))
        wet = luck < usual.wet_share
        width = self._range(
            cell, first, count, usual.range_c * np.where(wet, 0.85, 1.07)
        )
        mean = np.clip(
            usual.mean_c + usual.sd_c * warm, _COLDEST_C + width, _HOTTEST_C - width
        )
        gale = self._field(cell, "wind", first, count, _WIND_PHI)
        days = Days(
            cell=cell,
            first=first,
            seed=self.seed,
            tmin_c=mean - width / 2.0,
            tmax_c=mean + width / 2.0,
            precip_mm=np.where(wet, self._amounts(cell, dates, usual.wet_mm), 0.0),
            snow_cm=np.full(count, np.nan),
            cloud=np.where(wet, 0.95 - 0.35 * luck, 0.85 - 0.8 * luck**0.8),
            wind_ms=usual.wind_ms * np.exp(0.42 * gale - 0.09),
            humidity=usual.humidity,
        )
        if cell.is_central_park:
            _lay_measured_over(days)
        return days

    def _amounts(self, cell: Cell, dates: Ints, usual_mm: Floats) -> Floats:
        """Draw what falls if it is wet [mm], often little and seldom much."""
        luck = uniform(make_key(self.seed, "amount", *cell), dates)
        skewed = (-np.log(luck)) ** 1.3 / _MEAN_OF_SKEWED
        amount = _DRIEST_MM + skewed * (usual_mm - _DRIEST_MM)
        return np.minimum(rounded(amount, 2), _WETTEST_MM)

    def _field(
        self, cell: Cell, name: str, first: int, count: int, phi: float
    ) -> Floats:
        """Draw a red series of variance 1 that varies smoothly over the earth."""
        south = np.floor(cell.latitude / _NODE_DEGREES)
        west = np.floor(cell.longitude / _NODE_DEGREES)
        up = cell.latitude / _NODE_DEGREES - south
        right = cell.longitude / _NODE_DEGREES - west
        total, power = np.zeros(count), 0.0
        for north, weight_north in ((south, 1.0 - up), (south + 1, up)):
            for east, weight_east in ((west, 1.0 - right), (west + 1, right)):
                key = make_key(
                    self.seed, name, int(north), int(east) % int(360 / _NODE_DEGREES)
                )
                weight = weight_north * weight_east
                if weight:
                    total += weight * red(key, first, count, phi)
                power += weight**2
        local = red(make_key(self.seed, name, "local", *cell), first, count, phi)
        return np.asarray(total * np.sqrt((1.0 - _LOCAL**2) / power) + _LOCAL * local)

    def _departure(self, cell: Cell, first: int, count: int) -> Floats:
        """Draw how far each day's mean lies from the usual, in standard deviations."""
        drawn = self._field(cell, "temperature", first, count, _TEMPERATURE_PHI)
        if cell.is_central_park:
            dates = np.arange(first, first + count, dtype=np.int64)
            for edge in central_park.edges():
                seeded = self._field(
                    cell, "temperature", edge.day, 1, _TEMPERATURE_PHI
                )[0]
                drawn += (edge.departure - seeded) * edge.fade(dates, _TEMPERATURE_PHI)
        return drawn

    def _range(self, cell: Cell, first: int, count: int, usual: Floats) -> Floats:
        noise = self._field(cell, "range", first, count, 0.3)
        return np.clip(usual * np.exp(0.3 * noise - 0.045), 1.0, 28.0)


def _lay_measured_over(days: Days) -> None:
    """Put the measured series over the drawn one on the days that have both."""
    real = central_park.series()
    start = max(days.first, central_park.FIRST_DAY)
    end = min(days.first + days.tmin_c.size, real.end_day)
    if start >= end:
        return
    ours = slice(start - days.first, end - days.first)
    theirs = slice(start - central_park.FIRST_DAY, end - central_park.FIRST_DAY)
    for name in ("tmin_c", "tmax_c", "precip_mm", "snow_cm"):
        getattr(days, name)[ours] = getattr(real, name)[theirs]
    wet = real.precip_mm[theirs] > 0.0
    cloud = days.cloud[ours]
    days.cloud[ours] = np.where(wet, np.maximum(cloud, 0.7), np.minimum(cloud, 0.75))
