"""Which labels keywords bear."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "adGroup": {"id": "31"},
    "adGroupCriterion": {"criterionId": "51"},
    "label": {"id": "61"},
}
RECORD = {
    "customer_id": "1000000001",
    "ad_group_id": "31",
    "criterion_id": "51",
    "label_id": "61",
}


def test_a_row_becomes_a_record(record):
    assert record("keyword_labels", ROW) == RECORD
