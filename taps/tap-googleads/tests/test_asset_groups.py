"""Asset groups of Performance Max."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21"},
    "assetGroup": {
        "id": "71",
        "name": "name",
        "status": "ENABLED",
        "adStrength": "PENDING",
        "primaryStatus": "ELIGIBLE",
        "finalUrls": ["final urls"],
        "path1": "path1",
        "path2": "path2",
    },
}
RECORD = {
    "customer_id": "1000000001",
    "campaign_id": "21",
    "id": "71",
    "name": "name",
    "status": "ENABLED",
    "ad_strength": "PENDING",
    "primary_status": "ELIGIBLE",
    "final_urls": ["final urls"],
    "path1": "path1",
    "path2": "path2",
}


def test_a_row_becomes_a_record(record):
    assert record("asset_groups", ROW) == RECORD
