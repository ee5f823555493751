"""Places by postcode or town, for orders that come without coordinates.

https://open-meteo.com/en/docs/geocoding-api (GeoNames, CC BY). Names and streets of
people are never sent: the settings do not even have a field for them.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from singer_sdk import typing as th
from typing_extensions import override

from tap_kit import geohash
from tap_kit.columns import columns
from tap_kit.errors import DataError, SettingsError
from tap_openmeteo import plans
from tap_openmeteo.client import OpenMeteoStream
from tap_openmeteo.places import PRECISION
from tap_openmeteo.through import DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from singer_sdk.helpers.types import Context

MOST_RESULTS = 5
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


class GeocodeResultsStream(OpenMeteoStream):
    """One record a query and answer, best first; each query is asked once."""

    name = "geocode_results"
    primary_keys = ("query_id", "rank")
    endpoint = plans.GEOCODING
    positions = DAYS
    schema = columns(
        th.Property(
            "query_id",
            th.StringType,
            required=True,
            description="Hash of country, postcode, town and region as asked.",
        ),
        th.Property(
            "rank",
            th.IntegerType,
            required=True,
            description="Place among the answers, from 1 [1].",
        ),
        th.Property(
            "query_country_code", th.StringType, description="Country asked for."
        ),
        th.Property("query_postcode", th.StringType, description="Postcode asked for."),
        th.Property("query_city", th.StringType, description="Town asked for."),
        th.Property("query_admin1", th.StringType, description="Region asked for."),
        th.Property(
            "is_match",
            th.BooleanType,
            description="The country is the one asked for, and so are postcode or "
            "region where they were given. Other answers are not to be trusted.",
        ),
        th.Property(
            "geohash",
            th.StringType,
            description="Cell of the answer, five characters; null out of range.",
        ),
        th.Property("geonames_id", th.StringType, description="Id in GeoNames."),
        th.Property("name", th.StringType, description="Name of the place."),
        th.Property("latitude", th.NumberType, description="Latitude [°]."),
        th.Property("longitude", th.NumberType, description="Longitude [°]."),
        th.Property("elevation", th.NumberType, description="Above sea level [m]."),
        th.Property(
            "feature_code", th.StringType, description="Kind of place in GeoNames."
        ),
        th.Property("country_code", th.StringType, description="ISO 3166-1 alpha-2."),
        th.Property("admin1", th.StringType, description="State or region."),
        th.Property("admin2", th.StringType, description="County or district."),
        th.Property("timezone", th.StringType, description="IANA name."),
        th.Property("population", th.IntegerType, description="Inhabitants [1]."),
        th.Property(
            "postcodes",
            th.ArrayType(th.StringType),
            description="Postcodes of the place.",
        ),
    )

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        today = self.tap.clock.now().date()
        for query in self.config["geocode_queries"]:
            key = query_id(query)
            if self.through.get(key) is None:
                yield from self._answers(key, query)
                self.through.advance([key], today)

    def _answers(self, key: str, query: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        body = self.ask(
            {
                "name": search_text(query),
                "countryCode": str(query["country_code"]).upper(),
                "count": str(MOST_RESULTS),
                "language": "en",
                "format": "json",
            }
        )
        results = body.get("results", []) if isinstance(body, dict) else None
        if not isinstance(results, list) or not all(
            isinstance(r, dict) for r in results
        ):
            what = "the answer holds no list of results"
            step = "the API has changed: report this line"
            raise DataError(what, where=f"stream {self.name}", next_step=step)
        if not results:
            self.logger.warning("%s: no place found for query %s", self.name, key)
        for rank, result in enumerate(results, 1):
            yield _record(key, rank, query, result)


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


def _record(
    key: str, rank: int, query: Mapping[str, Any], result: Mapping[str, Any]
) -> dict[str, Any]:
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
