"""Where an order goes, as a geohash cell, and what that rests on.

Coordinates of the order come first. What cannot be right is never put right silently:
it is set aside with a reason, and the address takes the geocoder's way, if there is
one. All of it happens before personal data leave: a cell of five characters holds a
town, a coordinate a door.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeGuard

from tap_kit import geohash
from tap_shopify_wv.countries import COUNTRIES, may_lie_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_kit.report import RunReport

GEOCODED_RATIO = "geocoded_ratio"
"""Metric of the run: share of orders with an address whose cell is known [1]."""
_NEAR_NULL_DEGREES = 0.05
_MOST_LATITUDE, _MOST_LONGITUDE = 90, 180


class Place(NamedTuple):
    """A point, and what it is the point of.

    Args:
        lat: Latitude [degrees north].
        lon: Longitude [degrees east].
        precision: `coordinates`, `postcode`, `city`, `province` or `country`.
    """

    lat: float
    lon: float
    precision: str


class Geocoder(Protocol):
    """Finds a place by what is not personal of an address."""

    def place(self, address: Mapping[str, Any]) -> Place | None:
        """Return where an address lies; None when nobody knows.

        Args:
            address: A MailingAddress as Shopify answers it.
        """


class ShipGeo(NamedTuple):
    """The four columns of a shipping address."""

    ship_geohash: str | None = None
    ship_geo_source: str = "none"
    ship_geo_precision: str | None = None
    ship_geo_quarantine: str | None = None


class Locator:
    """Locates addresses, and counts how often that worked.

    Args:
        geohash_precision: Characters of a cell.
        report: Gets `geocoded_ratio`.
        geocoder: Asked where an order brings no coordinates that can be right.
    """

    def __init__(
        self,
        geohash_precision: int,
        report: RunReport,
        geocoder: Geocoder | None = None,
    ) -> None:
        self._characters = geohash_precision
        self._report = report
        self._geocoder = geocoder

    def ship_geo(self, address: Mapping[str, Any] | None) -> ShipGeo:
        """Locate a shipping address; an order without one has nothing to locate."""
        if address is None:
            return ShipGeo()
        located = self._located(address)
        self._report.add_share(GEOCODED_RATIO, hit=located.ship_geohash is not None)
        return located

    def _located(self, address: Mapping[str, Any]) -> ShipGeo:
        lat, lon = address.get("latitude"), address.get("longitude")
        reason = None
        if lat is not None or lon is not None:
            reason = objection(lat, lon, address.get("countryCodeV2"))
            if reason is None:
                cell = geohash.encode(float(lat), float(lon), self._characters)  # type: ignore[arg-type] # No objection: both are numbers.
                return ShipGeo(cell, "order", "coordinates")
        place = self._geocoder.place(address) if self._geocoder else None
        if place is None:
            return ShipGeo(ship_geo_quarantine=reason)
        cell = geohash.encode(place.lat, place.lon, self._characters)
        return ShipGeo(cell, "geocoder", place.precision, reason)


def objection(lat: object, lon: object, country: str | None) -> str | None:
    """Say why coordinates cannot be right; None when they may be.

    Args:
        lat: Latitude as Shopify gives it [degrees north].
        lon: Longitude [degrees east].
        country: Of the address, ISO 3166-1 alpha-2; without it less can be seen.

    Returns:
        `incomplete`, `null_island`, `swapped`, `sign_lost`, `wrong_country`,
        `out_of_range`, or None.
    """
    if not (_is_number(lat) and _is_number(lon)):
        return "incomplete"
    if abs(lat) < _NEAR_NULL_DEGREES and abs(lon) < _NEAR_NULL_DEGREES:
        return "null_island"
    code = (country or "").upper()
    if _is_possible(lat, lon) and may_lie_in(code, lat, lon):
        return None
    return _likely_cause(lat, lon, code)


def _likely_cause(lat: float, lon: float, country: str) -> str:
    """Name what turns the point into one of the country; it is not done, only named."""
    mirrored = ((-lat, lon), (lat, -lon), (-lat, -lon))
    causes = {"swapped": ((lon, lat),), "sign_lost": mirrored}
    for cause, points in causes.items():
        if country in COUNTRIES and any(may_lie_in(country, *p) for p in points):
            return cause
    return "wrong_country" if _is_possible(lat, lon) else "out_of_range"


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_possible(lat: float, lon: float) -> bool:
    return abs(lat) <= _MOST_LATITUDE and abs(lon) <= _MOST_LONGITUDE
