"""Places of the world, enough to geocode with."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

_NEAR_DEGREES = 12.0


class Place(NamedTuple):
    """A place, as GeoNames knows it; `areas` are admin1 to admin4, empty if unknown."""

    id: int
    name: str
    latitude: float
    longitude: float
    elevation: float
    feature_code: str
    country_code: str
    country: str
    areas: tuple[str, ...]
    timezone: str
    population: int
    postcodes: tuple[str, ...]


@cache
def places() -> tuple[Place, ...]:
    """Read all places, the most populous first."""
    with (files("wv_sandbox") / "data" / "places.csv").open(encoding="utf-8") as lines:
        rows = [_place(row) for row in csv.DictReader(lines)]
    return tuple(sorted(rows, key=lambda place: -place.population))


def _place(row: dict[str, str]) -> Place:
    return Place(
        id=int(row["id"]),
        name=row["name"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        elevation=float(row["elevation"]),
        feature_code=row["feature_code"],
        country_code=row["country_code"],
        country=row["country"],
        areas=tuple(row[f"admin{level}"] for level in range(1, 5)),
        timezone=row["timezone"],
        population=int(row["population"]),
        postcodes=tuple(row["postcodes"].split()),
    )


def zone_name(latitude: float, longitude: float) -> str:
    """Name the time zone of the nearest place, or the nautical one far from all."""
    known = places()
    north = np.array([place.latitude for place in known]) - latitude
    east = np.array([place.longitude for place in known]) - longitude
    east = ((east + 180.0) % 360.0 - 180.0) * np.cos(np.radians(latitude))
    distance = np.hypot(north, east)
    nearest = int(np.argmin(distance))
    if distance[nearest] < _NEAR_DEGREES:
        return known[nearest].timezone
    hours = round(-longitude / 15.0)
    return f"Etc/GMT{hours:+d}" if hours else "GMT"
