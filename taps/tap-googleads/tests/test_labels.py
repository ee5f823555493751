"""Labels."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "label": {
        "id": "61",
        "name": "name",
        "status": "ENABLED",
        "textLabel": {
            "backgroundColor": "background color",
            "description": "description",
        },
    },
}
RECORD = {
    "customer_id": "1000000001",
    "id": "61",
    "name": "name",
    "status": "ENABLED",
    "background_color": "background color",
    "description": "description",
}


def test_a_row_becomes_a_record(record):
    assert record("labels", ROW) == RECORD
