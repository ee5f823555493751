"""Bidding strategies that campaigns share."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "biddingStrategy": {
        "id": "160",
        "name": "name",
        "type": "ENHANCED_CPC",
        "status": "ENABLED",
        "currencyCode": "currency code",
        "campaignCount": "535",
        "targetCpa": {"targetCpaMicros": "149"},
        "targetRoas": {"targetRoas": 0.76},
    },
}
RECORD = {
    "customer_id": "1000000001",
    "id": "160",
    "name": "name",
    "type": "ENHANCED_CPC",
    "status": "ENABLED",
    "currency": "currency code",
    "campaign_count": 535,
    "target_cpa_micros": 149,
    "target_roas": 0.76,
}


def test_a_row_becomes_a_record(record):
    assert record("bidding_strategies", ROW) == RECORD
