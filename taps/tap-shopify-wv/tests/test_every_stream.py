"""What holds for every stream: keys, the record loop, and a second run."""

from __future__ import annotations

from collections import Counter

import pytest

from tap_kit import testing
from tap_shopify_wv.streams import STREAM_TYPES

EMPTY = {"deleted_records", "order_adjustments", "order_refund_shipping_lines"}
"""Too rare for the few orders here; their own tests read a larger shop."""
each_stream = pytest.mark.parametrize("stream", STREAM_TYPES, ids=lambda s: s.name)


@pytest.fixture
def twice(make_tap, sync):
    """Read a stream, and read it again from the STATE that it left."""

    def run(name):
        first = sync(make_tap(name, shop="plain-100"))
        second = sync(make_tap(name, shop="plain-100", state=first.state))
        return first.records(name), second.records(name)

    return run


@each_stream
def test_a_second_run_brings_what_is_new_and_no_row_twice(stream, twice):
    first, second = twice(stream.name)
    keys = [
        Counter(tuple(row[key] for key in stream.primary_keys) for row in rows)
        for rows in (first, second)
    ]

    assert first or stream.name in EMPTY
    assert set(keys[0].values()) <= {1}
    assert keys[1] <= keys[0]
    assert not [key for key in keys[0] if None in key]


def test_bulk_brings_what_pages_bring(make_tap, sync):
    """Two roads of different shape; each row of each stream must come out the same."""

    def rows(stream, said):
        found = [
            {k: v for k, v in row.items() if k != "_wv_run_id"}
            for row in said.records(stream.name)
        ]
        return sorted(found, key=lambda row: [row[key] for key in stream.primary_keys])

    paged = sync(make_tap(shop="plain-200"))
    bulk = sync(make_tap(shop="plain-200", bulk_mode="always", bulk_window_days=3650))

    differing = [s.name for s in STREAM_TYPES if rows(s, paged) != rows(s, bulk)]
    assert not differing


def test_the_fast_record_loop_says_what_the_sdk_says(make_tap):
    fast = testing.assert_run_same_as_sdk(make_tap(shop="multi-currency-100"))

    assert {s.name for s in STREAM_TYPES} - fast.keys() <= EMPTY
