"""Saved audiences, with their targeting."""

from __future__ import annotations

import json


def test_a_saved_audience_has_a_targeting(whole):
    rows = whole.records("saved_audiences")

    assert rows
    assert all("geo_locations" in json.loads(row["targeting"]) for row in rows)
