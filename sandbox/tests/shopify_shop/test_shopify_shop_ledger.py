"""What must hold between the ledger, the sums and the payments of every order."""

from __future__ import annotations

import pytest

GOODS = {"ProductSale", "GiftCardSale", "TipSale"}


@pytest.fixture(scope="module")
def orders(view):
    root = view.root("orders")
    return [root.node(row) for row in root.ids().tolist()]


def sales(order):
    return [sale for deal in order["agreements"] for sale in deal["sales"]]


def test_the_first_agreement_is_the_original_price(orders, money):
    for order in orders:
        first = order["agreements"][0]
        assert first["__typename"] == "OrderAgreement"
        placed = money.total(sale["totalAmount"] for sale in first["sales"])
        assert placed == money.both(order["originalTotalPriceSet"])


def test_all_sales_are_the_current_price_and_what_refunds_differ(orders, money):
    for order in orders:
        whole = money.total(sale["totalAmount"] for sale in sales(order))
        parts = order["currentTotalPriceSet"], order["refundDiscrepancySet"]
        assert whole == money.total(iter(parts))


def test_received_less_refunded_is_the_net_payment(orders, money):
    for order in orders:
        received, received_shown = money.both(order["totalReceivedSet"])
        refunded, refunded_shown = money.both(order["totalRefundedSet"])
        net = received - refunded, received_shown - refunded_shown
        assert net == money.both(order["netPaymentSet"])


def test_transactions_add_up_to_what_was_received_and_refunded(orders, money):
    for order in orders:
        done = [paid for paid in order["transactions"] if paid["status"] == "SUCCESS"]
        came = (p["amountSet"] for p in done if p["kind"] in ("SALE", "CAPTURE"))
        went = (p["amountSet"] for p in done if p["kind"] == "REFUND")
        assert money.total(came) == money.both(order["totalReceivedSet"])
        assert money.total(went) == money.both(order["totalRefundedSet"])


def test_refunds_are_made_of_their_parts(orders, money):
    """A refund gives back goods, way and duties, less fees, and what it differs."""
    for order in orders:
        for deal in order["agreements"]:
            refund = deal.get("refund")
            if refund is None or not money.both(refund["totalRefundedSet"])[0]:
                continue
            back = money.total(sale["totalAmount"] for sale in deal["sales"])
            assert back == tuple(-x for x in money.both(refund["totalRefundedSet"]))


def test_refund_details_are_the_ledgers(orders):
    for order in orders:
        for refund in order["refunds"]:
            units = sum(line["quantity"] for line in refund["refundLineItems"])
            deals = [
                d for d in order["agreements"] if d["happenedAt"] == refund["createdAt"]
            ]
            taken = sum(
                -sale["quantity"]
                for deal in deals
                for sale in deal["sales"]
                if sale["__typename"] in GOODS and sale["actionType"] == "RETURN"
            )
            assert units == taken


def test_what_is_settled_leaves_nothing_to_pay(orders, money):
    settled = {"PAID", "PARTIALLY_REFUNDED", "REFUNDED"}
    for order in orders:
        if order["displayFinancialStatus"] in settled:
            assert money.both(order["totalOutstandingSet"]) == (0, 0), order["name"]


SOLD = "subtotalPriceSet", "totalShippingPriceSet", "totalTaxSet", "totalPriceSet"
LEFT = (
    "currentSubtotalPriceSet",
    "currentShippingPriceSet",
    "currentTotalTaxSet",
    "currentTotalPriceSet",
)


@pytest.mark.parametrize(("fields", "when"), [(SOLD, "original"), (LEFT, "current")])
def test_the_price_is_made_of_goods_way_tax_duties_and_fees(
    fields, when, orders, money
):
    for order in orders:
        *parts, whole = (order[field] for field in fields)
        if order["taxesIncluded"]:
            parts.pop()
        parts += [
            order[f"{when}TotalDutiesSet"],
            order[f"{when}TotalAdditionalFeesSet"],
        ]
        fees = [s["totalAmount"] for s in sales(order) if s["lineType"] == "FEE"]
        parts += fees if when == "current" else []
        assert money.total(part for part in parts if part) == money.both(whole)


def test_no_more_is_captured_than_was_authorized(orders, money):
    for order in orders:
        for paid in order["transactions"]:
            if paid["kind"] == "CAPTURE":
                held = paid["parentTransaction"]
                assert held["kind"] == "AUTHORIZATION"
                assert money.both(paid["amountSet"]) <= money.both(held["amountSet"])


def test_taxes_of_a_sale_are_its_tax(orders, money):
    for order in orders:
        for sale in sales(order):
            taxes = money.total(tax["amount"] for tax in sale["taxes"])
            assert taxes == money.both(sale["totalTaxAmount"])


def test_units_left_are_those_that_the_ledger_leaves(orders):
    for order in orders:
        left = {line["id"]: line["currentQuantity"] for line in order["lineItems"]}
        counted = dict.fromkeys(left, 0)
        for sale in sales(order):
            if sale["__typename"] in GOODS:
                counted[sale["lineItem"]["id"]] += sale["quantity"]
        assert counted == left
        assert min(left.values()) >= 0


def test_ids_of_sales_are_unique(orders):
    ids = [sale["id"] for order in orders for sale in sales(order)]
    assert len(ids) == len(set(ids))


def test_prices_with_tax_contain_it(open_shop, now, money):
    root = open_shop("tax-included-600").at(now).root("orders")
    for row in root.ids().tolist():
        order = root.node(row)
        sold = (
            s for s in order["agreements"][0]["sales"] if s["lineType"] == "PRODUCT"
        )
        goods = money.total(sale["totalAmount"] for sale in sold)
        lines = [line for line in order["lineItems"] if line["taxable"]]
        ordered = [line for line in lines if not order["edited"]]
        if ordered:
            shown = money.total(line["discountedTotalSet"] for line in ordered)
            assert goods == shown


def test_buyers_see_their_own_currency(open_shop, now):
    root = open_shop("multi-currency-600").at(now).root("orders")
    seen = {root.node(row)["presentmentCurrencyCode"] for row in root.ids().tolist()}
    assert seen == {"CAD", "USD", "GBP", "EUR", "AUD", "JPY"}
