"""Every place that Google knows; without coordinates."""

from __future__ import annotations

import json

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


def test_they_are_read_once_a_week(make_fake, sync, api):
    api.on("validate", [])
    api.on("FROM geo_target_constant", [ROW])
    first = sync(make_fake("geo_target_constants"))

    again = sync(make_fake("geo_target_constants", state=first.state))
    state = json.loads(json.dumps(first.state).replace("2026-11-15", "2026-11-07"))
    later = sync(make_fake("geo_target_constants", state=state))

    found = [len(s.records("geo_target_constants")) for s in (first, again, later)]
    assert found == [1, 0, 1]
