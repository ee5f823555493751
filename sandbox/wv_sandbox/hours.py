"""Hours out of days: the true weather hour by hour.

The hours of one GMT day give back the day: their maximum, minimum and precipitation sum
are the day's own, and their mean lies halfway between the extremes (so that Central
Park's mean is what NOAA calls the average temperature).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wv_sandbox.arrays import Floats, Ints, rounded, within
from wv_sandbox.noise import make_key, normal, uniform

if TYPE_CHECKING:
    from wv_sandbox.climate import Cell, Climate, Days

HOURS = 24
SNOW_CM_PER_MM = 0.7
"""7 cm of fresh snow are 10 mm of water, as Open-Meteo counts."""
SNOW_BELOW_C = 1.0
_WARMEST_SOLAR_HOUR = 15.0
_RISE_HOURS = 9
_BALANCE = 1e-6
_OFF = 0.03


def daily_curve(longitude: float) -> tuple[Floats, int, int]:
    """Give the temperature's course over a GMT day, 0 at the minimum, 1 at the maximum.

    Returns:
        24 numbers of mean 0.5, the hour of the first and the hour of the last extreme.
    """
    warmest = round(_WARMEST_SOLAR_HOUR - longitude / 15.0) % HOURS
    coldest = (warmest - _RISE_HOURS) % HOURS
    since = (np.arange(HOURS) - coldest) % HOURS
    rise = 0.5 - 0.5 * np.cos(np.pi * since / _RISE_HOURS)
    fall = 0.5 + 0.5 * np.cos(np.pi * (since - _RISE_HOURS) / (HOURS - _RISE_HOURS))
    first, last = sorted((warmest, coldest))
    return np.where(since < _RISE_HOURS, rise, fall), first, last


def _course(days: Days) -> Floats:
    """Bend the curve of each day so that it meets its neighbours at midnight.

    Args:
        days: One day more at each end than is wanted.

    Returns:
        Shape (days - 2, 24), from 0 (minimum) to 1 (maximum), mean 0.5.
    """
    curve, first, last = daily_curve(days.cell.longitude)
    width = days.tmax_c - days.tmin_c
    midnight = days.tmin_c + width * curve[0]
    meeting = (midnight[:-1] + midnight[1:]) / 2.0
    low, high, width = days.tmin_c[1:-1], days.tmax_c[1:-1], width[1:-1]
    begin = (np.clip(meeting[:-1], low, high) - midnight[1:-1]) / width
    end = (np.clip(meeting[1:], low, high) - midnight[1:-1]) / width
    hour = np.arange(HOURS)
    before = np.maximum(0.0, 1.0 - hour / max(first, 1)) * (first > 0)
    after = np.maximum(0.0, (hour - last) / (HOURS - last))
    course = curve + begin[:, None] * before + end[:, None] * after
    # What sticks to an extreme cannot be bent any more: stay a little off it.
    lowest, highest = np.minimum(curve, _OFF), np.maximum(curve, 1.0 - _OFF)
    return _balanced(np.clip(course, lowest, highest))


def _off_balance(course: Floats) -> Ints:
    return np.flatnonzero(np.abs(0.5 - course.mean(axis=1)) > _BALANCE)


def _balanced(course: Floats) -> Floats:
    """Bend each day's course, extremes kept, until its mean is 0.5.

    This ends: nothing but the extremes lies at 0 or 1, so all the rest can be bent as
    far as it takes. One bending does for nearly all days.
    """
    while (off := _off_balance(course)).size:
        room = course[off] * (1.0 - course[off])
        lacking = 0.5 - course[off].mean(axis=1)
        bend = within(lacking / room.mean(axis=1), -1.0, 1.0)
        course[off] += bend[:, None] * room
    return course


def spread(amounts: Floats, shares: Floats) -> Floats:
    """Spread daily amounts over hours in whole hundredths, so that the sum is kept.

    Args:
        amounts: One a day.
        shares: Shape (days, 24), running share of the day's amount, 1 in the last hour.
    """
    running = rounded(shares * amounts[:, None] * 100.0)
    return np.diff(running, axis=1, prepend=0.0) / 100.0


class Truth:
    """The weather as it was, in whole GMT days; computed when asked for, then kept."""

    def __init__(
        self, climate: Climate, cell: Cell, first_day: int, count: int
    ) -> None:
        self.cell = cell
        self._days = climate.days(cell, first_day - 1, count + 2)
        start = first_day * HOURS
        self.times: Ints = np.arange(start, start + count * HOURS, dtype=np.int64)

    def _key(self, name: str) -> np.uint64:
        return make_key(self._days.seed, name, *self.cell)

    def _by_hour(self, daily: Floats) -> Floats:
        return np.repeat(daily[1:-1], HOURS)

    @cached_property
    def course(self) -> Floats:
        """Course of the day's temperature, 0 to 1, shape (days, 24)."""
        return _course(self._days)

    @cached_property
    def temperature(self) -> Floats:
        """See `Weather`."""
        low = self._days.tmin_c[1:-1, None]
        width = self._days.tmax_c[1:-1, None] - low
        return rounded((low + width * self.course).ravel(), 1)

    @cached_property
    def _rain_shares(self) -> Floats:
        day = np.arange(
            self._days.first + 1, self._days.first + self._days.tmin_c.size - 1
        )
        amount = self._days.precip_mm[1:-1]
        length = np.floor(
            1.0
            + 6.0 * uniform(self._key("length"), day)
            + np.minimum(amount / 4.0, 17.0)
        )
        start = np.floor(uniform(self._key("start"), day) * (HOURS + 1.0 - length))
        hour = np.arange(HOURS)
        inside = (hour >= start[:, None]) & (hour < (start + length)[:, None])
        shower = uniform(self._key("shower"), self.times).reshape(-1, HOURS)
        weight = inside * (0.2 + shower) ** 3
        running = np.cumsum(weight, axis=1)
        return running / running[:, -1:]

    @cached_property
    def precipitation(self) -> Floats:
        """See `Weather`."""
        return spread(self._days.precip_mm[1:-1], self._rain_shares).ravel()

    @cached_property
    def snowfall(self) -> Floats:
        """See `Weather`."""
        by_temperature = snow_of(self.precipitation, self.temperature)
        measured = self._days.snow_cm[1:-1]
        given = spread(np.nan_to_num(measured), self._rain_shares).ravel()
        return np.where(np.repeat(np.isnan(measured), HOURS), by_temperature, given)

    @cached_property
    def cloud_cover(self) -> Floats:
        """See `Weather`."""
        share = self._by_hour(self._days.cloud) + 0.15 * normal(
            self._key("cloud"), self.times
        )
        share = np.where(self.precipitation > 0.0, np.maximum(share, 0.75), share)
        return rounded(100.0 * within(share, 0.0, 1.0))

    @cached_property
    def humidity(self) -> Floats:
        """See `Weather`."""
        moist = 25.0 * (self._by_hour(self._days.cloud) - 0.5) + 3.0 * normal(
            self._key("moist"), self.times
        )
        share = (
            self._by_hour(self._days.humidity)
            + moist
            - 30.0 * (self.course.ravel() - 0.5)
        )
        share = np.where(self.precipitation > 0.0, np.maximum(share, 80.0), share)
        return rounded(within(share, 5.0, 100.0))

    @cached_property
    def wind_speed(self) -> Floats:
        """See `Weather`."""
        breeze = 0.85 + 0.3 * self.course.ravel()
        flurry = np.exp(0.15 * normal(self._key("flurry"), self.times))
        return rounded(
            within(self._by_hour(self._days.wind_ms) * breeze * flurry, 0.0, 45.0), 2
        )

    @cached_property
    def wind_gusts(self) -> Floats:
        """See `Weather`."""
        factor = 1.5 + 0.4 * uniform(self._key("gust"), self.times)
        return rounded(np.minimum(self.wind_speed * factor + 0.5, 90.0), 2)

    @cached_property
    def rain_chance(self) -> Floats:
        """See `Weather`: what was measured is no chance any more."""
        return np.full(self.times.shape, np.nan)


def snow_of(precipitation: Floats, temperature: Floats) -> Floats:
    """Give the fresh snow [cm] of precipitation [mm] that falls in cold air [°C]."""
    snow = rounded(SNOW_CM_PER_MM * precipitation, 2)
    return np.where((temperature < SNOW_BELOW_C) | np.isnan(snow), snow, 0.0)
