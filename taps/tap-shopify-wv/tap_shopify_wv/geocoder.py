"""Places for addresses without coordinates, by Open-Meteo's geocoding API.

https://open-meteo.com/en/docs/geocoding-api (GeoNames, CC BY). Only postcode, town,
province and country are sent, never a name or a street, and each combination once. An
outage stops no order: after some failures in a row nobody is asked any more.
"""

from __future__ import annotations

import logging
import unicodedata
from typing import TYPE_CHECKING, Any

import msgspec

from tap_kit.errors import ApiError, DataError, classify
from tap_kit.http import no_credentials
from tap_kit.http_rules import HTTP_RULES
from tap_kit.pacing import TokenBucket
from tap_shopify_wv.geo import Place, objection
from tap_shopify_wv.geocoder_cache import Whereabouts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from requests import Session

    from tap_kit.clock import Clock
    from tap_shopify_wv.geocoder_cache import GeocoderCache

logger = logging.getLogger(__name__)

HOST = "geocoding-api.open-meteo.com"
URL = f"https://{HOST}/v1/search"
MOST_FAILURES = 3
"""So many in a row, and nobody is asked any more in this run."""
_MOST_RESULTS = 10
_PER_SECOND = 5.0
_PROVINCE = "ADM1"
"""GeoNames' code for a state, province or region."""


class OpenMeteoGeocoder:
    """Finds places by postcode, then town, then province.

    Args:
        session: Asks; its allow-list holds `HOST`.
        cache: Keeps the answers.
        clock: Paces the requests.
        url: Where to ask.
    """

    def __init__(
        self, session: Session, cache: GeocoderCache, clock: Clock, url: str = URL
    ) -> None:
        self._session = session
        self._cache = cache
        self._clock = clock
        self._url = url
        self._pace = TokenBucket(_PER_SECOND, _PER_SECOND, clock, name="geocoder")
        self._failures = 0

    def place(self, address: Mapping[str, Any]) -> Place | None:
        """Return where an address lies; None when nobody knows, or can be asked.

        Raises:
            TapError: The cache cannot be used (exit code 7).
        """
        where = whereabouts(address)
        if not where.country or not any(where[1:]):
            return None
        is_known, place = self._cache.find(where)
        if is_known or self._failures >= MOST_FAILURES:
            return place
        try:
            place = self._ask(where)
        except (ApiError, DataError) as error:
            self._failures += 1
            last = self._failures == MOST_FAILURES
            then = " It is not asked any more in this run." if last else ""
            logger.warning("Geocoder: %s%s", error, then)
            return None
        self._failures = 0
        self._cache.keep(where, place)
        return place

    def _ask(self, where: Whereabouts) -> Place | None:
        for precision, text in _searches(where):
            for result in self._results(text, where.country):
                if _is_it(precision, where, result):
                    return Place(result["latitude"], result["longitude"], precision)
        return None

    def _results(self, text: str, country: str) -> list[dict[str, Any]]:
        """Ask for one name.

        Raises:
            ApiError: There is no answer, or an error.
            DataError: The answer is none of the API's.
        """
        self._pace.acquire(1)
        query = {
            "name": text,
            "countryCode": country.upper(),
            "count": str(_MOST_RESULTS),
            "language": "en",
            "format": "json",
        }
        response = self._session.get(self._url, params=query, auth=no_credentials)
        if rule := classify(HTTP_RULES, response):
            raise rule.error(response, self._clock)
        try:
            body = msgspec.json.decode(response.content, type=dict[str, Any])
            return msgspec.convert(body.get("results", []), list[dict[str, Any]])
        except msgspec.DecodeError as error:
            what = "the geocoder's answer holds no list of results"
            step = "the API has changed: report this line, or set `geocoder` to off"
            raise DataError(what, where=self._url, next_step=step) from error


def whereabouts(address: Mapping[str, Any]) -> Whereabouts:
    """Take of an address what is not personal, written alike however it was typed."""
    names = ("countryCodeV2", "province", "city", "zip")
    return Whereabouts(*(_plain(address.get(name)) for name in names))


def _searches(where: Whereabouts) -> Iterator[tuple[str, str]]:
    """Yield what to search for, the finest first, and how fine it is."""
    if where.postcode:
        yield "postcode", where.postcode
    if where.city:
        area = f", {where.province}" if where.province else ""
        yield "city", f"{where.city}{area}"
    if where.province:
        yield "province", where.province


def _is_it(precision: str, where: Whereabouts, result: Mapping[str, Any]) -> bool:
    """Tell whether a result is what was searched for, and lies where it can."""
    if _plain(result.get("country_code")) != where.country:
        return False
    if objection(result.get("latitude"), result.get("longitude"), where.country):
        return False
    match precision:
        case "postcode":
            return where.postcode in map(_plain, result.get("postcodes") or ())
        case "city":
            admin1 = _plain(result.get("admin1"))
            return _plain(result.get("name")) == where.city and (
                not where.province or admin1 == where.province
            )
        case _:
            is_province = result.get("feature_code") == _PROVINCE
            return is_province and _plain(result.get("name")) == where.province


def _plain(text: object) -> str:
    """Write without accents, case and odd blanks: Zürich and zurich are one."""
    split = unicodedata.normalize("NFKD", str(text or "").casefold())
    bare = "".join(letter for letter in split if not unicodedata.combining(letter))
    return " ".join(bare.split())
