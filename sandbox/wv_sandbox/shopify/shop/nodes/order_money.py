"""The sums of an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.shopify.shop.ids import gid
from wv_sandbox.shopify.shop.money import Bag, is_some, part
from wv_sandbox.shopify.shop.nodes.taxes import tax_lines

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.order import Order


def _goods_cut(order: Order, *, current: bool = False) -> Bag:
    """Sum the discounts on goods; of those units only that are left, if current."""
    total: Bag = 0
    for index, line in order.goods:
        cut = sum(amount for _, amount in line.cuts)
        if current and cut:
            left = min(order.current_units(index), line.quantity)
            cut = part(cut, left, line.quantity)
        total += cut
    return total


def _cart_cut(order: Order) -> Bag:
    """Sum the discounts that are on the whole cart, not on a line."""
    cuts = order.story.basket.cuts
    return sum(
        amount
        for _, line in order.goods
        for index, amount in line.cuts
        if cuts[index].line < 0
    )


def _capturable(order: Order) -> Bag:
    held = [paid for paid in order.payments if paid.kind == "AUTHORIZATION"]
    if not held or order.received or order.when("cancelled"):
        return 0
    return held[0].amount


def _outstanding(order: Order) -> Bag:
    return order.total() + order.discrepancy - order.received + order.refunded


def _tips(order: Order) -> Bag:
    return sum(entry.money.total for entry in order.of("TIP", sold=True))


def _sum(order: Order, what: str, *, first: bool) -> Bag:
    return sum(entry.money.total for entry in order.of(what, sold=first))


def _or_none(what: str, *, first: bool) -> Any:  # noqa: ANN401 (a function of an order)
    """Make a sum that is null on orders which never had such a thing."""

    def make(order: Order) -> dict[str, Any] | None:
        if not any(True for _ in order.of(what)):
            return None
        return order.purse.write(_sum(order, what, first=first))

    return make


def _fees(order: Order) -> list[dict[str, Any]]:
    return [additional_fee(order)] if order.story.basket.fee else []


def additional_fee(order: Order) -> dict[str, Any]:
    """Write the `AdditionalFee` of an order."""
    return {
        "__typename": "AdditionalFee",
        "id": gid("AdditionalFee", order.row),
        "name": "Retail Delivery Fee",
        "price": order.purse.write(order.story.basket.fee),
        "taxLines": [],
    }


_BAGS: Final[dict[str, Any]] = {
    "cartDiscountAmountSet": _cart_cut,
    "currentCartDiscountAmountSet": _cart_cut,
    "currentShippingPriceSet": lambda o: o.shipping_price - o.shipping_refunded,
    "currentSubtotalPriceSet": lambda o: o.subtotal(),
    "currentTotalDiscountsSet": lambda o: (
        _goods_cut(o, current=True)
        + (o.story.basket.shipping_cut if not o.when("cancelled") else 0)
    ),
    "currentTotalPriceSet": lambda o: o.total(),
    "currentTotalTaxSet": lambda o: o.tax(),
    "netPaymentSet": lambda o: o.received - o.refunded,
    "originalTotalPriceSet": lambda o: o.story.happenings[0].total,
    "refundDiscrepancySet": lambda o: o.discrepancy,
    "subtotalPriceSet": lambda o: o.subtotal(sold=True),
    "totalCapturableSet": _capturable,
    "totalDiscountsSet": lambda o: _goods_cut(o) + o.story.basket.shipping_cut,
    "totalOutstandingSet": _outstanding,
    "totalPriceSet": lambda o: o.total(sold=True),
    "totalReceivedSet": lambda o: o.received,
    "totalRefundedSet": lambda o: o.refunded,
    "totalRefundedShippingSet": lambda o: o.shipping_refunded,
    "totalShippingPriceSet": lambda o: o.shipping_price,
    "totalTaxSet": lambda o: o.tax(sold=True),
    "totalTipReceivedSet": _tips,
}


def _money(bag: str) -> Any:  # noqa: ANN401 (a function of an order)
    read = _BAGS[bag]
    return lambda order: order.purse.write(read(order))


MONEY: Final[dict[str, Any]] = {
    **{field: _money(field) for field in _BAGS},
    "additionalFees": _fees,
    "currentTaxLines": lambda o: tax_lines(o.story.basket, o.tax()),
    "taxLines": lambda o: tax_lines(o.story.basket, o.tax(sold=True)),
    "currentTotalAdditionalFeesSet": _or_none("ADDITIONAL_FEE", first=False),
    "currentTotalDutiesSet": _or_none("DUTY", first=False),
    "originalTotalAdditionalFeesSet": _or_none("ADDITIONAL_FEE", first=True),
    "originalTotalDutiesSet": _or_none("DUTY", first=True),
    "paymentCollectionDetails": lambda o: {
        "additionalPaymentCollectionUrl": (
            f"https://example.com/pay/{o.row:x}" if is_some(_outstanding(o)) else None
        ),
        "vaultedPaymentMethods": [],
    },
    "totalCashRoundingAdjustment": lambda o: {
        "paymentSet": o.purse.write(0),
        "refundSet": o.purse.write(0),
    },
}
