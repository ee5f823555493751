"""Budgets of campaigns."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaignBudget": {
        "id": "23",
        "name": "name",
        "amountMicros": "326",
        "totalAmountMicros": "69",
        "deliveryMethod": "STANDARD",
        "explicitlyShared": False,
        "period": "DAILY",
        "status": "ENABLED",
        "type": "STANDARD",
        "referenceCount": "509",
    },
}
RECORD = {
    "customer_id": "1000000001",
    "id": "23",
    "name": "name",
    "amount_micros": 326,
    "total_amount_micros": 69,
    "delivery_method": "STANDARD",
    "is_shared": False,
    "period": "DAILY",
    "status": "ENABLED",
    "type": "STANDARD",
    "reference_count": 509,
}


def test_a_row_becomes_a_record(record):
    assert record("campaign_budgets", ROW) == RECORD
