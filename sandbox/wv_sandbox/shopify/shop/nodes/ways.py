"""How orders are sent: `ShippingLine`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wv_sandbox.shopify.shop.ids import gid
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.taxes import allocation, tax_lines

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.view import View


def _allocations(order: Order) -> list[object]:
    basket = order.story.basket
    return [
        allocation(basket, index, basket.shipping_cut)
        for index, cut in enumerate(basket.cuts)
        if cut.shipping and basket.shipping_cut
    ]


SHIPPING_LINE: Final = named(
    "ShippingLine",
    {
        "id": lambda o: gid("ShippingLine", o.row),
        "carrierIdentifier": lambda _: None,
        "code": lambda o: "Free" if not o.story.basket.shipping_price else "Standard",
        "currentDiscountedPriceSet": lambda o: o.purse.write(
            o.shipping_price - o.shipping_refunded
        ),
        "custom": lambda _: False,
        "deliveryCategory": lambda _: None,
        "discountAllocations": _allocations,
        "discountedPriceSet": lambda o: o.purse.write(o.shipping_price),
        "isRemoved": lambda _: False,
        "originalPriceSet": lambda o: o.purse.write(o.story.basket.shipping_price),
        "phone": lambda _: None,
        "shippingRateHandle": lambda _: None,
        "source": lambda _: "shopify",
        "taxLines": lambda o: tax_lines(o.story.basket, o.story.basket.shipping.tax),
        "title": lambda o: "Free" if not o.story.basket.shipping_price else "Standard",
    },
)


def shipping_line(view: View, row: int) -> Node[Order]:
    """Make the object of an order's way."""
    return Node(SHIPPING_LINE, view.order(row))


def shipping_lines(order: Order) -> list[Node[Order]]:
    """Make the ways of an order: one, or none if nothing is sent."""
    return [Node(SHIPPING_LINE, order)] if order.view.shop.kind.ships else []
