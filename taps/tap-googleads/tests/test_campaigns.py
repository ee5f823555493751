"""Campaigns, removed ones included."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {
        "id": "21",
        "name": "name",
        "status": "ENABLED",
        "servingStatus": "SERVING",
        "primaryStatus": "ELIGIBLE",
        "primaryStatusReasons": ["CAMPAIGN_REMOVED"],
        "advertisingChannelType": "SEARCH",
        "advertisingChannelSubType": "SEARCH_MOBILE_APP",
        "biddingStrategyType": "ENHANCED_CPC",
        "biddingStrategy": "bidding strategy",
        "campaignBudget": "campaign budget",
        "startDateTime": "2026-01-01 00:00:00",
        "endDateTime": "2037-12-30 23:59:59",
        "geoTargetTypeSetting": {
            "positiveGeoTargetType": "PRESENCE_OR_INTEREST",
            "negativeGeoTargetType": "PRESENCE_OR_INTEREST",
        },
        "networkSettings": {"targetGoogleSearch": True, "targetContentNetwork": True},
        "labels": ["labels"],
        "trackingUrlTemplate": "tracking url template",
        "finalUrlSuffix": "final url suffix",
        "optimizationScore": 0.2,
    },
}
RECORD = {
    "customer_id": "1000000001",
    "id": "21",
    "name": "name",
    "status": "ENABLED",
    "serving_status": "SERVING",
    "primary_status": "ELIGIBLE",
    "primary_status_reasons": ["CAMPAIGN_REMOVED"],
    "channel": "SEARCH",
    "channel_sub_type": "SEARCH_MOBILE_APP",
    "bidding_strategy_type": "ENHANCED_CPC",
    "bidding_strategy": "bidding strategy",
    "campaign_budget": "campaign budget",
    "start_at": "2026-01-01 00:00:00",
    "end_at": "2037-12-30 23:59:59",
    "positive_geo_target_type": "PRESENCE_OR_INTEREST",
    "negative_geo_target_type": "PRESENCE_OR_INTEREST",
    "targets_google_search": True,
    "targets_content_network": True,
    "labels": ["labels"],
    "tracking_url_template": "tracking url template",
    "final_url_suffix": "final url suffix",
    "optimization_score": 0.2,
}


def test_a_row_becomes_a_record(record):
    assert record("campaigns", ROW) == RECORD
