"""Locations."""

from __future__ import annotations

STREAM = "locations"


def test_closed_and_old_locations_are_asked_for(read, asked):
    rows = read(STREAM)

    assert False in {row["is_active"] for row in rows}
    assert asked("includeInactive: true")
    assert asked("includeLegacy: true")


def test_a_location_says_where_it_lies(read):
    """This is where weather meets stock."""
    rows = [row for row in read(STREAM) if row["is_active"]]

    assert all(-90 <= row["latitude"] <= 90 for row in rows)
    assert all(row["country_code"] for row in rows)


def test_they_are_read_whole_because_nothing_filters_them(read, asked):
    read(STREAM)

    assert not [given for _, given in asked("locations(") if given.get("query")]
