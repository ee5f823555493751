"""The kinds of events."""

from __future__ import annotations

from wv_sandbox.klaviyo.events import METRICS


def test_every_metric_is_read(read):
    assert {row["name"] for row in read("metrics")} == {name for name, _ in METRICS}


def test_a_metric_says_where_it_comes_from(read):
    orders = [row for row in read("metrics") if row["name"] == "Placed Order"]

    assert [row["integration"] for row in orders] == ["Shopify"]


def test_no_page_size_is_sent(read, asked):
    """The endpoint takes none, and refuses what it does not take."""
    read("metrics")

    assert asked("/api/metrics") == [{}]
