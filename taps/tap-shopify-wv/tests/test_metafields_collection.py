"""Metafields of collections."""

from __future__ import annotations

STREAM = "metafields_collection"


def test_a_metafield_finds_its_owner(make_tap, sync):
    said = sync(make_tap("collections", STREAM))
    owners = {row["id"] for row in said.records("collections")}
    rows = said.records(STREAM)

    assert rows
    assert {row["owner_id"] for row in rows} <= owners


def test_owners_that_are_not_wanted_are_not_read(read):
    assert not read(STREAM, metafield_owners=["shop"])
    assert read(STREAM, metafield_owners=["collection"])


def test_values_are_read(read):
    assert all(row["value"] for row in read(STREAM))
