"""What flows brought."""

from __future__ import annotations

import json

STREAM = "flow_values_reports"


def test_each_month_has_its_figures(read):
    rows = read(STREAM, start_date="2026-09-20")

    assert {row["month"] for row in rows} == {"2026-09-01", "2026-10-01", "2026-11-01"}
    keys = [(row["flow_message_id"], row["send_channel"], row["month"]) for row in rows]
    assert len(keys) == len(set(keys))


def test_a_month_is_asked_for_whole(read, box):
    """Half a month under the month's key would replace the whole one."""
    read(STREAM, start_date="2026-10-20")

    bodies = [json.loads(r.body) for r in box.requests if "flow-values" in r.path]
    frames = [body["data"]["attributes"]["timeframe"]["start"] for body in bodies]
    assert [frame[:10] for frame in frames] == ["2026-10-01", "2026-11-01"]
