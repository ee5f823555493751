"""Remarketing lists; numbers only, no people."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "userList": {
        "id": "347",
        "name": "name",
        "type": "REMARKETING",
        "membershipStatus": "OPEN",
        "membershipLifeSpan": "450",
        "sizeForDisplay": "60",
        "sizeForSearch": "832",
        "accessReason": "OWNED",
    },
}
RECORD = {
    "customer_id": "1000000001",
    "id": "347",
    "name": "name",
    "type": "REMARKETING",
    "membership_status": "OPEN",
    "membership_life_span": 450,
    "size_for_display": 60,
    "size_for_search": 832,
    "access_reason": "OWNED",
}


def test_a_row_becomes_a_record(record):
    assert record("user_lists", ROW) == RECORD
