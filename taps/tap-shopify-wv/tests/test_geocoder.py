"""Towns find their place by what is not personal, and each is asked about once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import requests_mock as mock

from tap_kit.clock import ManualClock
from tap_kit.errors import ExitCode, TapError
from tap_shopify_wv.geo import Place
from tap_shopify_wv.geocoder import MOST_FAILURES, URL, OpenMeteoGeocoder, whereabouts
from tap_shopify_wv.geocoder_cache import FORGET_UNKNOWN, GeocoderCache, Whereabouts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PORTLAND = {
    "name": "Portland",
    "latitude": 45.52345,
    "longitude": -122.67621,
    "feature_code": "PPLA2",
    "country_code": "US",
    "admin1": "Oregon",
    "postcodes": ["97201", "97202"],
}
MAINE = PORTLAND | {"latitude": 43.65737, "longitude": -70.2589, "admin1": "Maine"}
OREGON = PORTLAND | {"name": "Oregon", "feature_code": "ADM1", "postcodes": None}
ADDRESS = {
    "countryCodeV2": "US",
    "province": "Oregon",
    "city": "Portland",
    "zip": "97201",
    "firstName": "canary_name",
    "address1": "canary_street",
}
AT_PORTLAND = PORTLAND["latitude"], PORTLAND["longitude"]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 21, tzinfo=UTC))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "geocoder.sqlite"


@pytest.fixture
def cache(path: Path, clock: ManualClock) -> Iterator[GeocoderCache]:
    opened = GeocoderCache(path, clock)
    yield opened
    opened.close()


@pytest.fixture
def geocode(cache: GeocoderCache, clock: ManualClock) -> Iterator[Callable[..., Any]]:
    """Make a geocoder whose API answers each search with these results."""
    session = requests.Session()
    with mock.Mocker(session=session) as api:

        def make(answers: Any, **more: Any) -> tuple[OpenMeteoGeocoder, mock.Mocker]:
            if callable(answers):
                api.get(URL, json=answers)
            else:
                api.get(URL, json=answers, **more)
            return OpenMeteoGeocoder(session, cache, clock), api

        yield make
    session.close()


def results(*found: Any) -> dict[str, Any]:
    return {"results": list(found)} if found else {"generationtime_ms": 0.1}


def asked(api: mock.Mocker) -> list[str]:
    queries = [parse_qs(urlsplit(r.url).query) for r in api.request_history]
    return [query["name"][0] for query in queries]


def test_the_postcode_comes_first(geocode: Any):
    geocoder, api = geocode(results(MAINE | {"postcodes": ["04101"]}, PORTLAND))

    assert geocoder.place(ADDRESS) == Place(*AT_PORTLAND, "postcode")
    assert asked(api) == ["97201"]


def test_then_the_town_of_the_right_province(geocode: Any):
    geocoder, api = geocode(results(MAINE, PORTLAND))

    found = geocoder.place({**ADDRESS, "zip": "00000"})

    assert found == Place(*AT_PORTLAND, "city")
    assert asked(api) == ["00000", "portland, oregon"]


def test_without_a_province_the_largest_town_of_the_name_counts(geocode: Any):
    geocoder, _ = geocode(results(PORTLAND, MAINE))

    found = geocoder.place({"countryCodeV2": "US", "city": "PORTLAND"})

    assert found == Place(*AT_PORTLAND, "city")


def test_then_the_province(geocode: Any):
    geocoder, api = geocode(results(OREGON))

    found = geocoder.place({**ADDRESS, "zip": None, "city": "Nowhere"})

    assert found == Place(*AT_PORTLAND, "province")
    assert asked(api) == ["nowhere, oregon", "oregon"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"country_code": "CA"},
        {"admin1": "Maine"},
        {"name": "South Portland"},
        {"latitude": -122.67621, "longitude": 45.52345},
        {"latitude": None},
    ],
)
def test_another_place_is_not_taken(geocode: Any, wrong: dict[str, Any]):
    geocoder, _ = geocode(results(PORTLAND | {"postcodes": []} | wrong))

    assert geocoder.place(ADDRESS) is None


def test_accents_and_case_do_not_matter(geocode: Any):
    quebec = PORTLAND | {"name": "Québec", "admin1": "Québec", "country_code": "CA"}
    geocoder, _ = geocode(results(quebec | {"latitude": 46.8, "longitude": -71.2}))

    found = geocoder.place(
        {"countryCodeV2": "CA", "province": "Quebec", "city": " QUEBEC "}
    )

    assert found == Place(46.8, -71.2, "city")


def test_nothing_personal_is_sent(geocode: Any):
    geocoder, api = geocode(results())

    geocoder.place(ADDRESS)

    assert len(api.request_history) == 3
    assert not any("canary" in request.url for request in api.request_history)


def test_no_credentials_of_the_shop_are_sent(geocode: Any):
    """The SDK makes the stream's authenticator that of the session."""
    geocoder, api = geocode(results())

    def sign(request: Any) -> Any:
        request.headers["X-Shopify-Access-Token"] = "canary"
        return request

    geocoder._session.auth = sign
    geocoder.place(ADDRESS)

    assert not any("canary" in str(request.headers) for request in api.request_history)


