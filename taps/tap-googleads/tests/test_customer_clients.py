"""Which accounts a manager reaches, itself included."""

from __future__ import annotations

ROW = {
    "customerClient": {
        "id": "77",
        "clientCustomer": "client customer",
        "descriptiveName": "descriptive name",
        "currencyCode": "EUR",
        "timeZone": "Europe/Berlin",
        "level": "408",
        "manager": False,
        "testAccount": True,
        "hidden": True,
        "status": "ENABLED",
        "appliedLabels": ["applied labels"],
    }
}
RECORD = {
    "id": "77",
    "client_customer": "client customer",
    "name": "descriptive name",
    "currency": "EUR",
    "time_zone": "Europe/Berlin",
    "level": 408,
    "is_manager": False,
    "is_test": True,
    "is_hidden": True,
    "status": "ENABLED",
    "applied_labels": ["applied labels"],
}


def test_a_row_becomes_a_record(record):
    assert record("customer_clients", ROW) == RECORD
