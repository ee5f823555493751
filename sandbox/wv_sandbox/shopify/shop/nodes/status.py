"""What an order says about how far it is paid, sent and returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv_sandbox.shopify.shop import table
from wv_sandbox.shopify.shop.money import is_some

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.order import Order


def financial(order: Order) -> str:
    """Give `displayFinancialStatus`."""
    if not order.received:
        if order.when("cancelled"):
            return "VOIDED"
        pay = order.table.pay[order.row]
        return "AUTHORIZED" if pay == table.AUTHORIZED else "PENDING"
    if order.refunded:
        whole = not is_some(order.received - order.refunded)
        return "REFUNDED" if whole else "PARTIALLY_REFUNDED"
    owed = order.total() + order.discrepancy - order.received
    return "PARTIALLY_PAID" if is_some(owed) else "PAID"


def fulfilment(order: Order) -> str:
    """Give `displayFulfillmentStatus`."""
    if not order.when("fulfilled"):
        return "UNFULFILLED"
    row = order.row
    rest = order.table.when("fulfilled_rest", row)
    return "PARTIALLY_FULFILLED" if rest > order.now else "FULFILLED"


def returned(order: Order) -> str:
    """Give `returnStatus`."""
    if not order.when("return_opened"):
        return "NO_RETURN"
    return "RETURNED" if order.when("refunded") else "IN_PROGRESS"
