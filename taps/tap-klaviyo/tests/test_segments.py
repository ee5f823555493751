"""Segments of profiles."""

from __future__ import annotations


def test_every_segment_that_is_there_is_read(read):
    assert len(read("segments", start_date="2024-01-01")) == 4


def test_changes_are_asked_for_as_the_endpoint_can(read, asked):
    """It knows greater-than alone: a second less asks for the same."""
    read("segments")

    assert (
        asked("/api/segments")[0]["filter"]
        == "greater-than(updated,2026-10-31T23:59:59Z)"
    )
    assert asked("/api/segments")[0]["page[size]"] == "10"
