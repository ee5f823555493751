"""Audiences."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "audience": {
        "id": "191",
        "name": "name",
        "status": "ENABLED",
        "description": "description",
    },
}
RECORD = {
    "customer_id": "1000000001",
    "id": "191",
    "name": "name",
    "status": "ENABLED",
    "description": "description",
}


def test_a_row_becomes_a_record(record):
    assert record("audiences", ROW) == RECORD
