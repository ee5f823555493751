"""Locations of companies that buy."""

from __future__ import annotations

STREAM = "company_locations"


def test_a_location_finds_its_company(make_tap, sync):
    said = sync(make_tap("companies", STREAM))
    companies = {row["id"] for row in said.records("companies")}
    rows = said.records(STREAM)

    assert rows
    assert {row["company_id"] for row in rows} <= companies


def test_streets_are_pseudonyms_and_cities_are_not(read):
    row = next(r for r in read(STREAM) if r["ship_address1"])

    assert row["ship_address1"].startswith("h1:")
    assert not row["ship_city"].startswith("h1:")
