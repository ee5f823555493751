"""Markets."""

from __future__ import annotations

STREAM = "markets"


def test_all_are_read_each_run(make_tap, sync, asked):
    first = sync(make_tap(STREAM))
    second = sync(make_tap(STREAM, state=first.state))

    assert first.records(STREAM)
    assert [row["id"] for row in second.records(STREAM)] == [
        row["id"] for row in first.records(STREAM)
    ]
    assert not [given for _, given in asked("markets(") if given.get("query")]


def test_a_market_lists_its_regions(read):
    rows = read(STREAM)

    assert [row for row in rows if row["regions"]]
    assert all(region["name"] for row in rows for region in row["regions"] or ())


def test_a_connection_below_a_plain_object_is_never_read_by_bulk(read, asked):
    assert read(STREAM, bulk_mode="always")
    assert not asked("bulkOperationRunQuery")
