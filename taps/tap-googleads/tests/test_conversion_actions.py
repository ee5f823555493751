"""What counts as a conversion, and for how long after a click."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "conversionAction": {
        "id": "288",
        "name": "name",
        "category": "DEFAULT",
        "type": "AD_CALL",
        "status": "ENABLED",
        "countingType": "ONE_PER_CLICK",
        "primaryForGoal": False,
        "includeInConversionsMetric": True,
        "clickThroughLookbackWindowDays": "30",
        "viewThroughLookbackWindowDays": "10",
        "attributionModelSettings": {"attributionModel": "EXTERNAL"},
        "valueSettings": {
            "defaultValue": 0.61,
            "defaultCurrencyCode": "default currency code",
        },
        "origin": "WEBSITE",
    },
}
RECORD = {
    "customer_id": "1000000001",
    "id": "288",
    "name": "name",
    "category": "DEFAULT",
    "type": "AD_CALL",
    "status": "ENABLED",
    "counting_type": "ONE_PER_CLICK",
    "is_primary_for_goal": False,
    "is_in_conversions": True,
    "click_window_days": 30,
    "view_window_days": 10,
    "attribution_model": "EXTERNAL",
    "default_value": "0.61",
    "default_currency": "default currency code",
    "origin": "WEBSITE",
}


def test_a_row_becomes_a_record(record):
    assert record("conversion_actions", ROW) == RECORD
