"""What an answer must be before any of it becomes a record.

One place answers with an object, several with an array whose items from the second on
bear `location_id`. Coordinates in the answer are the model grid's, not the request's.
Units and times are checked per answer and not per value, so it costs almost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tap_kit.errors import DataError
from tap_openmeteo.places import distance_km

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_openmeteo.batches import Batch
    from tap_openmeteo.places import Place

MAX_GRID_DISTANCE_KM = 75.0
"""Two steps of a 0.25° grid: `cell_selection=land` may walk to a neighbour."""

DAY_SECONDS = 86_400
_EPOCH = date(1970, 1, 1)
_NUMBERS = frozenset({int, float, type(None)})
_STEP = "nothing of this answer was kept; the API or one of its defaults has changed"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer is checked against.

    Args:
        stream: For the error.
        section: `hourly` or `daily`.
        units: Column to unit, as `*_units` must say.
        step_seconds: From one time to the next [s].
    """

    stream: str
    section: str
    units: dict[str, str]
    step_seconds: int

    def times(self, batch: Batch) -> list[int]:
        """Say which times the days hold [s since 1970]."""
        first = (batch.start - _EPOCH).days * DAY_SECONDS
        return list(range(first, first + batch.days * DAY_SECONDS, self.step_seconds))


@dataclass(frozen=True, slots=True)
class Series:
    """One place's checked answer; `columns` in the order asked for."""

    place: Place
    grid_latitude: float
    grid_longitude: float
    elevation: float | None
    columns: dict[str, list[Any]]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Go through the values, a tuple a time."""
        return zip(*self.columns.values(), strict=True)


def series(body: object, batch: Batch, asked: Asked) -> list[Series]:
    """Check an answer and take it apart, a series a place, in the order asked for.

    Raises:
        DataError: The answer breaks a promise: number or order of locations, offset,
            unit, length, time grid, kind of value, or distance to the grid cell.
    """
    items = body if isinstance(body, list) else [body]
    _check(asked.stream, "locations", len(batch.places), len(items))
    times = asked.times(batch)
    return [
        _one(_object(item, "answer", asked.stream), place, position, times, asked)
        for position, (item, place) in enumerate(zip(items, batch.places, strict=True))
    ]


def _one(
    item: dict[str, Any], place: Place, position: int, times: list[int], asked: Asked
) -> Series:
    where = f"{asked.stream} at {place.id}"
    _check(where, "location_id", position, item.get("location_id", 0))
    _check(where, "utc_offset_seconds", 0, item.get("utc_offset_seconds"))
    units = _object(item.get(f"{asked.section}_units"), f"{asked.section}_units", where)
    columns = _object(item.get(asked.section), asked.section, where)
    _check(where, "columns", sorted({"time", *asked.units}), sorted(columns))
    _check(f"{asked.stream}.time", "unit", "unixtime", units.get("time"))
    _check_times(where, times, columns["time"])
    for name, unit in asked.units.items():
        _check_values(f"{where}, {name}", columns[name], len(times))
        # A variable that the model lacks is null throughout and has no unit.
        is_absent = units.get(name) == "undefined" and not _has_values(columns[name])
        if not is_absent:
            _check(f"{asked.stream}.{name}", "unit", unit, units.get(name))
    latitude, longitude = (
        _number(item, axis, where) for axis in ("latitude", "longitude")
    )
    if (away := distance_km(place, latitude, longitude)) > MAX_GRID_DISTANCE_KM:
        raise _broken(where, "distance [km]", MAX_GRID_DISTANCE_KM, round(away, 1))
    wanted = {name: columns[name] for name in asked.units}
    return Series(place, latitude, longitude, item.get("elevation"), wanted)


def _check_times(where: str, expected: list[int], got: object) -> None:
    if got == expected:
        return
    if not isinstance(got, list):
        raise _broken(where, "time", "a list", type(got).__name__)
    _check(where, "number of times", len(expected), len(got))
    wanted, odd = next(
        (want, time) for want, time in zip(expected, got, strict=True) if want != time
    )
    raise _broken(where, "time [s since 1970]", wanted, odd)


def _check_values(where: str, column: object, length: int) -> None:
    if not isinstance(column, list):
        raise _broken(where, "column", "a list", type(column).__name__)
    _check(where, "number of values", length, len(column))
    if strange := set(map(type, column)) - _NUMBERS:
        raise _broken(where, "value", "a number or null", strange.pop().__name__)


def _has_values(column: list[Any]) -> bool:
    return column.count(None) < len(column)


def _object(value: object, name: str, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _broken(where, name, "an object", type(value).__name__)
    return value


def _number(item: dict[str, Any], name: str, where: str) -> float:
    value = item.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _broken(where, name, "a number", type(value).__name__)
    return float(value)


def _check(where: str, what: str, expected: object, got: object) -> None:
    if got != expected:
        raise _broken(where, what, expected, got)


def _broken(where: str, what: str, expected: object, got: object) -> DataError:
    return DataError(
        f"{what}: expected {expected!r}, got {got!r}", where=where, next_step=_STEP
    )
