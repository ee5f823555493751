"""Collections."""

from __future__ import annotations

STREAM = "collections"


def test_a_collection_counts_its_products(make_tap, sync):
    said = sync(make_tap("collection_products", STREAM))
    found = dict.fromkeys((row["id"] for row in said.records(STREAM)), 0)
    for row in said.records("collection_products"):
        found[row["collection_id"]] += 1

    assert found == {r["id"]: r["products_count"] for r in said.records(STREAM)}


def test_sources_are_asked_for_instead_of_the_old_rule_set(read, asked):
    read(STREAM)

    assert asked("sources {")
    assert not asked("ruleSet")


def test_sources_are_left_out_where_the_version_has_none(read, asked):
    assert read(STREAM, api_version="2026-04")
    assert not asked("sources {")
