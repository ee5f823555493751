"""Places of ad sets, exact points and what was taken away."""

from __future__ import annotations

import pytest

from tap_kit.errors import DataError
from tap_kit.geohash import encode
from tap_metaads.geo import places


def test_countries_regions_cities_and_points_are_rows(whole):
    kinds = {row["geo_kind"] for row in whole.records("ad_set_geo")}

    assert {"countries", "custom_locations"} <= kinds


def test_a_point_has_its_cell(whole):
    points = [
        row
        for row in whole.records("ad_set_geo")
        if row["geo_kind"] == "custom_locations"
    ]

    assert points
    for row in points:
        assert row["geohash"] == encode(row["latitude"], row["longitude"], 5)
        assert (row["radius"], row["distance_unit"]) == (40, "kilometer")


def test_a_cell_may_be_finer(read):
    rows = read("ad_set_geo", geohash_precision=7)

    assert {len(row["geohash"]) for row in rows if row["geohash"]} == {7}


def test_every_place_of_a_targeting_is_told_once():
    found = places(
        {
            "geo_locations": {
                "countries": ["DE", "DE"],
                "cities": [{"key": "7", "name": "Ulm", "country": "DE"}],
                "custom_locations": [{"latitude": 48.4, "longitude": 10, "radius": 3}],
                "places": [{"name": "no point"}],
                "location_types": ["home"],
            },
            "excluded_geo_locations": {"zips": [{"key": "DE:89073"}]},
        }
    )

    assert [(p.rule, p.kind, p.key) for p in found] == [
        ("included", "countries", "DE"),
        ("included", "cities", "7"),
        ("included", "custom_locations", "48.4,10,3"),
        ("included", "places", "no point"),
        ("excluded", "zips", "DE:89073"),
    ]


def ad_set(geo):
    changed = "2026-11-01T00:00:00-0400"
    return {"id": "5", "updated_time": changed, "targeting": {"geo_locations": geo}}


def test_a_place_that_was_taken_away_is_a_tombstone(make_tap):
    tap = make_tap("ad_set_geo")
    stream, account = tap.streams["ad_set_geo"], tap.accounts.all[0]
    before = ad_set({"countries": ["DE", "AT"], "cities": [{"key": "7"}]})
    list(stream.rows(before, account))

    rows = list(stream.rows(ad_set({"countries": ["DE"]}), account))

    gone = {r["geo_key"]: r["_sdc_deleted_at"] for r in rows if "_sdc_deleted_at" in r}
    assert [row["geo_key"] for row in rows if "_sdc_deleted_at" not in row] == ["DE"]
    assert set(gone) == {"AT", "7"}


def test_a_place_that_came_back_is_no_tombstone(make_tap):
    tap = make_tap("ad_set_geo")
    stream, account = tap.streams["ad_set_geo"], tap.accounts.all[0]
    both = ad_set({"countries": ["DE", "AT"]})
    list(stream.rows(both, account))
    list(stream.rows(ad_set({"countries": ["DE"]}), account))

    rows = list(stream.rows(both, account))

    assert [row["geo_key"] for row in rows] == ["DE", "AT"]


def test_a_point_that_is_nowhere_is_an_error(make_tap):
    tap = make_tap("ad_set_geo")
    stream, account = tap.streams["ad_set_geo"], tap.accounts.all[0]
    nowhere = {"custom_locations": [{"latitude": 91, "longitude": 0}]}

    with pytest.raises(DataError, match="nowhere"):
        list(stream.rows(ad_set(nowhere), account))
