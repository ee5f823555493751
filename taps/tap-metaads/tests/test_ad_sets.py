"""Ad sets: budgets, targeting, and pages that are not too heavy."""

from __future__ import annotations

import json


def test_an_ad_set_knows_its_campaign_and_targeting(whole):
    campaigns = {row["id"] for row in whole.records("campaigns")}
    rows = whole.records("ad_sets")

    assert rows
    assert {row["campaign_id"] for row in rows} <= campaigns
    assert all("geo_locations" in json.loads(row["targeting"]) for row in rows)


def test_heavy_fields_are_asked_in_pages_of_a_hundred(read, asked):
    read("ad_sets")

    assert {query["limit"] for query in asked("/adsets")} == {"100"}


def test_a_page_that_is_too_heavy_is_asked_in_smaller_ones(read, asked, meta):
    whole = read("ad_sets")
    meta.world.desk.sizes.heavy_rows = 3

    rows = read("ad_sets")

    assert [row["id"] for row in rows] == [row["id"] for row in whole]
    limits = [int(query["limit"]) for query in asked("/adsets")]
    assert limits[1:7] == [100, 50, 25, 12, 6, 3]
    assert set(limits[7:]) == {3}
