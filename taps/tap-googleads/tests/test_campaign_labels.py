"""Which labels campaigns bear."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21"},
    "label": {"id": "61"},
}
RECORD = {"customer_id": "1000000001", "campaign_id": "21", "label_id": "61"}


def test_a_row_becomes_a_record(record):
    assert record("campaign_labels", ROW) == RECORD
