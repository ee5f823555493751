from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from wv_sandbox.openmeteo import gazetteer
from wv_sandbox.openmeteo.limits import WINDOWS


def search(client, **parameters: object):
    return client.json("geocoding-api", "/v1/search", **parameters)


def found(client, **parameters: object) -> list[str]:
    results = search(client, **parameters).get("results", [])
    return [f"{place['name']}, {place.get('admin1', '')}" for place in results]


def test_a_place_is_described_as_geonames_does(shared):
    answer = search(shared, name="Berlin", count=1)
    assert isinstance(answer["generationtime_ms"], float)
    (berlin,) = answer["results"]
    assert berlin["id"] == 2950159
    assert berlin["country_code"] == "DE"
    assert berlin["country"] == "Germany"
    assert berlin["timezone"] == "Europe/Berlin"
    assert berlin["admin1"] == "State of Berlin"
    assert "admin2" not in berlin
    assert berlin["feature_code"] == "PPLC"
    assert "10115" in berlin["postcodes"]
    assert abs(berlin["latitude"] - 52.52) < 0.01
    assert abs(berlin["longitude"] - 13.41) < 0.01


def test_there_are_several_of_some_names_the_largest_first(shared):
    assert found(shared, name="Paris") == [
        "Paris, Île-de-France",
        "Paris, Texas",
        "Paris, Ontario",
        "Paris, Tennessee",
        "Paris, Kentucky",
    ]
    assert len(found(shared, name="Springfield")) == 5


def test_the_country_narrows_the_search(shared):
    assert found(shared, name="London", countryCode="ca") == ["London, Ontario"]


def test_a_word_after_a_comma_must_name_an_area_exactly(shared):
    assert found(shared, name="Paris, Texas") == ["Paris, Texas"]
    assert found(shared, name="Paris, united states, Kentucky") == ["Paris, Kentucky"]
    assert found(shared, name="Paris, Tex") == []


def test_three_letters_are_a_beginning_two_are_a_name(shared):
    assert "Berlin, State of Berlin" in found(shared, name="Ber")
    assert found(shared, name="Be") == []
    assert found(shared, name="B") == []
    assert found(shared, name="") == []


def test_accents_and_case_do_not_matter(shared):
    assert found(shared, name="ZURICH") == ["Zürich, Zurich"]
    assert found(shared, name="montréal") == ["Montréal, Quebec"]


def test_postcodes_are_found(shared):
    assert found(shared, name="10115", countryCode="DE") == ["Berlin, State of Berlin"]
    assert found(shared, name="SW1A") == ["London, England"]
    assert found(shared, name="N1") == ["London, England"]


def test_the_count_is_heeded(shared):
    assert len(found(shared, name="Springfield", count=2)) == 2


def test_nothing_found_has_no_results(shared):
    assert list(search(shared, name="Atlantis")) == ["generationtime_ms"]


@pytest.mark.parametrize("count", [0, 101, "ten"])
def test_a_strange_count_is_refused(shared, count):
    assert shared.reason("geocoding-api", "/v1/search", name="Paris", count=count)


def test_a_search_needs_a_name(shared):
    assert shared.reason("geocoding-api", "/v1/search") == (
        "Value of type 'String' required for key 'name'."
    )


def test_a_place_is_got_by_its_id(shared):
    assert shared.json("geocoding-api", "/v1/get", id=2988507)["country"] == "France"
    assert shared.get("geocoding-api", "/v1/get", id=1).status_code == 404


def test_a_search_costs_one(client):
    assert client.free("geocoding-api", "/v1/search", name="Paris").ok
    spent = client.box.box.openmeteo.limits.spent
    assert [spent("127.0.0.1", window) for window in WINDOWS] == [1.0, 1.0, 1.0]


def test_the_gazetteer_is_sound():
    places = gazetteer.places()
    assert len(places) > 60
    assert len({place.id for place in places}) == len(places)
    for place in places:
        assert abs(place.latitude) <= 90
        assert abs(place.longitude) <= 180
        assert ZoneInfo(place.timezone)
        assert place.postcodes
        assert len(place.country_code) == 2
        assert gazetteer.zone_name(place.latitude, place.longitude) == place.timezone
