"""Where weather is asked for: cells of about 5 km and grid points of 0.25°.

A cell is a geohash of five characters (4.9 x 4.9 km at the equator), asked at its
centre: near enough for weather, too coarse to be an address. ERA5 itself knows nothing
finer than 0.25° (about 25 km), so thirty years of history are read per grid point.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, floor, radians, sin, sqrt

PRECISION = 5
GRID_DEGREES = 0.25
_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map with a name of ours.

    Args:
        id: A geohash or a grid point's name; what state and records call the place.
        latitude: Of the point asked for [°].
        longitude: Of the point asked for [°].
    """

    id: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Cell(Place):
    """A place one sells to.

    Args:
        timezone: IANA name; local days are built from it, never by the API.
        name: What the operator calls it.
        country_code: ISO 3166-1 alpha-2.
    """

    timezone: str
    name: str | None = None
    country_code: str | None = None

    @property
    def grid(self) -> Place:
        """The ERA5 grid point nearest to the cell."""
        return grid_point(self.latitude, self.longitude)


def grid_point(latitude: float, longitude: float) -> Place:
    """Find the 0.25° grid point nearest to a point; halves go away from zero.

    Returns:
        A place named by its own coordinates, e.g. `+40.75-074.00` [°].
    """
    lat, lon = _nearest(latitude), _nearest(longitude)
    lon = -180.0 if lon == 180.0 else lon  # noqa: PLR2004 -- One meridian, one name.
    return Place(f"{lat:+06.2f}{lon:+07.2f}", lat, lon)


def distance_km(here: Place, latitude: float, longitude: float) -> float:
    """Measure the great circle between a place and a point [km]."""
    north = radians(latitude - here.latitude)
    east = radians(longitude - here.longitude)
    lats = cos(radians(here.latitude)) * cos(radians(latitude))
    half = sin(north / 2) ** 2 + lats * sin(east / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))


def _nearest(degrees: float) -> float:
    steps = floor(abs(degrees) / GRID_DEGREES + 0.5)
    # Adding 0.0 turns -0.0 into 0.0, which would be named "-00.00".
    return (-steps if degrees < 0 else steps) * GRID_DEGREES + 0.0
