"""What an ad spent and got a day, by device; no Performance Max."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21"},
    "adGroup": {"id": "31"},
    "adGroupAd": {"ad": {"id": "41"}},
    "segments": {"date": "2026-11-05", "device": "MOBILE"},
    "metrics": {
        "impressions": "1200",
        "clicks": "34",
        "costMicros": "5670000",
        "conversions": 1.25,
        "conversionsValue": 98.76,
        "allConversions": 2.5,
        "allConversionsValue": 120.1,
        "viewThroughConversions": "3",
        "interactions": "314",
        "engagements": "181",
        "videoTrueviewViews": "289",
    },
}
RECORD = {
    "customer_id": "1000000001",
    "campaign_id": "21",
    "ad_group_id": "31",
    "ad_id": "41",
    "date": "2026-11-05",
    "device": "MOBILE",
    "impressions": 1200,
    "clicks": 34,
    "cost_micros": 5670000,
    "conversions": "1.25",
    "conversions_value": "98.76",
    "all_conversions": "2.5",
    "all_conversions_value": "120.1",
    "view_through_conversions": 3,
    "interactions": 314,
    "engagements": 181,
    "video_trueview_views": 289,
}


def test_a_row_becomes_a_record(record):
    assert record("ad_daily", ROW) == RECORD


def test_it_is_asked_for_days(stream):
    asked = stream("ad_daily").query.text("2026-11-01", "2026-11-07")

    assert "'2026-11-01'" in asked
    assert "'2026-11-07'" in asked
    assert "{" not in asked
