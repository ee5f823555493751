"""Where Performance Max was shown a day; impressions only."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21"},
    "performanceMaxPlacementView": {
        "placement": "placement",
        "placementType": "WEBSITE",
        "displayName": "display name",
        "targetUrl": "target url",
    },
    "segments": {"date": "2026-11-05"},
    "metrics": {"impressions": "1200"},
}
RECORD = {
    "customer_id": "1000000001",
    "campaign_id": "21",
    "placement": "placement",
    "placement_type": "WEBSITE",
    "name": "display name",
    "target_url": "target url",
    "date": "2026-11-05",
    "impressions": 1200,
}


def test_a_row_becomes_a_record(record):
    assert record("pmax_placement_daily", ROW) == RECORD


def test_it_is_asked_for_days(stream):
    asked = stream("pmax_placement_daily").query.text("2026-11-01", "2026-11-07")

    assert "'2026-11-01'" in asked
    assert "'2026-11-07'" in asked
    assert "{" not in asked