@pytest.mark.parametrize("address", [{}, {"city": "Portland"}, {"countryCodeV2": "US"}])
def test_too_little_is_not_asked(geocode: Any, address: dict[str, Any]):
    geocoder, api = geocode(results(PORTLAND))

    assert geocoder.place(address) is None
    assert api.request_history == []


def test_each_place_is_asked_about_once(geocode: Any, cache: GeocoderCache):
    geocoder, api = geocode(results(PORTLAND))

    first = geocoder.place(ADDRESS)
    again = geocoder.place({**ADDRESS, "city": "portland ", "firstName": "other"})

    assert first == again
    assert len(api.request_history) == 1
    assert cache.find(whereabouts(ADDRESS)) == (True, first)


def test_what_nobody_knows_is_asked_again_after_a_month(
    geocode: Any, clock: ManualClock
):
    geocoder, api = geocode(results())
    city = {"countryCodeV2": "US", "city": "Nowhere"}

    geocoder.place(city)
    geocoder.place(city)
    assert len(api.request_history) == 1
    clock.advance(FORGET_UNKNOWN.total_seconds() + 1)
    geocoder.place(city)

    assert len(api.request_history) == 2


def test_an_answer_outlives_the_run(
    cache: GeocoderCache, path: Path, clock: ManualClock
):
    where = Whereabouts("us", "oregon", "portland", "")
    cache.keep(where, Place(1.5, 2.5, "city"))
    cache.close()

    again = GeocoderCache(path, clock)

    assert again.find(where) == (True, Place(1.5, 2.5, "city"))
    assert again.find(where._replace(city="salem")) == (False, None)
    again.close()


@pytest.mark.parametrize(
    "trouble",
    [
        {"status_code": 503},
        {"status_code": 429},
        {"status_code": 400},
        {"json": {"results": "none"}},
        {"json": []},
        {"text": "<html>"},
    ],
)
def test_an_outage_stops_no_order_and_is_not_remembered(
    geocode: Any,
    cache: GeocoderCache,
    trouble: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
):
    geocoder, api = geocode(results())
    api.get(URL, **trouble)

    for number in range(MOST_FAILURES + 2):
        city = {"countryCodeV2": "US", "city": f"town {number}"}
        assert geocoder.place(city) is None
        assert cache.find(whereabouts(city)) == (False, None)

    assert len(api.request_history) == MOST_FAILURES
    assert "not asked any more" in caplog.text
    assert "town" not in caplog.text


def test_failures_count_in_a_row_only(geocode: Any):
    answers = iter([503, 200] * MOST_FAILURES)

    def answer(_request: Any, context: Any) -> dict[str, Any]:
        context.status_code = next(answers)
        return results()

    geocoder, api = geocode(answer)
    for number in range(2 * MOST_FAILURES):
        geocoder.place({"countryCodeV2": "US", "city": f"town {number}"})

    assert len(api.request_history) == 2 * MOST_FAILURES


def test_requests_are_paced(geocode: Any, clock: ManualClock):
    geocoder, _ = geocode(results())

    for number in range(12):
        geocoder.place({"countryCodeV2": "US", "city": f"town {number}"})

    assert timedelta(seconds=sum(clock.slept)) >= timedelta(seconds=1)


def test_a_cache_that_is_none_is_told(path: Path, clock: ManualClock):
    path.parent.mkdir()
    path.write_bytes(b"no database, but long enough to be looked at" * 99)

    with pytest.raises(TapError, match="cache cannot be used") as caught:
        GeocoderCache(path, clock)

    assert caught.value.exit_code is ExitCode.STORAGE


def test_only_the_owner_may_read_the_cache(cache: GeocoderCache, path: Path):
    cache.keep(Whereabouts("us", "", "a", ""), None)

    assert path.stat().st_mode & 0o777 == 0o600
