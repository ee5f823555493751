"""Videos, with their length."""

from __future__ import annotations

import json


def test_a_video_has_a_length_in_seconds(whole):
    rows = whole.records("videos")

    assert rows
    assert {row["length"] for row in rows} <= {15.0, 20.0, 25.0}
    assert all(json.loads(r["status"])["video_status"] == "ready" for r in rows)
