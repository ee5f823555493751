"""Conversions of a campaign a day, by conversion action."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21"},
    "segments": {
        "conversionActionName": "conversion action name",
        "conversionActionCategory": "DEFAULT",
        "date": "2026-11-05",
        "conversionAction": "conversion action",
    },
    "metrics": {
        "conversions": 1.25,
        "conversionsValue": 98.76,
        "allConversions": 2.5,
        "allConversionsValue": 120.1,
    },
}
RECORD = {
    "customer_id": "1000000001",
    "campaign_id": "21",
    "conversion_action_name": "conversion action name",
    "conversion_action_category": "DEFAULT",
    "date": "2026-11-05",
    "conversion_action": "conversion action",
    "conversions": "1.25",
    "conversions_value": "98.76",
    "all_conversions": "2.5",
    "all_conversions_value": "120.1",
}


def test_a_row_becomes_a_record(record):
    assert record("campaign_conversion_daily", ROW) == RECORD


def test_it_is_asked_for_days(stream):
    asked = stream("campaign_conversion_daily").query.text("2026-11-01", "2026-11-07")

    assert "'2026-11-01'" in asked
    assert "'2026-11-07'" in asked
    assert "{" not in asked
