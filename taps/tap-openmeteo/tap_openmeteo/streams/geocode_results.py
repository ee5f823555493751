"""Places by postcode or town, for orders that come without coordinates.

https://open-meteo.com/en/docs/geocoding-api (GeoNames, CC BY). Names and streets of
people are never sent: the settings do not even have a field for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from singer_sdk import typing as th
from typing_extensions import override

from tap_kit.columns import columns
from tap_kit.errors import DataError
from tap_kit.planning import Reading
from tap_openmeteo import plans
from tap_openmeteo.client import OpenMeteoStream
from tap_openmeteo.geocoding import query_id, record, search_text
from tap_openmeteo.through import DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from singer_sdk.helpers.types import Context

MOST_RESULTS = 5


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
    def reading(self) -> Reading:
        requests = len(self.config["geocode_queries"])
        return Reading(stream=self.name, requests=requests, is_least=False)

    @override
    def try_out(self) -> object:
        return self.ask({"name": "Oslo", "count": "1"})

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
            yield record(key, rank, query, result)
