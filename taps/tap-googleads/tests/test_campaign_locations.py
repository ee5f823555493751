"""Places that campaigns target or leave out, points with coordinates."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21"},
    "campaignCriterion": {
        "criterionId": "533",
        "type": "KEYWORD",
        "negative": False,
        "status": "ENABLED",
        "bidModifier": 0.9,
        "location": {"geoTargetConstant": "geoTargetConstants/21167"},
        "proximity": {
            "geoPoint": {
                "latitudeInMicroDegrees": 40712800,
                "longitudeInMicroDegrees": -74006000,
            },
            "radius": 0.67,
            "radiusUnits": "MILES",
            "address": {
                "cityName": "city name",
                "postalCode": "postal code",
                "countryCode": "country code",
            },
        },
    },
}
RECORD = {
    "customer_id": "1000000001",
    "campaign_id": "21",
    "criterion_id": "533",
    "type": "KEYWORD",
    "is_negative": False,
    "status": "ENABLED",
    "bid_modifier": 0.9,
    "geo_target_constant": "geoTargetConstants/21167",
    "latitude": 40.7128,
    "longitude": -74.006,
    "radius": 0.67,
    "radius_units": "MILES",
    "city_name": "city name",
    "postal_code": "postal code",
    "country_code": "country code",
}


def test_a_row_becomes_a_record(record):
    assert record("campaign_locations", ROW) == RECORD
