"""Every place that Google knows; without coordinates."""

from __future__ import annotations

ROW = {
    "geoTargetConstant": {
        "id": "487",
        "name": "name",
        "canonicalName": "canonical name",
        "countryCode": "country code",
        "targetType": "target type",
        "status": "ENABLED",
        "parentGeoTarget": "parent geo target",
    }
}
RECORD = {
    "id": "487",
    "name": "name",
    "canonical_name": "canonical name",
    "country_code": "country code",
    "target_type": "target type",
    "status": "ENABLED",
    "parent_geo_target": "parent geo target",
}


def test_a_row_becomes_a_record(record):
    assert record("geo_target_constants", ROW) == RECORD
