"""Metafields of products."""

from __future__ import annotations

STREAM = "metafields_product"


def test_a_metafield_finds_its_owner(make_tap, sync):
    said = sync(make_tap("products", STREAM))
    owners = {row["id"] for row in said.records("products")}
    rows = said.records(STREAM)

    assert rows
    assert {row["owner_id"] for row in rows} <= owners


def test_owners_that_are_not_wanted_are_not_read(read):
    assert not read(STREAM, metafield_owners=["shop"])
    assert read(STREAM, metafield_owners=["product"])


def test_values_are_read(read):
    assert all(row["value"] for row in read(STREAM))


def test_only_namespaces_that_are_wanted_become_records(read):
    every = {row["namespace"] for row in read(STREAM)}
    (one, *_) = sorted(every)

    assert {r["namespace"] for r in read(STREAM, metafield_namespaces=[one])} == {one}
