"""Impressions of each store so far, as seen on a day."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "perStoreView": {
        "placeId": "place id",
        "businessName": "business name",
        "address1": "address1",
        "city": "city",
        "province": "province",
        "postalCode": "postal code",
        "countryCode": "country code",
    },
    "metrics": {"impressions": "1200"},
}
RECORD = {
    "customer_id": "1000000001",
    "place_id": "place id",
    "business_name": "business name",
    "address1": "address1",
    "city": "city",
    "province": "province",
    "postal_code": "postal code",
    "country_code": "country code",
    "impressions": 1200,
}


def test_a_row_becomes_a_record(record):
    assert record("per_store_daily", ROW) == RECORD
