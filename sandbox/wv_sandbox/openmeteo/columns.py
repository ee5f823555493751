"""The columns of an answer: names looked up, days made of hours, units and digits applied."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wv_sandbox.hours import HOURS
from wv_sandbox.openmeteo.errors import ApiError
from wv_sandbox.openmeteo.variables import DAILY, HOURLY

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_sandbox.noise import Floats
    from wv_sandbox.openmeteo.readers import Reader
    from wv_sandbox.openmeteo.units import Units

_NO_UNIT = "undefined"
"""Unit of a column that is known and has no data."""
_PREVIOUS = re.compile(r"_previous_day([0-7])$")


class Column(NamedTuple):
    """A column: its unit's name and its values, None where there is none."""

    unit: str
    values: list[float | int | None]


def hourly(name: str, reader: Reader, units: Units) -> Column:
    """Read an hourly column, also `<variable>_previous_day<n>`.

    Raises:
        ApiError: There is no such variable.
    """
    previous = _PREVIOUS.search(name)
    variable = HOURLY.get(_PREVIOUS.sub("", name))
    if variable is None:
        raise _unknown(name, "ForecastVariable")
    values = reader.read(variable, int(previous.group(1)) if previous else 0)
    return Column(
        units[variable.kind].name if reader.has(variable) else _NO_UNIT,
        listed(units[variable.kind].convert(values), variable.digits),
    )


def daily(name: str, reader: Reader, units: Units) -> Column:
    """Make a daily column out of 24 hours each.

    As on the real server the hours are converted and rounded first, so that a day follows
    from the hours that are shown.

    Raises:
        ApiError: There is no such variable.
    """
    variable = DAILY.get(name)
    if variable is None:
        raise _unknown(name, "ForecastVariableDaily")
    source = HOURLY[variable.source]
    hours = np.round(units[source.kind].convert(reader.read(source, 0)), source.digits)
    values = _AGGREGATES[variable.how](hours.reshape(-1, HOURS)) * variable.factor
    unit = units[variable.kind or source.kind].name
    digits = source.digits if variable.digits is None else variable.digits
    return Column(unit if reader.has(source) else _NO_UNIT, listed(values, digits))


def check_archived(name: str) -> None:
    """Refuse a daily variable that reanalysis does not have.

    Raises:
        ApiError: It knows the name from forecasts only.
    """
    variable = DAILY.get(name)
    if variable is not None and not HOURLY[variable.source].archived:
        raise _unknown(name, "ForecastVariableDaily")


def _unknown(name: str, kind: str) -> ApiError:
    return ApiError(
        f"Data corrupted at path ''. Cannot initialize {kind} from invalid String value {name}."
    )


def listed(values: Floats, digits: int) -> list[float | int | None]:
    """Round, and write missing values as None."""
    rounded = np.round(values, digits) + 0.0
    if not np.isnan(rounded).any():
        return (rounded if digits else rounded.astype(np.int64)).tolist()
    numbers = rounded.tolist()
    return [
        None if value != value else value if digits else int(value) for value in numbers
    ]  # noqa: PLR0124  NaN is what differs from itself; faster than isnan a value.


def _extreme(pick: Callable[[Floats], Floats]) -> Callable[[Floats], Floats]:
    """Restart after a gap: a day whose first hours lack has an extreme that looks whole."""

    def aggregate(hours: Floats) -> Floats:
        missing = np.isnan(hours)
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
