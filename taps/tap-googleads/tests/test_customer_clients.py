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


def test_an_account_is_told_once_on_its_shortest_way(make_fake, sync, api, one_client):
    api.clients = [one_client("9000000001", manager=True)]
    ways = [
        {"customerClient": {"id": "1000000001", "level": level}}
        for level in ("2", "1", "3")
    ]
    api.on("validate", [])
    api.on("FROM customer_client", ways)

    [record] = sync(make_fake("customer_clients")).records("customer_clients")

    assert record["level"] == 1
    assert record["manager_id"] == "9000000001"
