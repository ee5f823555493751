"""What holds for every stream: keys, the record loop, and a second run."""

from __future__ import annotations

from collections import Counter

import pytest

from tap_kit import testing
from tap_shopify_wv.streams import STREAM_TYPES

RARE = {"deleted_records", "order_adjustments", "order_refund_shipping_lines"}
"""Too rare for the few orders here; their own tests read a larger shop."""


def keys(stream, said):
    """The key of every record of a stream, with how often it came."""
    rows = said.records(stream.name)
    return Counter(tuple(row[key] for key in stream.primary_keys) for row in rows)


def rows(stream, said):
    """The records of a stream by key, without what tells runs apart."""
    found = [
        {name: value for name, value in row.items() if name != "_wv_run_id"}
        for row in said.records(stream.name)
    ]
    return sorted(found, key=lambda row: [row[key] for key in stream.primary_keys])


@pytest.fixture
def twice(make_tap, sync):
    """A run of all streams, and another one from the STATE that it left."""
    first = sync(make_tap(shop="plain-100"))
    return first, sync(make_tap(shop="plain-100", state=first.state))


def test_every_stream_has_records_with_whole_keys_and_no_twins(twice):
    first, _ = twice
    found = {stream.name: keys(stream, first) for stream in STREAM_TYPES}

    assert {name for name, known in found.items() if not known} <= RARE
    assert not [n for n, known in found.items() if any(c > 1 for c in known.values())]
    assert not [n for n, known in found.items() if any(None in key for key in known)]


def test_a_second_run_brings_nothing_that_the_first_did_not(twice):
    first, second = twice

    assert not [s.name for s in STREAM_TYPES if keys(s, second) - keys(s, first)]


def test_a_second_run_reads_only_the_lookback(twice):
    """Streams without a bookmark are read whole; all others a part, or nothing."""
    first, second = twice
    moving = [s for s in STREAM_TYPES if isinstance(s.replication_key, str)]
    old = {
        stream.name
        for stream in moving
        for row in second.records(stream.name)
        if row[stream.replication_key] < "2026-10-16T08:58:00Z"
    }

    assert len(second.records("orders")) < len(first.records("orders")) / 2
    assert not old


def test_bulk_brings_what_pages_bring(make_tap, sync):
    """Two roads of different shape; each row of each stream must come out the same."""
    paged = sync(make_tap(shop="plain-200"))
    bulk = sync(make_tap(shop="plain-200", bulk_mode="always", bulk_window_days=3650))

    assert not [s.name for s in STREAM_TYPES if rows(s, paged) != rows(s, bulk)]


def test_the_fast_record_loop_says_what_the_sdk_says(make_tap):
    fast = testing.assert_run_same_as_sdk(make_tap(shop="multi-currency-100"))

    assert {s.name for s in STREAM_TYPES} - fast.keys() <= RARE
