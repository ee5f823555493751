"""Places of ad platforms as cells: the kit's geohash, and what the sandbox says."""

from __future__ import annotations

from collections import defaultdict
from importlib.resources import files
from typing import Any

import pytest
import tzfpy

from tap_kit import geohash
from wv_sandbox.googleads.rows.places import COUNTRIES, PLACES
from wv_sandbox.openmeteo.gazetteer import places as known_to_sandbox
from wv_transforms.project import Project
from wv_transforms.testing import run_model

PROJECT = Project.load()
Rows = list[dict[str, Any]]
FAR_DEGREES = 0.35


@pytest.fixture(scope="module")
def places() -> Rows:
    parts = ("places_united_states", "places_europe", "places_world")
    given = {part: run_model(PROJECT, part, {}) for part in parts}
    letters = run_model(PROJECT, "geohash_letters", {})
    return run_model(PROJECT, "places", {**given, "geohash_letters": letters})


@pytest.fixture(scope="module")
def names() -> Rows:
    return run_model(PROJECT, "place_names", {})


def google() -> Rows:
    """Google's list as the sandbox serves it."""
    rows = [
        {"id": str(number), "name": name, "canonical_name": name}
        | {"country_code": code, "target_type": "Country"}
        for code, (number, name) in COUNTRIES.items()
    ]
    for city, place in PLACES.items():
        around = f"{place.region_name},{COUNTRIES[place.country][1]}"
        shared = {"country_code": place.country}
        rows += [
            shared
            | {"id": str(place.city), "name": city}
            | {"canonical_name": f"{city},{around}", "target_type": "City"},
            shared
            | {"id": str(place.region), "name": place.region_name}
            | {"canonical_name": around, "target_type": "State"},
        ]
    return rows


def crosswalk(places: Rows, names: Rows, constants: Rows, regions: Rows) -> Rows:
    targets = run_model(
        PROJECT,
        "stg_googleads__geo_targets",
        {"raw.googleads__geo_target_constants": constants},
    )
    ads = run_model(
        PROJECT,
        "ad_places",
        {"stg_googleads__geo_targets": targets, "stg_metaads__regions": regions},
    )
    matches = run_model(
        PROJECT,
        "ad_place_matches",
        {"ad_places": ads, "places": places, "place_names": names},
    )
    return run_model(
        PROJECT, "geo_ref", {"ad_place_matches": matches, "places": places}
    )


def test_the_cell_of_a_city_is_the_kits(places: Rows):
    assert len(places) >= 275
    for row in places:
        expected = geohash.encode(row["latitude"], row["longitude"], 5)
        assert row["cell_id"] == expected, row["city"]


def test_every_city_lies_in_its_country(places: Rows):
    """By the time zone at its coordinates: a sign or two digits swapped show."""
    countries = defaultdict(set)
    for table in ("zone.tab", "zone1970.tab"):
        text = (files("tzdata") / "zoneinfo" / table).read_text(encoding="utf-8")
        for line in text.splitlines():
            if not line.startswith("#"):
                codes, _, zone, *_ = line.split("\t")
                countries[zone] |= set(codes.split(","))

    for row in places:
        zone = str(tzfpy.get_tz(row["longitude"], row["latitude"]))
        assert row["country_code"] in countries[zone], row["city"]


def test_cities_known_to_the_sandbox_lie_where_it_says(places: Rows):
    known = {
        (place.country_code, place.name): place for place in known_to_sandbox()[::-1]
    }
    shared = [row for row in places if (row["country_code"], row["city"]) in known]

    assert len(shared) > 30
    for row in shared:
        if row["city"] in {"Springfield", "Portland", "Paris"}:
            continue  # There are several; which is meant is tested by region.
        place = known[row["country_code"], row["city"]]
        assert abs(place.latitude - row["latitude"]) < FAR_DEGREES, row["city"]
        assert abs(place.longitude - row["longitude"]) < FAR_DEGREES, row["city"]


def test_every_state_of_the_union_is_known(places: Rows):
    regions = {row["region"] for row in places if row["country_code"] == "US"}

    assert len(regions) == 51


def test_other_names_stand_for_places_that_are_known(places: Rows, names: Rows):
    regions = {(row["country_code"], row["region"]) for row in places}
    cities = {(row["country_code"], row["region"], row["city"]) for row in places}
    for row in names:
        region = (row["country_code"], row["region"])
        assert region in regions
        assert row["city"] is None or (*region, row["city"]) in cities


def test_every_place_of_the_sandboxes_google_is_found(places: Rows, names: Rows):
    rows = crosswalk(places, names, google(), [])

    by_id = defaultdict(list)
    for row in rows:
        by_id[row["source_id"]].append(row)
    assert set(by_id) == {row["id"] for row in google()}
    assert {row["method"] for row in rows} == {"city", "region", "country"}
    for city, place in PLACES.items():
        (row,) = by_id[str(place.city)]
        assert (row["city"], row["confidence"]) == (city, "high")


@pytest.mark.parametrize(
    ("country", "region", "cities"),
    [
        ("DE", "Bayern", {"Munich", "Nuremberg"}),
        ("CA", "Québec", {"Montreal", "Quebec City"}),
        ("US", "Washington D. C.", {"Washington"}),
        ("GB", "Greater London", {"London"}),
        ("FR", "Île-de-France", {"Paris"}),
        ("US", "Atlantis", {None}),
        ("UNKNOWN", "UNKNOWN", {None}),
    ],
)
def test_regions_of_meta_are_found_by_the_names_it_writes(
    places: Rows, names: Rows, country: str, region: str, cities: set[str | None]
):
    told = [{"country_code": country, "region": region}]

    rows = crosswalk(places, names, [], told)

    assert {row["city"] for row in rows} == cities
    assert sum(row["share"] for row in rows) == pytest.approx(1)
