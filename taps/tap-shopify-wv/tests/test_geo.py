"""An order's place is told coarsely, and a wrong one is never put right in silence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_kit import geohash
from tap_kit.clock import ManualClock
from tap_kit.report import RunReport
from tap_shopify_wv.countries import COUNTRIES, may_lie_in
from tap_shopify_wv.geo import GEOCODED_RATIO, Locator, Place, ShipGeo, objection

CITIES = [
    ("US", 40.7143, -74.006),
    ("US", 21.3069, -157.8583),
    ("US", 61.2181, -149.9003),
    ("US", 18.4663, -66.1057),
    ("CA", 43.7064, -79.3986),
    ("GB", 51.5085, -0.1257),
    ("DE", 52.5244, 13.4105),
    ("FR", 48.8534, 2.3488),
    ("ES", 28.1248, -15.43),
    ("PT", 37.7333, -25.6667),
    ("NO", 69.6489, 18.9551),
    ("AU", -33.8678, 151.2073),
    ("NZ", -36.8485, 174.7635),
    ("JP", 35.6895, 139.6917),
    ("IN", 19.0728, 72.8826),
    ("BR", -23.5475, -46.6361),
    ("ZA", -33.9258, 18.4232),
    ("AE", 25.0772, 55.3093),
    ("SG", 1.2897, 103.8501),
    ("MX", 19.4285, -99.1277),
    ("FJ", -18.1416, 178.4415),
    ("RU", 64.7337, 177.4968),
]
each_city = pytest.mark.parametrize(("country", "lat", "lon"), CITIES)


class Gazetteer:
    """Knows one place."""

    def __init__(self, place: Place | None) -> None:
        self.known = place
        self.asked: list[Any] = []

    def place(self, address: Any) -> Place | None:
        self.asked.append(address)
        return self.known


@pytest.fixture
def report() -> RunReport:
    return RunReport("tap", "1", ManualClock(datetime(2026, 11, 21, tzinfo=UTC)))


def address(lat: Any, lon: Any, country: str | None = "US") -> dict[str, Any]:
    return {"latitude": lat, "longitude": lon, "countryCodeV2": country}


@each_city
def test_a_city_lies_in_its_country(country: str, lat: float, lon: float):
    assert objection(lat, lon, country) is None
    assert objection(lat, lon, country.lower()) is None


@pytest.mark.parametrize(
    ("lat", "lon", "reason"),
    [
        (0, 0, "null_island"),
        (0.0001, -0.01, "null_island"),
        (-74.006, 40.7143, "swapped"),
        (-118.2437, 34.0522, "swapped"),
        (40.7143, 74.006, "sign_lost"),
        (-40.7143, -74.006, "sign_lost"),
        (-40.7143, 74.006, "sign_lost"),
        (52.5244, 13.4105, "wrong_country"),
        (91.0, 10.0, "out_of_range"),
        (40.7, -274.0, "out_of_range"),
        (None, -74.006, "incomplete"),
        (40.7143, None, "incomplete"),
        ("40.7143", "-74.006", "incomplete"),
        (True, -74.006, "incomplete"),
        (float("nan"), -74.006, "out_of_range"),
        (float("inf"), -74.006, "out_of_range"),
    ],
)
def test_what_cannot_be_right_has_a_reason(lat: Any, lon: Any, reason: str):
    assert objection(lat, lon, "US") == reason


@pytest.mark.parametrize("country", [None, "", "ZZ"])
def test_without_a_country_only_the_impossible_is_seen(country: str | None):
    assert objection(-74.006, 40.7143, country) is None
    assert objection(-118.2437, 34.0522, country) == "out_of_range"
    assert objection(0, 0, country) == "null_island"


@given(st.floats(), st.floats(), st.sampled_from([*COUNTRIES, "ZZ", None]))
def test_what_passes_can_be_a_cell(lat: float, lon: float, country: str | None):
    if objection(lat, lon, country) is None:
        assert len(geohash.encode(lat, lon)) == 5
        assert may_lie_in(country or "", lat, lon)


def test_every_box_is_one():
    for boxes in COUNTRIES.values():
        for box in boxes:
            assert -90 <= box.south < box.north <= 90
            assert -180 <= box.west < box.east <= 180


def test_the_orders_own_coordinates_come_first(report: RunReport):
    gazetteer = Gazetteer(Place(0, 0, "city"))

    found = Locator(5, report, gazetteer).ship_geo(address(40.7143, -74.006))

    assert found == ShipGeo("dr5re", "order", "coordinates", None)
    assert gazetteer.asked == []


@pytest.mark.parametrize(("characters", "cell"), [(4, "dr5r"), (7, "dr5regy")])
def test_the_cell_is_as_fine_as_was_set(report: RunReport, characters: int, cell: str):
    found = Locator(characters, report).ship_geo(address(40.7143, -74.006))

    assert found.ship_geohash == cell


def test_wrong_coordinates_are_set_aside_with_their_reason(report: RunReport):
    found = Locator(5, report).ship_geo(address(40.7143, 74.006))

    assert found == ShipGeo(None, "none", None, "sign_lost")


def test_the_geocoder_places_what_was_set_aside(report: RunReport):
    gazetteer = Gazetteer(Place(40.7143, -74.006, "postcode"))

    found = Locator(5, report, gazetteer).ship_geo(address(0, 0))

    assert found == ShipGeo("dr5re", "geocoder", "postcode", "null_island")


def test_missing_coordinates_are_no_quarantine(report: RunReport):
    gazetteer = Gazetteer(Place(40.7143, -74.006, "city"))
    nowhere = address(None, None)

    assert Locator(5, report).ship_geo(nowhere) == ShipGeo()
    assert Locator(5, report, gazetteer).ship_geo(nowhere) == ShipGeo(
        "dr5re", "geocoder", "city", None
    )


def test_a_place_nobody_knows_stays_unknown(report: RunReport):
    found = Locator(5, report, Gazetteer(None)).ship_geo(address(None, None))

    assert found == ShipGeo()


def test_the_share_of_located_addresses_is_reported(report: RunReport):
    """A digital order has no address, and counts on neither side."""
    locator = Locator(5, report)

    for place in (address(40.7143, -74.006), address(0, 0), None):
        locator.ship_geo(place)

    assert report.record()["metrics"] == [{"name": GEOCODED_RATIO, "value": 0.5}]
