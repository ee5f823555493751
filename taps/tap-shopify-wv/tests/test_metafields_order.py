"""Metafields of orders."""

from __future__ import annotations

STREAM = "metafields_order"


def test_a_metafield_finds_its_owner(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    owners = {row["id"] for row in said.records("orders")}
    rows = said.records(STREAM)

    assert rows
    assert {row["owner_id"] for row in rows} <= owners


def test_owners_that_are_not_wanted_are_not_read(read):
    assert not read(STREAM, metafield_owners=["shop"])
    assert read(STREAM, metafield_owners=["order"])


def test_values_of_people_stay_at_home_unless_they_are_kept(read):
    kept = read(STREAM, free_text_columns=[f"{STREAM}.value"])

    assert {row["value"] for row in read(STREAM)} == {None}
    assert [row for row in kept if row["value"]]
