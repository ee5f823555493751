"""What a landing page spent and got a day."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21"},
    "adGroup": {"id": "31"},
    "landingPageView": {"unexpandedFinalUrl": "unexpanded final url"},
    "segments": {"date": "2026-11-05"},
    "metrics": {
        "impressions": "1200",
        "clicks": "34",
        "costMicros": "5670000",
        "conversions": 1.25,
        "conversionsValue": 98.76,
        "allConversions": 2.5,
        "allConversionsValue": 120.1,
        "viewThroughConversions": "3",
    },
}
RECORD = {
    "customer_id": "1000000001",
    "campaign_id": "21",
    "ad_group_id": "31",
    "landing_page": "unexpanded final url",
    "date": "2026-11-05",
    "impressions": 1200,
    "clicks": 34,
    "cost_micros": 5670000,
    "conversions": "1.25",
    "conversions_value": "98.76",
    "all_conversions": "2.5",
    "all_conversions_value": "120.1",
    "view_through_conversions": 3,
}


def test_a_row_becomes_a_record(record):
    assert record("landing_page_daily", ROW) == RECORD


def test_it_is_asked_for_days(stream):
    asked = stream("landing_page_daily").query.text("2026-11-01", "2026-11-07")

    assert "'2026-11-01'" in asked
    assert "'2026-11-07'" in asked
    assert "{" not in asked
