"""Which assets an asset group uses, and as what."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "assetGroup": {"id": "71"},
    "assetGroupAsset": {
        "asset": "asset",
        "fieldType": "HEADLINE",
        "status": "ENABLED",
        "primaryStatus": "ELIGIBLE",
    },
}
RECORD = {
    "customer_id": "1000000001",
    "asset_group_id": "71",
    "asset": "asset",
    "field_type": "HEADLINE",
    "status": "ENABLED",
    "primary_status": "ELIGIBLE",
}


def test_a_row_becomes_a_record(record):
    assert record("asset_group_assets", ROW) == RECORD
