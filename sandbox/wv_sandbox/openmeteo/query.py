"""What a request asks for, read and checked the way the server does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wv_sandbox.openmeteo import zones
from wv_sandbox.openmeteo.errors import ApiError, malformed
from wv_sandbox.openmeteo.models import BEST_MATCH
from wv_sandbox.openmeteo.units import Units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from wv_sandbox.openmeteo.zones import Zone

Parameters = dict[str, list[str]]
"""Names and values as sent; a name may be repeated, a value may be a comma list."""
_SAME_COUNT = "Parameter '{}' and '{}' must have the same number of elements"
_EXCLUSIVE = "Parameter '{}' is mutually exclusive with 'start_date' and 'end_date'"


class Span(NamedTuple):
    """A range of time in local hours since 1970, its end left out."""

    start: int
    end: int


@dataclass(frozen=True)
class Location:
    """A place asked for.

    Attributes:
        latitude: Degrees north.
        longitude: Degrees east.
        number: `location_id`, the position in the request if not given.
        elevation: Height given by the request [m]; None if the server shall find it.
        zone: Its time zone.
        days: Local days asked for; None without dates.
        hours: Local hours asked for; None to follow the days.
    """

    latitude: float
    longitude: float
    number: int
    elevation: float | None
    zone: Zone
    days: Span | None
    hours: Span | None


@dataclass(frozen=True)
class Query:
    """A whole request."""

    locations: tuple[Location, ...]
    hourly: tuple[str, ...]
    daily: tuple[str, ...]
    models: tuple[str, ...]
    units: Units
    unixtime: bool
    past_days: int | None
    forecast_days: int | None
    run: int | None

    @property
    def variables(self) -> int:
        """Number of variables times number of models, as the weight counts them."""
        return (len(self.hourly) + len(self.daily)) * len(self.models_or_best)

    @property
    def models_or_best(self) -> tuple[str, ...]:
        """Models, or the best match if none is named."""
        return self.models or (BEST_MATCH,)


def parse(parameters: Parameters, now: datetime) -> Query:
    """Read a request.

    Raises:
        ApiError: Something is missing, unknown or contradicts itself.
    """
    single = {name: values[-1] for name, values in parameters.items() if values}
    query = Query(
        locations=_locations(parameters, now),
        hourly=_words(parameters, "hourly"),
        daily=_words(parameters, "daily"),
        models=_words(parameters, "models"),
        units=Units.of(single),
        unixtime=_time_format(single.get("timeformat", "iso8601")),
        past_days=_whole(single, "past_days"),
        forecast_days=_whole(single, "forecast_days"),
        run=_run(single.get("run")),
    )
    if query.locations[0].days is not None or query.locations[0].hours is not None:
        for name in ("past_days", "forecast_days"):
            if getattr(query, name):
                raise ApiError(_EXCLUSIVE.format(name))
    return query


def _words(parameters: Parameters, name: str) -> tuple[str, ...]:
    values = parameters.get(name, parameters.get(f"{name}[]", []))
    return tuple(
        word.strip() for value in values for word in value.split(",") if word.strip()
    )


def _numbers(parameters: Parameters, name: str) -> list[float]:
    return [_number(name, word) for word in _words(parameters, name)]


def _number(name: str, word: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise malformed(word, "Float", name) from None


def _whole(single: Mapping[str, str], name: str) -> int | None:
    word = single.get(name)
    if word is None or re.fullmatch(r"-?\d{1,9}", word):
        return None if word is None else int(word)
    raise malformed(word, "Int", name)


def _time_format(word: str) -> bool:
    if word in {"iso8601", "unixtime"}:
        return word == "unixtime"
    raise malformed(word, "Timeformat", "timeformat")


def _run(word: str | None) -> int | None:
    return None if word is None else _instant(word, "h")


def _instant(word: str, unit: str) -> int:
    form = r"\d{4}-\d\d-\d\d" if unit == "D" else r"\d{4}-\d\d-\d\dT\d\d:\d\d"
    try:
        if re.fullmatch(form, word):
            return int(
                np.datetime64(word, "m").astype(f"datetime64[{unit}]").astype(np.int64)
            )
    except ValueError:
        pass  # A day that no month has: told below, like any other bad date.
    message = f"Invalid date format. Make sure to use 'YYYY-MM-DD'. Given: {word}"
    raise ApiError(message)


def _locations(parameters: Parameters, now: datetime) -> tuple[Location, ...]:
    north, east = _numbers(parameters, "latitude"), _numbers(parameters, "longitude")
    for name, given in (("latitude", north), ("longitude", east)):
        if not given:
            message = f"Value of type 'String' required for key '{name}'."
            raise ApiError(message)
    if len(north) != len(east):
        raise ApiError(_SAME_COUNT.format("latitude", "longitude"))
    for latitude, longitude in zip(north, east, strict=True):
        _check_range("Latitude", latitude, 90)
        _check_range("Longitude", longitude, 180)
    count = len(north)
    numbers = [int(number) for number in _numbers(parameters, "location_id")] or list(
        range(count)
    )
    if len(numbers) != count:
        raise ApiError(_SAME_COUNT.format("location_id", "coordinates"))
    heights: Sequence[float | None] = (
        _numbers(parameters, "elevation") or [None] * count
    )
    if len(heights) != count:
        message = (
            "Parameter 'elevation' must have the same number of elements as coordinates"
        )
        raise ApiError(message)
    places = list(
        zip(
            north,
            east,
            numbers,
            heights,
            _zones(parameters, north, east, now),
            strict=True,
        )
    )
    days, hours = (
        _spans(parameters, "date", "D", 24),
        _spans(parameters, "hour", "h", 1),
    )
    if count == 1:  # One place may be asked for several ranges.
        places *= max(1, len(days), len(hours))
    count = len(places)
    return tuple(
        Location(*place, days=day, hours=hour)
        for place, day, hour in zip(
            places, _for_each(days, count), _for_each(hours, count), strict=True
        )
    )


def _check_range(name: str, degrees: float, limit: int) -> None:
    if not abs(degrees) <= limit:
        message = f"{name} must be in range of -{limit} to {limit}°. Given: {degrees}."
        raise ApiError(message)


def _zones(
    parameters: Parameters, north: list[float], east: list[float], now: datetime
) -> list[Zone]:
    names = _words(parameters, "timezone") or ("GMT",)
    if len(names) == 1:
        names *= len(north)
    if len(names) != len(north):
        raise ApiError(_SAME_COUNT.format("latitude", "longitude"))
    return [
        zones.at(latitude, longitude, now) if name == "auto" else zones.find(name, now)
        for name, latitude, longitude in zip(names, north, east, strict=True)
    ]


def _spans(parameters: Parameters, kind: str, unit: str, hours: int) -> list[Span]:
    first = [_instant(word, unit) for word in _words(parameters, f"start_{kind}")]
    last = [_instant(word, unit) for word in _words(parameters, f"end_{kind}")]
    if bool(first) != bool(last):
        message = f"Both 'start_{kind}' and 'end_{kind}' must be set in the url"
        raise ApiError(message)
    if len(first) != len(last):
        raise ApiError(_SAME_COUNT.format(f"start_{kind}", f"end_{kind}"))
    if any(start > end for start, end in zip(first, last, strict=True)):
        message = "End-date must be larger or equals than start-date"
        raise ApiError(message)
    return [
        Span(start * hours, (end + 1) * hours)
        for start, end in zip(first, last, strict=True)
    ]


def _for_each(given: Sequence[Span], count: int) -> Sequence[Span | None]:
    """Give every place its range: one for all, or one each."""
    if len(given) in {0, 1}:
        return [*given, None][:1] * count
    if len(given) != count:
        message = (
            "Parameter 'start_date' and 'end_date' must have the same number of elements"
            " as coordinates"
        )
        raise ApiError(message)
    return given
