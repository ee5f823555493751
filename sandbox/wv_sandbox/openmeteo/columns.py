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
        raise unknown(name, "hourly")
    values = reader.read(variable, int(previous.group(1)) if previous else 0)
    unit = units[variable.kind]
    return Column(unit.name, listed(unit.convert(values), variable.digits))


def daily(name: str, reader: Reader, units: Units) -> Column:
    """Make a daily column out of 24 hours each.

    Raises:
        ApiError: There is no such variable.
    """
    variable = DAILY.get(name)
    if variable is None:
        raise unknown(name, "daily")
    source = HOURLY[variable.source]
    # Daily means and sums are made of the hours as they are shown, so that one follows
    # from the other.
    hours = np.round(reader.read(source, 0), source.digits).reshape(-1, HOURS)
    unit = units[variable.kind or source.kind]
    values = unit.convert(_AGGREGATES[variable.how](hours) * variable.factor)
    digits = source.digits if variable.digits is None else variable.digits
    return Column(unit.name, listed(values, digits))


def unknown(name: str, section: str) -> ApiError:
    """Tell that a variable is not known, as the server does."""
    return ApiError(
        f"Data corrupted at path '{section}'. Cannot initialize VariableOrDerived"
        f" from invalid String value {name}."
    )


def listed(values: Floats, digits: int) -> list[float | int | None]:
    """Round, and write missing values as None."""
    rounded = np.round(values, digits) + 0.0
    if not np.isnan(rounded).any():
        return (rounded if digits else rounded.astype(np.int64)).tolist()
    numbers = rounded.tolist()
    return [None if value != value else value if digits else int(value) for value in numbers]  # noqa: PLR0124  NaN is what differs from itself; faster than isnan a value.


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
    return np.asarray(np.where(np.isnan(hours).any(axis=1), np.nan, (hours > 0.0).sum(axis=1)))


_AGGREGATES: dict[str, Callable[[Floats], Floats]] = {
    "max": _extreme(_highest),
    "min": lambda hours: -_extreme(_highest)(-hours),
    "mean": _mean,
    "sum": _sum,
    "hours": _wet_hours,
}
