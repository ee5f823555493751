"""Which labels ads bear."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "adGroup": {"id": "31"},
    "adGroupAd": {"ad": {"id": "41"}},
    "label": {"id": "61"},
}
RECORD = {
    "customer_id": "1000000001",
    "ad_group_id": "31",
    "ad_id": "41",
    "label_id": "61",
}


def test_a_row_becomes_a_record(record):
    assert record("ad_labels", ROW) == RECORD
