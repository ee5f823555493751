"""Places looked up by postcode or town."""

from __future__ import annotations

import logging

import pytest

from tap_kit.errors import SettingsError, TapError
from tap_openmeteo.geocoding import is_match, query_id, record, search_text

STREAM = "geocode_results"
BERLIN = {"country_code": "DE", "postcode": "10115"}
PARIS = {"country_code": "fr", "city": "Paris"}


def test_each_query_gives_its_answers_best_first(make_tap, sync, box):
    said = sync(make_tap(STREAM, geocode_queries=[BERLIN, PARIS]))

    rows = said.records(STREAM)
    assert {row["query_id"] for row in rows} == {query_id(BERLIN), query_id(PARIS)}
    best = {row["query_id"]: row for row in rows if row["rank"] == 1}
    assert best[query_id(PARIS)]["name"] == "Paris"
    assert best[query_id(PARIS)]["is_match"]
    assert best[query_id(PARIS)]["geohash"] == "u09tv"
    assert box.requests[1].query == {
        "name": "Paris",
        "countryCode": "FR",
        "count": "5",
        "language": "en",
        "format": "json",
    }


def test_a_query_is_asked_once(make_tap, sync, box):
    """Places do not move, and each question tells somebody where our customers are."""
    state = sync(make_tap(STREAM, geocode_queries=[PARIS])).state
    asked = len(box.requests)
    shouting = {"country_code": "FR", "city": " PARIS "}

    said = sync(make_tap(STREAM, state=state, geocode_queries=[PARIS, shouting]))

    assert not said.records(STREAM)
    assert len(box.requests) == asked


def test_the_state_holds_no_postcode(make_tap, sync):
    said = sync(make_tap(STREAM, geocode_queries=[BERLIN]))

    assert said.state["bookmarks"][STREAM] == {
        "through": {"2026-11-15": [query_id(BERLIN)]}
    }


def test_a_place_that_nobody_knows_is_said(make_tap, sync, caplog):
    query = {"country_code": "DE", "city": "Nirgendwoheim"}

    with caplog.at_level(logging.WARNING):
        said = sync(make_tap(STREAM, geocode_queries=[query]))

    assert not said.records(STREAM)
    assert "no place found" in caplog.text
    assert "Nirgendwoheim" not in caplog.text


def test_without_queries_nobody_is_asked(make_tap, sync, box):
    assert not sync(make_tap(STREAM)).records(STREAM)
    assert not box.requests


@pytest.mark.parametrize(
    "query",
    [
        {"country_code": "DE", "street": "Invalidenstr. 1"},
        {"country_code": "DE", "name": "Erika Mustermann"},
        {"postcode": "10115"},
        "10115 Berlin",
    ],
)
def test_people_and_streets_cannot_be_asked_for(make_tap, query):
    """There is no field for them, so nobody can send one by mistake."""
    with pytest.raises(SettingsError) as caught:
        make_tap(STREAM, geocode_queries=[query])

    assert "geocode_queries" in str(caught.value) or "is not" in str(caught.value)


def test_a_query_for_a_country_alone_is_refused(make_tap, fail, box):
    fail(make_tap(STREAM, geocode_queries=[{"country_code": "DE"}]), SettingsError)

    assert not box.requests


def test_a_town_is_searched_with_its_region():
    query = {"country_code": "US", "city": "Springfield", "admin1": "Illinois"}

    assert search_text(query) == "Springfield, Illinois"


MATCHES = [
    (BERLIN, {"country_code": "DE", "postcodes": ["10115", "10117"]}, True),
    (BERLIN, {"country_code": "DE", "postcodes": ["10117"]}, False),
    (BERLIN, {"country_code": "DE"}, False),
    (BERLIN, {"country_code": "PL", "postcodes": ["10115"]}, False),
    (PARIS, {"country_code": "FR"}, True),
    (PARIS, {"country_code": "US", "admin1": "Texas"}, False),
    (PARIS | {"admin1": "Île-de-France"}, {"country_code": "FR", "admin1": "X"}, False),
]


@pytest.mark.parametrize(("query", "result", "expected"), MATCHES)
def test_only_what_was_asked_for_is_a_match(query, result, expected):
    """The search answers Paris, Texas as gladly as Paris."""
    assert is_match(query, result) is expected


@pytest.mark.parametrize(
    "result", [{}, {"latitude": "x", "longitude": 1}, {"latitude": 91, "longitude": 0}]
)
def test_an_answer_without_a_place_has_no_cell(result):
    row = record("id", 1, BERLIN, result)

    assert row["geohash"] is None
    assert row["geonames_id"] is None


@pytest.mark.parametrize("body", ["7", "[]", '{"results": {}}', '{"results": [1]}'])
def test_a_strange_answer_is_refused(make_tap, fail, requests_mock, body):
    base = "http://127.0.0.1:9/openmeteo"
    requests_mock.get(f"{base}/customer-geocoding-api/v1/search", text=body)
    tap = make_tap(STREAM, api_base_url=base, geocode_queries=[BERLIN])

    fail(tap, TapError)
