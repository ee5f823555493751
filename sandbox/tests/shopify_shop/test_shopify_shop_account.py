"""Payouts, payments and people agree with the orders they come from."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from wv_sandbox.shopify.shop import Filter, Rows


def euro(value) -> Decimal:
    return Decimal(value["amount"])


@pytest.fixture
def account(plain):
    return plain.single("shopifyPaymentsAccount")


def test_payments_are_what_orders_received_less_gift_cards(plain, money):
    tenders = plain.root("tenderTransactions")
    paid = sum(euro(tenders.node(row)["amount"]) for row in tenders.ids().tolist())
    moved = Decimal(0)
    for row in range(plain.count):
        for tx in plain.node("Order", row)["transactions"]:
            cash = tx["gateway"] != "gift_card" and tx["status"] == "SUCCESS"
            sign = {"SALE": 1, "CAPTURE": 1, "REFUND": -1}.get(tx["kind"], 0)
            moved += sign * cash * money.both(tx["amountSet"])[0]
    assert paid == moved


def test_a_payout_is_the_net_of_its_transactions(account):
    assert isinstance(account["payouts"], Rows)
    nets: dict[str, Decimal] = {}
    for moved in account["balanceTransactions"]:
        assert euro(moved["net"]) == euro(moved["amount"]) - euro(moved["fee"])
        if moved["type"] != "TRANSFER" and moved["associatedPayout"]["id"]:
            payout = moved["associatedPayout"]["id"]
            nets[payout] = nets.get(payout, Decimal(0)) + euro(moved["net"])
    assert nets == {payout["id"]: euro(payout["net"]) for payout in account["payouts"]}


def test_a_payout_leaves_the_balance_as_a_transfer(account):
    left = [m for m in account["balanceTransactions"] if m["type"] == "TRANSFER"]
    out = {m["associatedPayout"]["id"]: -euro(m["net"]) for m in left}
    assert out == {payout["id"]: euro(payout["net"]) for payout in account["payouts"]}


def test_a_payout_gets_through_without_a_trace(open_shop, now):
    shop = open_shop("plain-600")
    (early,) = list(shop.at(now).single("shopifyPaymentsAccount")["payouts"])[-1:]
    later = shop.at(now + timedelta(days=3)).find(early["id"])
    assert (early["status"], later["status"]) == ("IN_TRANSIT", "PAID")
    assert early["issuedAt"] == later["issuedAt"]


def test_balance_transactions_are_found_by_when_they_were_made(account):
    root = account["balanceTransactions"].root
    month = [
        Filter("processed_at", ">=", "2026-03-01T00:00:00Z"),
        Filter("processed_at", "<", "2026-04-01T00:00:00Z"),
    ]
    found = root.ids(month, "PROCESSED_AT").tolist()
    dates = [root.node(row)["transactionDate"] for row in found]
    assert dates == sorted(dates)
    everything = [root.node(row)["transactionDate"] for row in root.ids().tolist()]
    assert len(found) == sum(at.startswith("2026-03") for at in everything)


def test_a_customer_has_spent_what_the_orders_brought(plain, money):
    root = plain.root("customers")
    for row in root.ids()[:150].tolist():
        customer = root.node(row)
        orders = customer["orders"]
        net = money.total(order["netPaymentSet"] for order in orders)[0]
        assert euro(customer["amountSpent"]) == net
        assert customer["numberOfOrders"] == str(len(orders))
        if orders:
            assert customer["lastOrder"]["id"] == orders[-1]["id"]
            assert all(o["customer"]["id"] == customer["id"] for o in orders)
            assert customer["createdAt"] <= orders[0]["createdAt"]


def test_disputes_go_their_way(open_shop, now):
    view = open_shop("weathervane-demo").at(now)
    root = view.root("disputes")
    status = {root.node(row)["status"] for row in root.ids().tolist()}
    assert {"WON", "LOST"} <= status
    disputed = root.node(int(root.ids()[0]))
    (summary,) = disputed["order"]["disputes"]
    assert summary["status"] == disputed["status"]


def test_a_cancelled_gift_card_is_worth_nothing(open_shop, now):
    view = open_shop("weathervane-demo").at(now)
    root = view.root("giftCards")
    cards = [root.node(row) for row in root.ids().tolist()]
    assert {card["enabled"] for card in cards} == {True, False}
    for card in cards:
        assert (euro(card["balance"]) == 0) == (not card["enabled"])
        assert card["lineItem"]["isGiftCard"]


def test_stock_is_counted_apart_from_its_item(plain):
    item = plain.root("inventoryItems").node(3)
    levels = {level["updatedAt"] for level in item["inventoryLevels"]}
    assert item["updatedAt"] not in levels
    place = plain.root("locations").node(0)
    root = place["inventoryLevels"].root
    since = [Filter("updated_at", ">=", "2026-11-13T00:00:00Z")]
    found = root.ids(since).tolist()
    assert 0 < len(found) < len(place["inventoryLevels"])
    assert all(root.node(row)["updatedAt"] >= "2026-11-13" for row in found)


def test_closed_places_and_services_come_when_asked_for(plain):
    shown = plain.root("locations").ids().size
    every = {"includeInactive": True, "includeLegacy": True}
    rows = plain.root("locations", every).ids().tolist()
    assert shown == 2
    nodes = [plain.root("locations", every).node(row) for row in rows]
    assert [node["isActive"] for node in nodes] == [True, True, False, True]
    assert [node["isFulfillmentService"] for node in nodes] == [False] * 3 + [True]


def test_sent_orders_leave_the_open_fulfilment_orders(plain):
    shown = plain.root("fulfillmentOrders")
    every = plain.root("fulfillmentOrders", {"includeClosed": True})
    assert shown.ids().size < every.ids().size == plain.orders.size
    status = {shown.node(row)["status"] for row in shown.ids().tolist()}
    assert status <= {"OPEN", "IN_PROGRESS"}
    assert {every.node(row)["status"] for row in every.ids().tolist()} >= {
        "CLOSED",
        "CANCELLED",
    }
