"""Metafields of locations."""

from __future__ import annotations

STREAM = "metafields_location"


def test_a_metafield_finds_its_owner(make_tap, sync):
    said = sync(make_tap("locations", STREAM))
    owners = {row["id"] for row in said.records("locations")}
    rows = said.records(STREAM)

    assert rows
    assert {row["owner_id"] for row in rows} <= owners


def test_owners_that_are_not_wanted_are_not_read(read):
    assert not read(STREAM, metafield_owners=["shop"])
    assert read(STREAM, metafield_owners=["location"])


def test_values_are_read(read):
    assert all(row["value"] for row in read(STREAM))
