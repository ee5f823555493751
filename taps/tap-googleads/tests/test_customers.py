"""Accounts: currency, time zone, and how they track."""

from __future__ import annotations

ROW = {
    "customer": {
        "id": "1000000001",
        "descriptiveName": "descriptive name",
        "currencyCode": "USD",
        "timeZone": "America/New_York",
        "manager": False,
        "testAccount": True,
        "status": "ENABLED",
        "autoTaggingEnabled": False,
        "trackingUrlTemplate": "tracking url template",
        "finalUrlSuffix": "final url suffix",
        "conversionTrackingSetting": {"conversionTrackingId": "825"},
        "optimizationScore": 0.7,
    }
}
RECORD = {
    "id": "1000000001",
    "name": "descriptive name",
    "currency": "USD",
    "time_zone": "America/New_York",
    "is_manager": False,
    "is_test": True,
    "status": "ENABLED",
    "auto_tagging_enabled": False,
    "tracking_url_template": "tracking url template",
    "final_url_suffix": "final url suffix",
    "conversion_tracking_id": "825",
    "optimization_score": 0.7,
}


def test_a_row_becomes_a_record(record):
    assert record("customers", ROW) == RECORD
