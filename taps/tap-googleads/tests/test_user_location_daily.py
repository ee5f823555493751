"""Where people were a day, targeted or not: the place to join weather on."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21"},
    "userLocationView": {"countryCriterionId": "551", "targetingLocation": True},
    "segments": {
        "date": "2026-11-05",
        "geoTargetRegion": "geoTargetConstants/21167",
        "geoTargetMetro": "geoTargetConstants/200501",
        "geoTargetCity": "geoTargetConstants/1023191",
        "geoTargetMostSpecificLocation": "geoTargetConstants/9004078",
    },
    "metrics": {
        "impressions": "1200",
        "clicks": "34",
        "costMicros": "5670000",
        "conversions": 1.25,
        "conversionsValue": 98.76,
        "allConversions": 2.5,
        "allConversionsValue": 120.1,
    },
}
RECORD = {
    "customer_id": "1000000001",
    "campaign_id": "21",
    "country_criterion_id": "551",
    "is_targeting_location": True,
    "date": "2026-11-05",
    "geo_target_region": "geoTargetConstants/21167",
    "geo_target_metro": "geoTargetConstants/200501",
    "geo_target_city": "geoTargetConstants/1023191",
    "geo_target_most_specific_location": "geoTargetConstants/9004078",
    "impressions": 1200,
    "clicks": 34,
    "cost_micros": 5670000,
    "conversions": "1.25",
    "conversions_value": "98.76",
    "all_conversions": "2.5",
    "all_conversions_value": "120.1",
}


def test_a_row_becomes_a_record(record):
    assert record("user_location_daily", ROW) == RECORD


def test_it_is_asked_for_days(stream):
    asked = stream("user_location_daily").query.text("2026-11-01", "2026-11-07")

    assert "'2026-11-01'" in asked
    assert "'2026-11-07'" in asked
    assert "{" not in asked
