"""Which labels ad groups bear."""

from __future__ import annotations

ROW = {"customer": {"id": "1000000001"}, "adGroup": {"id": "31"}, "label": {"id": "61"}}
RECORD = {"customer_id": "1000000001", "ad_group_id": "31", "label_id": "61"}


def test_a_row_becomes_a_record(record):
    assert record("ad_group_labels", ROW) == RECORD
