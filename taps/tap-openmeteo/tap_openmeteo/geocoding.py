"""What is asked of a geocoder, and whether its answer is what was asked for."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from tap_kit import geohash
from tap_kit.errors import SettingsError
from tap_openmeteo.places import PRECISION

if TYPE_CHECKING:
    from collections.abc import Mapping

_COPIED = (
    "name",
    "latitude",
    "longitude",
    "elevation",
    "feature_code",
    "country_code",
    "admin1",
    "admin2",
    "timezone",
    "population",
    "postcodes",
)


def search_text(query: Mapping[str, Any]) -> str:
    """Return what to search for: the postcode, or the town and its region.

    Raises:
        SettingsError: The query has neither postcode nor city.
    """
    if postcode := query.get("postcode"):
        return str(postcode)
    if city := query.get("city"):
        return f"{city}, {query['admin1']}" if query.get("admin1") else str(city)
    what = "a query needs a postcode or a city"
    raise SettingsError(
        what, where="setting geocode_queries", next_step="add one of them"
    )


def query_id(query: Mapping[str, Any]) -> str:
    """Name a query by what it asks, however it is written."""
    parts = (query.get(name) for name in ("country_code", "postcode", "city", "admin1"))
    folded = "\x1f".join(" ".join(str(part or "").casefold().split()) for part in parts)
    return hashlib.sha256(folded.encode()).hexdigest()[:16]


def is_match(query: Mapping[str, Any], result: Mapping[str, Any]) -> bool:
    """Tell whether an answer is what was asked for."""
    if not _same(query["country_code"], result.get("country_code")):
        return False
    if postcode := query.get("postcode"):
        return any(_same(postcode, other) for other in result.get("postcodes") or ())
    admin1 = query.get("admin1")
    return admin1 is None or _same(admin1, result.get("admin1"))


def _same(one: object, other: object) -> bool:
    return str(one).casefold() == str(other).casefold()


def record(
    key: str, rank: int, query: Mapping[str, Any], result: Mapping[str, Any]
) -> dict[str, Any]:
    """Return an answer as a record of `geocode_results`."""
    geonames_id = result.get("id")
    return {
        "query_id": key,
        "rank": rank,
        "query_country_code": query["country_code"],
        "query_postcode": query.get("postcode"),
        "query_city": query.get("city"),
        "query_admin1": query.get("admin1"),
        "is_match": is_match(query, result),
        "geohash": _cell(result.get("latitude"), result.get("longitude")),
        "geonames_id": None if geonames_id is None else str(geonames_id),
        **{name: result.get(name) for name in _COPIED},
    }


def _cell(latitude: object, longitude: object) -> str | None:
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    try:
        return geohash.encode(latitude, longitude, PRECISION)
    except ValueError:  # A wrong coordinate is kept and marked, not hidden.
        return None
