"""Ad groups, removed ones included."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21"},
    "adGroup": {
        "id": "31",
        "name": "name",
        "status": "ENABLED",
        "type": "SEARCH_STANDARD",
        "cpcBidMicros": "561",
        "cpmBidMicros": "571",
        "targetCpaMicros": "903",
        "targetRoas": 0.38,
        "labels": ["labels"],
    },
}
RECORD = {
    "customer_id": "1000000001",
    "campaign_id": "21",
    "id": "31",
    "name": "name",
    "status": "ENABLED",
    "type": "SEARCH_STANDARD",
    "cpc_bid_micros": 561,
    "cpm_bid_micros": 571,
    "target_cpa_micros": 903,
    "target_roas": 0.38,
    "labels": ["labels"],
}


def test_a_row_becomes_a_record(record):
    assert record("ad_groups", ROW) == RECORD
