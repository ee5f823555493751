"""Objects between two of their steps: what has not happened yet is not told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wv_sandbox.climate import Climate
from wv_sandbox.shopify.shop import Filter, Shop, table

MINUTE = timedelta(minutes=1)


@pytest.fixture
def shop(open_shop):
    return open_shop("weathervane-demo")


def moment(shop: Shop, slot: str, **where: int) -> tuple[int, datetime]:
    """Give the first order that a step happens to, and when."""
    rows = shop.table.after[slot][:2500].nonzero()[0].tolist()
    for name, wanted in where.items():
        rows = [row for row in rows if getattr(shop.table, name)[row] == wanted]
    return rows[0], datetime.fromtimestamp(shop.table.when(slot, rows[0]), UTC)


def around(shop: Shop, slot: str, **where: int):
    """Give an order just before a step, and at it."""
    row, at = moment(shop, slot, **where)
    return [shop.at(then).node("Order", row) for then in (at - MINUTE, at)]


def test_an_authorized_order_waits_for_its_capture(shop, money):
    before, after = around(shop, "paid", pay=table.AUTHORIZED)
    assert before["displayFinancialStatus"] == "AUTHORIZED"
    assert before["capturable"]
    assert money.both(before["totalCapturableSet"])[0] > 0
    assert money.both(before["totalReceivedSet"]) == (0, 0)
    assert after["displayFinancialStatus"] == "PAID"
    assert money.both(after["totalCapturableSet"]) == (0, 0)


def test_what_is_paid_late_is_pending_until_then(shop):
    before, after = around(shop, "paid", pay=table.PENDING)
    status = before["displayFinancialStatus"], after["displayFinancialStatus"]
    assert status == ("PENDING", "PAID")


def test_an_edit_shows_on_its_day_only(shop, money):
    row, at = moment(shop, "edited", edit=table.NEW_LINE)
    before, after = (shop.at(then).node("Order", row) for then in (at - MINUTE, at))
    assert not before["edited"]
    assert after["edited"]
    assert len(after["lineItems"]) == len(before["lineItems"]) + 1
    original = money.both(before["originalTotalPriceSet"])
    assert money.both(after["originalTotalPriceSet"]) == original
    assert money.both(after["totalPriceSet"]) > money.both(before["totalPriceSet"])


def test_an_added_unit_raises_the_quantity(shop):
    before, after = around(shop, "edited", edit=table.MORE_UNITS)
    units = [order["lineItems"][0]["quantity"] for order in (before, after)]
    assert units[1] == units[0] + 1


def test_a_removed_unit_lowers_what_is_left_not_what_was_ordered(shop):
    before, after = around(shop, "edited", edit=table.UNIT_REMOVED)
    lines = [order["lineItems"][0] for order in (before, after)]
    assert lines[0]["quantity"] == lines[1]["quantity"]
    assert lines[0]["currentQuantity"] == lines[1]["currentQuantity"] + 1


def test_a_parcel_is_under_way_until_it_arrives(shop):
    before, after = around(shop, "delivered")
    (parcel, *_), (arrived, *_) = before["fulfillments"], after["fulfillments"]
    assert (parcel["displayStatus"], parcel["deliveredAt"]) == ("FULFILLED", None)
    assert arrived["displayStatus"] == "DELIVERED"
    assert [event["status"] for event in arrived["events"]] == [
        "IN_TRANSIT",
        "DELIVERED",
    ]


def test_two_parcels_share_the_lines(shop):
    before, after = around(shop, "fulfilled_rest")
    assert before["displayFulfillmentStatus"] == "PARTIALLY_FULFILLED"
    assert after["displayFulfillmentStatus"] == "FULFILLED"
    sent = [
        item["lineItem"]["id"]
        for parcel in after["fulfillments"]
        for item in parcel["fulfillmentLineItems"]
    ]
    assert sorted(sent) == sorted(
        line["id"] for line in after["lineItems"] if line["requiresShipping"]
    )


def test_a_return_is_open_until_its_refund(shop):
    row, at = moment(shop, "return_opened")
    opened = shop.at(at).node("Order", row)
    (waiting,) = opened["returns"]
    assert (waiting["status"], waiting["refunds"]) == ("OPEN", [])
    assert waiting["transactions"] == []
    assert opened["returnStatus"] == "IN_PROGRESS"
    refunded = datetime.fromtimestamp(shop.table.when("refunded", row), UTC)
    (closed,) = shop.at(refunded).node("Order", row)["returns"]
    assert closed["status"] == "CLOSED"
    assert closed["transactions"]
    assert closed["closedAt"] == closed["refunds"][0]["createdAt"]


def test_a_cancelled_order_is_worth_nothing(shop, money):
    before, after = around(shop, "cancelled", pay=table.SALE)
    assert before["cancelReason"] is None
    assert after["cancelReason"]
    assert money.both(after["currentTotalPriceSet"]) == (0, 0)
    assert after["displayFinancialStatus"] == "REFUNDED"
    restocked = after["refunds"][0]["refundLineItems"]
    assert {line["restockType"] for line in restocked} == {"CANCEL"}


def test_a_company_has_no_contact_before_there_are_customers():
    view = Shop("plain-100", Climate(7)).at(datetime(2024, 11, 10, tzinfo=UTC))
    root = view.root("companies")
    assert root.node(int(root.ids()[0]))["mainContact"] is None


def test_digital_orders_take_no_way(open_shop, now):
    view = open_shop("digital-400").at(now)
    root = view.root("fulfillmentOrders", {"includeClosed": True})
    assigned = root.node(int(root.ids()[0]))
    assert assigned["destination"] is None
    assert assigned["deliveryMethod"]["methodType"] == "NONE"
    assert {line["shippingLine"] for line in assigned["lineItems"]} == {None}


def test_a_place_without_stock_has_no_levels(plain):
    old = plain.root("locations", {"includeInactive": True}).node(2)
    assert (old["name"], len(old["inventoryLevels"])) == ("Old store", 0)


def test_rows_are_found_by_their_ids(plain):
    root = plain.root("orders")
    rows = root.ids().tolist()
    order = root.node(rows[7])
    assert root.ids([Filter("id", "=", order["id"])]).tolist() == [rows[7]]
    later = root.ids([Filter("id", ">", order["legacyResourceId"])]).tolist()
    assert later == rows[8:]


def test_the_log_tells_what_was_added_too(plain):
    log = plain.root("events")
    rows = log.ids([Filter("action", "=", "create")], "CREATED_AT").tolist()
    added = [log.node(row) for row in rows]
    assert added[0]["createdAt"] <= added[-1]["createdAt"]
    assert plain.find(added[0]["subjectId"])["createdAt"] == added[0]["createdAt"]
