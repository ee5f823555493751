"""What ad groups bid on, or leave out."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21"},
    "adGroup": {"id": "31"},
    "adGroupCriterion": {
        "criterionId": "51",
        "status": "ENABLED",
        "negative": True,
        "keyword": {"text": "text", "matchType": "EXACT"},
        "cpcBidMicros": "731",
        "qualityInfo": {"qualityScore": 44},
        "finalUrls": ["final urls"],
    },
}
RECORD = {
    "customer_id": "1000000001",
    "campaign_id": "21",
    "ad_group_id": "31",
    "criterion_id": "51",
    "status": "ENABLED",
    "is_negative": True,
    "keyword": "text",
    "match_type": "EXACT",
    "cpc_bid_micros": 731,
    "quality_score": 44,
    "final_urls": ["final urls"],
}


def test_a_row_becomes_a_record(record):
    assert record("keywords", ROW) == RECORD
