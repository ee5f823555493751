"""Checkouts that were left: `AbandonedCheckout`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wv_sandbox.shopify.shop.ids import gid
from wv_sandbox.shopify.shop.money import part
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.carts import HOUR, Cart, Steps, lines
from wv_sandbox.shopify.shop.times import stamp, stamp_or_none

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.view import View

CHECKOUTS: Final = Steps(
    every=8, offset=3, lead=9 * HOUR, middle=8 * HOUR, done_every=4
)

ABANDONED_CHECKOUT_LINE_ITEM: Final = named(
    "AbandonedCheckoutLineItem",
    {
        "id": lambda x: gid("AbandonedCheckoutLineItem", x.row),
        "components": lambda _: [],
        "customAttributes": lambda _: [],
        "discountAllocations": lambda _: [],
        "discountedTotalPriceSet": lambda x: x.cart.write(x.price - x.cut),
        "discountedTotalPriceWithCodeDiscount": lambda x: x.cart.write(x.price - x.cut),
        "discountedUnitPriceSet": lambda x: x.cart.write(
            part(x.price - x.cut, 1, x.goods.quantity)
        ),
        "discountedUnitPriceWithCodeDiscount": lambda x: x.cart.write(
            part(x.price - x.cut, 1, x.goods.quantity)
        ),
        "image": lambda _: None,
        "originalTotalPriceSet": lambda x: x.cart.write(x.price),
        "originalUnitPriceSet": lambda x: x.cart.write(x.goods.unit),
        "product": lambda x: x.line("product"),
        "quantity": lambda x: x.goods.quantity,
        "sku": lambda x: x.line("sku"),
        "title": lambda x: x.line("title"),
        "variant": lambda x: x.line("variant"),
        "variantTitle": lambda x: x.line("variantTitle"),
    },
)
ABANDONED_CHECKOUT: Final = named(
    "AbandonedCheckout",
    {
        "id": lambda c: gid("AbandonedCheckout", c.row),
        "abandonedCheckoutUrl": lambda c: (
            f"https://example.com/checkouts/{c.row:x}/recover?key=test"
        ),
        "billingAddress": lambda c: c.address(billing=True),
        "completedAt": lambda c: stamp_or_none(c.when(c.steps.completed)),
        "createdAt": lambda c: stamp(c.when(c.steps.created)),
        "customAttributes": lambda _: [],
        "customer": lambda c: c.customer(),
        "discountCodes": lambda c: c.codes,
        "lineItems": lambda c: lines(c, ABANDONED_CHECKOUT_LINE_ITEM),
        "name": lambda c: f"#C{c.row}",
        "note": lambda c: "Leave at the gate" if c.row % 5 == 0 else "",
        "shippingAddress": lambda c: c.address(billing=False),
        "subtotalPriceSet": lambda c: c.write(c.prices - c.cuts),
        "taxLines": lambda c: c.taxes,
        "taxesIncluded": lambda c: c.basket.included,
        "totalDiscountSet": lambda c: c.write(c.cuts),
        "totalDutiesSet": lambda _: None,
        "totalLineItemsPriceSet": lambda c: c.write(c.prices),
        "totalPriceSet": lambda c: c.write(c.total),
        "totalTaxSet": lambda c: c.write(c.tax),
        "updatedAt": lambda c: stamp(c.when(c.steps.updated)),
    },
)


def abandoned_checkout(view: View, row: int) -> Node[Cart]:
    """Make the object of a checkout that was left."""
    return Node(ABANDONED_CHECKOUT, Cart(view, row, CHECKOUTS))
