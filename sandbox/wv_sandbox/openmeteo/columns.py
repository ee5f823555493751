"""The columns of an answer: days made of hours, units and digits applied."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wv_sandbox.arrays import rounded
from wv_sandbox.hours import HOURS
from wv_sandbox.openmeteo.errors import malformed
from wv_sandbox.openmeteo.variables import DAILY, HOURLY

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_sandbox.arrays import Floats
    from wv_sandbox.openmeteo.readers import Reader
    from wv_sandbox.openmeteo.units import Units

_NO_UNIT = "undefined"
"""Unit of a column that is known and has no data."""
_PREVIOUS = re.compile(r"_previous_day([0-7])$")


class Column(NamedTuple):
    """A column: its unit's name and its values, None where there is none."""

    unit: str
    values: list[float | int | None]


def check_hourly(name: str) -> None:
    """Refuse an hourly variable that is not known.

    Raises:
        ApiError: Which one.
    """
    if _PREVIOUS.sub("", name) not in HOURLY:
        raise malformed(name, "ForecastVariable")


def check_daily(name: str, *, archive: bool) -> None:
    """Refuse a daily variable that is not known, or not in the archive.

    Raises:
        ApiError: Which one.
    """
    if name not in DAILY or (archive and not HOURLY[DAILY[name].source].archived):
        raise malformed(name, "ForecastVariableDaily")


def hourly(name: str, reader: Reader, units: Units) -> Column:
    """Read an hourly column, also `<variable>_previous_day<n>`."""
    previous = _PREVIOUS.search(name)
    variable = HOURLY[_PREVIOUS.sub("", name)]
    values = reader.read(variable, int(previous.group(1)) if previous else 0)
    unit = units[variable.kind]
    shown = listed(unit.convert(values), variable.digits)
    return Column(unit.name if reader.has(variable) else _NO_UNIT, shown)


def daily(name: str, reader: Reader, units: Units) -> Column:
    """Make a daily column out of 24 hours each.

    As on the real server the hours are converted and rounded first, so that a day
    follows from the hours that are shown.
    """
    variable = DAILY[name]
    source = HOURLY[variable.source]
    hours = rounded(units[source.kind].convert(reader.read(source, 0)), source.digits)
    values = _AGGREGATES[variable.how](hours.reshape(-1, HOURS)) * variable.factor
    unit = units[variable.kind or source.kind].name
    digits = source.digits if variable.digits is None else variable.digits
    return Column(unit if reader.has(source) else _NO_UNIT, listed(values, digits))


def listed(values: Floats, digits: int) -> list[float | int | None]:
    """Round, and write missing values as None."""
    shown = rounded(values, digits)
    missing = np.isnan(shown)
    numbers: list[float | int | None] = (
        shown if digits else np.where(missing, 0.0, shown).astype(np.int64)
    ).tolist()
    for index in np.flatnonzero(missing).tolist():
        numbers[index] = None
    return numbers


def _extreme(pick: Callable[[Floats], Floats]) -> Callable[[Floats], Floats]:
    """Restart after a gap: a day that lacks its first hours looks whole."""

    def aggregate(hours: Floats) -> Floats:
        missing = np.isnan(hours)
        if not missing.any():
            return pick(hours)
        after_gap = np.cumsum(missing[:, ::-1], axis=1)[:, ::-1] == 0
        whole = pick(np.where(after_gap, hours, -np.inf))
        return np.where(missing[:, -1], np.nan, whole)

    return aggregate


def _highest(hours: Floats) -> Floats:
    return np.asarray(hours.max(axis=1))


def _mean(hours: Floats) -> Floats:
    return np.asarray(hours.mean(axis=1))


def _sum(hours: Floats) -> Floats:
    return np.asarray(hours.sum(axis=1))


def _wet_hours(hours: Floats) -> Floats:
    return np.asarray(
        np.where(np.isnan(hours).any(axis=1), np.nan, (hours > 0.0).sum(axis=1))
    )


_AGGREGATES: dict[str, Callable[[Floats], Floats]] = {
    "max": _extreme(_highest),
    "min": lambda hours: -_extreme(_highest)(-hours),
    "mean": _mean,
    "sum": _sum,
    "hours": _wet_hours,
}
