"""Flows."""

from __future__ import annotations

from wv_sandbox.klaviyo.flows import FLOWS


def test_every_flow_is_read(read):
    rows = read("flows", start_date="2024-01-01")

    assert {row["name"] for row in rows} == {name for name, _ in FLOWS}


def test_only_flows_that_changed_since_are_read(read):
    rows = read("flows")

    assert 0 < len(rows) < len(FLOWS)
    assert all(row["updated"] >= "2026-11-01" for row in rows)


def test_the_page_is_as_large_as_it_may_be(read, asked):
    read("flows")

    assert asked("/api/flows")[0]["page[size]"] == "50"
