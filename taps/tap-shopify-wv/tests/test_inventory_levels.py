"""Stock by location."""

from __future__ import annotations

from collections import Counter

STREAM = "inventory_levels"


def test_levels_are_filtered_by_their_own_change_not_by_their_items(read, asked):
    """An item's `updatedAt` does not move with its stock."""
    rows = read(STREAM)

    assert rows
    assert not asked("inventoryItems(")
    assert asked("inventoryLevels(first: 100, query: $query, includeInactive: true)")
    assert not [query for query, _ in asked("locations(") if "locations(query" in query]


def test_a_second_run_reads_levels_that_changed_since(make_tap, sync):
    first = sync(make_tap(STREAM))
    second = sync(make_tap(STREAM, state=first.state))
    late = [r for r in first.records(STREAM) if r["updated_at"] >= "2026-11-08T08:58"]

    assert {row["id"] for row in second.records(STREAM)} == {row["id"] for row in late}
    assert len(late) < len(first.records(STREAM))


def test_the_rest_of_a_location_is_searched_as_its_first_page(read, asked):
    rows = read(STREAM, shop="plain-5000")
    rest = asked("query rest")

    assert max(Counter(row["location_id"] for row in rows).values()) > 100
    assert rest
    assert all("updated_at:>=" in given["query"] for _, given in rest)


def test_stock_is_told_by_state(read):
    names = {part["name"] for row in read(STREAM) for part in row["quantities"]}

    assert {"available", "committed", "on_hand"} <= names


def test_inactive_levels_are_left_out_where_the_version_cannot_ask(read, asked):
    assert read(STREAM, api_version="2026-01")
    assert not asked("inventoryLevels(first: 100, query: $query, includeInactive")
