"""What a product spent and got a day."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21"},
    "adGroup": {"id": "31"},
    "segments": {
        "productTitle": "product title",
        "productBrand": "product brand",
        "date": "2026-11-05",
        "productItemId": "product item id",
        "productCountry": "product country",
    },
    "metrics": {
        "impressions": "1200",
        "clicks": "34",
        "costMicros": "5670000",
        "conversions": 1.25,
        "conversionsValue": 98.76,
    },
}
RECORD = {
    "customer_id": "1000000001",
    "campaign_id": "21",
    "ad_group_id": "31",
    "product_title": "product title",
    "product_brand": "product brand",
    "date": "2026-11-05",
    "product_item_id": "product item id",
    "product_country": "product country",
    "impressions": 1200,
    "clicks": 34,
    "cost_micros": 5670000,
    "conversions": "1.25",
    "conversions_value": "98.76",
}


def test_a_row_becomes_a_record(record):
    assert record("shopping_daily", ROW) == RECORD


def test_it_is_asked_for_days(stream):
    asked = stream("shopping_daily").query.text("2026-11-01", "2026-11-07")

    assert "'2026-11-01'" in asked
    assert "'2026-11-07'" in asked
    assert "{" not in asked
