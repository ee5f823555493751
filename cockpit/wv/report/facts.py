"""What the days add up to: counts, means and sums the page speaks of."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wv.report.model import Cell, Day

YEAR = dt.timedelta(days=365)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Year:
    """The last 365 calendar days of a cell against its normals.

    Attributes:
        first: First calendar day of the year.
        last: Last calendar day: the newest observed one.
        days: The observed days in it, oldest first.
        compared: Those with a known anomaly.
        warmer: How many of them were above normal.
        cooler: How many were below.
        mean_anomaly_c: Mean anomaly [°C], None when nothing can be compared.
        above_p95: Days above the 95th percentile of their calendar day.
        below_p05: Days below the 5th.
    """

    first: dt.date
    last: dt.date
    days: tuple[Day, ...]
    compared: tuple[Day, ...]
    warmer: int
    cooler: int
    mean_anomaly_c: float | None
    above_p95: int
    below_p05: int

    @property
    def farthest_above(self) -> Day | None:
        """The day with the greatest anomaly, if any was above normal."""
        return _farthest(self.compared, +1)

    @property
    def farthest_below(self) -> Day | None:
        """The day with the least anomaly, if any was below normal."""
        return _farthest(self.compared, -1)


@dataclass(frozen=True, slots=True)
class Month:
    """One calendar month of a cell, so far as days are known.

    Attributes:
        first: First of the month.
        through: Last observed day in it.
        days: Days with a known mean temperature.
        mean_c: Mean of the daily means [°C].
        anomaly_c: Mean anomaly [°C].
        warmer: Days above normal.
        precip_mm: Sum over the days with known precipitation [mm].
        normal_mm: Sum of the normals of those same days [mm]; None if one is unknown.
        wet_days_known: Days with known precipitation.
    """

    first: dt.date
    through: dt.date
    days: int
    mean_c: float | None
    anomaly_c: float | None
    warmer: int
    precip_mm: float | None
    normal_mm: float | None
    wet_days_known: int

    @property
    def complete(self) -> bool:
        """Whether the month's last day is there."""
        return (self.through + dt.timedelta(days=1)).month != self.first.month


def mean(values: Iterable[float | None]) -> float | None:
    """Return the mean of the known values, None when there are none."""
    known = [value for value in values if value is not None]
    return math.fsum(known) / len(known) if known else None


def observed(cell: Cell) -> list[Day]:
    """Return the observed days with any measurement, oldest first."""
    return [day for day in cell.days if not day.forecast and _is_known(day)]


def coming(cell: Cell) -> list[Day]:
    """Return the forecast days after the last observed one, oldest first.

    A day of which only some hours are forecast has no measure, and is left out.
    """
    seen = observed(cell)
    last = seen[-1].date if seen else dt.date.min
    ahead = [day for day in cell.days if day.forecast and day.date > last]
    return [day for day in ahead if _is_known(day)]


def recent(cell: Cell, count: int) -> list[Day]:
    """Return the observed days within the last `count` calendar days."""
    days = observed(cell)
    return [day for day in days if day.date > days[-1].date - dt.timedelta(days=count)]


def last_year(cell: Cell) -> Year | None:
    """Return the last 365 days against normal, None without an observed day."""
    seen = observed(cell)
    if not seen:
        return None
    last = seen[-1].date
    days = tuple(day for day in seen if day.date > last - YEAR)
    compared = tuple(day for day in days if day.anomaly_c is not None)
    anomalies = [day.anomaly_c for day in compared if day.anomaly_c is not None]
    return Year(
        first=last - YEAR + dt.timedelta(days=1),
        last=last,
        days=days,
        compared=compared,
        warmer=sum(anomaly > 0 for anomaly in anomalies),
        cooler=sum(anomaly < 0 for anomaly in anomalies),
        mean_anomaly_c=mean(anomalies),
        above_p95=sum(_outside(cell, day, +1) for day in days),
        below_p05=sum(_outside(cell, day, -1) for day in days),
    )


def last_months(cell: Cell) -> list[Month]:
    """Return up to twelve calendar months, the last one as far as it has come."""
    seen = observed(cell)
    if not seen:
        return []
    newest = _month_index(seen[-1].date)
    grouped = itertools.groupby(seen, key=lambda day: _month_index(day.date))
    return [_month(cell, list(days)) for at, days in grouped if at > newest - MONTHS]


def rain_ratio(cell: Cell, days: Sequence[Day]) -> float | None:
    """Return precipitation over its normal on the days where both are known."""
    pairs = [(day.precip_mm or 0.0, _rain(cell, day)) for day in days]
    fallen = math.fsum(amount for amount, normal in pairs if normal is not None)
    usual = math.fsum(normal for _, normal in pairs if normal is not None)
    return fallen / usual if usual > 0 else None


def _is_known(day: Day) -> bool:
    return day.mean_c is not None or day.precip_mm is not None


def _month_index(date: dt.date) -> int:
    return date.year * MONTHS + date.month


def _month(cell: Cell, days: Sequence[Day]) -> Month:
    wet = [day for day in days if day.precip_mm is not None]
    normals = [_rain(cell, day) for day in wet]
    known = [normal for normal in normals if normal is not None]
    return Month(
        first=days[0].date.replace(day=1),
        through=days[-1].date,
        days=sum(day.mean_c is not None for day in days),
        mean_c=mean(day.mean_c for day in days),
        anomaly_c=mean(day.anomaly_c for day in days),
        warmer=sum((day.anomaly_c or 0.0) > 0 for day in days),
        precip_mm=math.fsum(day.precip_mm or 0.0 for day in wet) if wet else None,
        normal_mm=math.fsum(known) if known and len(known) == len(normals) else None,
        wet_days_known=len(wet),
    )


def _rain(cell: Cell, day: Day) -> float | None:
    """Return the normal of a day whose own precipitation is known."""
    normal = cell.normal(day.date)
    return None if normal is None or day.precip_mm is None else normal.precip_mm


def _outside(cell: Cell, day: Day, sign: int) -> bool:
    normal = cell.normal(day.date)
    if normal is None or day.mean_c is None:
        return False
    bound = normal.p95_c if sign > 0 else normal.p05_c
    return bound is not None and sign * (day.mean_c - bound) > 0


def _farthest(days: Sequence[Day], sign: int) -> Day | None:
    beyond = [day for day in days if sign * (day.anomaly_c or 0.0) > 0]
    return max(beyond, key=lambda day: sign * (day.anomaly_c or 0.0), default=None)
