"""Ads, removed ones included."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21"},
    "adGroup": {"id": "31"},
    "adGroupAd": {
        "ad": {
            "id": "41",
            "name": "name",
            "type": "TEXT_AD",
            "finalUrls": ["final urls"],
            "displayUrl": "display url",
            "responsiveSearchAd": {
                "headlines": [{"text": "headlines"}],
                "descriptions": [{"text": "descriptions"}],
            },
        },
        "status": "ENABLED",
        "adStrength": "PENDING",
        "policySummary": {"approvalStatus": "DISAPPROVED"},
    },
}
RECORD = {
    "customer_id": "1000000001",
    "campaign_id": "21",
    "ad_group_id": "31",
    "id": "41",
    "name": "name",
    "type": "TEXT_AD",
    "status": "ENABLED",
    "ad_strength": "PENDING",
    "approval_status": "DISAPPROVED",
    "final_urls": ["final urls"],
    "display_url": "display url",
    "headlines": '[{"text":"headlines"}]',
    "descriptions": '[{"text":"descriptions"}]',
}


def test_a_row_becomes_a_record(record):
    assert record("ads", ROW) == RECORD
