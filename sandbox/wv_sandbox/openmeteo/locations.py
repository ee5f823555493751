"""The places a request asks for, each with its zone and its range of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wv_sandbox.openmeteo import zones
from wv_sandbox.openmeteo.errors import ApiError
from wv_sandbox.openmeteo.words import SAME_COUNT, numbers, spans, wholes, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from wv_sandbox.openmeteo.words import Parameters, Span
    from wv_sandbox.openmeteo.zones import Zone

_ELEVATIONS = (
    "Parameter 'elevation' must have the same number of elements as coordinates"
)
_RANGES = (
    "Parameter 'start_date' and 'end_date' must have the same number of elements"
    " as coordinates"
)


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


def locations(parameters: Parameters, now: datetime) -> tuple[Location, ...]:
    """Read the places.

    One range holds for all places; one place may be asked for several ranges.

    Raises:
        ApiError: There is none, one is not on earth, or lists differ in length.
    """
    north, east = _coordinates(parameters)
    count = len(north)
    ids = wholes(parameters, "location_id") or list(range(count))
    if len(ids) != count:
        raise ApiError(SAME_COUNT.format("location_id", "coordinates"))
    heights: Sequence[float | None] = numbers(parameters, "elevation")
    heights = heights or [None] * count
    if len(heights) != count:
        raise ApiError(_ELEVATIONS)
    offsets = _zones(parameters, north, east, now)
    places = list(zip(north, east, ids, heights, offsets, strict=True))
    days = spans(parameters, "date", "D", 24)
    hours = spans(parameters, "hour", "h", 1)
    if count == 1:
        places *= max(1, len(days), len(hours))
    ranges = zip(
        _for_each(days, len(places)), _for_each(hours, len(places)), strict=True
    )
    return tuple(
        Location(*place, *both) for place, both in zip(places, ranges, strict=True)
    )


def _coordinates(parameters: Parameters) -> tuple[list[float], list[float]]:
    north, east = numbers(parameters, "latitude"), numbers(parameters, "longitude")
    for name, given in (("latitude", north), ("longitude", east)):
        if not given:
            message = f"Value of type 'String' required for key '{name}'."
            raise ApiError(message)
    if len(north) != len(east):
        raise ApiError(SAME_COUNT.format("latitude", "longitude"))
    for latitude, longitude in zip(north, east, strict=True):
        _check_range("Latitude", latitude, 90)
        _check_range("Longitude", longitude, 180)
    return north, east


def _check_range(name: str, degrees: float, limit: int) -> None:
    if not abs(degrees) <= limit:
        message = f"{name} must be in range of -{limit} to {limit}°. Given: {degrees}."
        raise ApiError(message)


def _zones(
    parameters: Parameters, north: list[float], east: list[float], now: datetime
) -> list[Zone]:
    names = words(parameters, "timezone") or ("GMT",)
    if len(names) == 1:
        names *= len(north)
    if len(names) != len(north):
        raise ApiError(SAME_COUNT.format("latitude", "longitude"))
    return [
        zones.at(latitude, longitude, now) if name == "auto" else zones.find(name, now)
        for name, latitude, longitude in zip(names, north, east, strict=True)
    ]


def _for_each(given: Sequence[Span], count: int) -> Sequence[Span | None]:
    """Give every place its range: one for all, or one each."""
    if len(given) <= 1:
        return [*given, None][:1] * count
    if len(given) != count:
        raise ApiError(_RANGES)
    return given
