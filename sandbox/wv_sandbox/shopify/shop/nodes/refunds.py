"""Refunds and what they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.shopify.shop.ids import CHILDREN, gid, legacy
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.lines import LINE_ITEM, Line, duty
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.events import Entry, Refund
    from wv_sandbox.shopify.shop.money import Bag
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.view import View

_GOODS: Final = ("PRODUCT", "GIFT_CARD", "TIP")


class Given(NamedTuple):
    """One refund of an order.

    Attributes:
        order: The order.
        number: Position among its refunds.
        refund: What was given back.
    """

    order: Order
    number: int
    refund: Refund

    @property
    def row(self) -> int:
        """Row of the refund among all refunds."""
        return self.order.row * CHILDREN + self.number

    def parts(self, *whats: str) -> list[Part]:
        """Give the entries of some kinds with their position."""
        return [
            Part(self, position, entry)
            for position, entry in enumerate(self.refund.entries)
            if entry.what in whats
        ]


class Part(NamedTuple):
    """One thing that a refund takes back.

    Attributes:
        given: The refund.
        position: Among its entries.
        entry: What is taken back.
    """

    given: Given
    position: int
    entry: Entry

    @property
    def order(self) -> Order:
        """The order."""
        return self.given.order

    @property
    def row(self) -> int:
        """Row among the parts of all refunds."""
        before = self.order.story.refunds[: self.given.number]
        done = sum(len(refund.entries) for refund in before)
        return self.order.row * CHILDREN + done + self.position

    @property
    def shown(self) -> Bag:
        """What it is worth as the buyer sees it."""
        money = self.entry.money
        return -(money.total if self.order.story.basket.included else money.net)


def _restock(part: Part) -> str:
    if part.given.refund.cancels:
        return "CANCEL"
    return "RETURN" if part.given.refund.returned else "NO_RESTOCK"


def _location(part: Part) -> object:
    sent_back = _restock(part) == "RETURN"
    return part.order.view.node("Location", 0) if sent_back else None


REFUND_LINE_ITEM: Final = named(
    "RefundLineItem",
    {
        "id": lambda p: gid("RefundLineItem", p.row),
        "lineItem": lambda p: Node(LINE_ITEM, Line(p.order, p.entry.line)),
        "location": _location,
        "priceSet": lambda p: p.order.purse.write(
            p.order.story.basket.goods[p.entry.line].unit
        ),
        "quantity": lambda p: -p.entry.quantity,
        "restockType": _restock,
        "restocked": lambda p: _restock(p) != "NO_RESTOCK",
        "subtotalSet": lambda p: p.order.purse.write(p.shown),
        "totalTaxSet": lambda p: p.order.purse.write(-p.entry.money.tax),
    },
)
REFUND_SHIPPING_LINE: Final = named(
    "RefundShippingLine",
    {
        "id": lambda p: gid("RefundShippingLine", p.row),
        "shippingLine": lambda p: p.order.view.node("ShippingLine", p.order.row),
        "subtotalAmountSet": lambda p: p.order.purse.write(p.shown),
        "taxAmountSet": lambda p: p.order.purse.write(-p.entry.money.tax),
    },
)
ORDER_ADJUSTMENT: Final = named(
    "OrderAdjustment",
    {
        "id": lambda p: gid("OrderAdjustment", p.row),
        "amountSet": lambda p: p.order.purse.write(p.entry.money.net),
        "reason": lambda p: (
            "REFUND_DISCREPANCY"
            if p.given.refund.amount
            else "PENDING_REFUND_DISCREPANCY"
        ),
        "taxAmountSet": lambda p: p.order.purse.write(p.entry.money.tax),
    },
)


def _nodes(fields: Any, *whats: str) -> Any:  # noqa: ANN401 (a function of a refund)
    return lambda given: [Node(fields, part) for part in given.parts(*whats)]


def _duties(given: Given) -> list[dict[str, Any]]:
    return [
        {
            "__typename": "RefundDuty",
            "amountSet": part.order.purse.write(-part.entry.money.gross),
            "originalDuty": duty(Line(part.order, part.entry.line)),
        }
        for part in given.parts("DUTY")
    ]


def _transactions(given: Given) -> list[object]:
    first = given.order.row * CHILDREN
    view = given.order.view
    return [view.node("OrderTransaction", first + p) for p in given.refund.payments]


def _note(given: Given) -> str | None:
    return "Arrived damaged" if given.order.row % 5 == 0 else None


def _return(given: Given) -> object:
    order = given.order
    return order.view.node("Return", order.row) if given.refund.returned else None


REFUND: Final = named(
    "Refund",
    {
        "id": lambda g: gid("Refund", g.row),
        "legacyResourceId": lambda g: legacy("Refund", g.row),
        "createdAt": lambda g: stamp(g.refund.at),
        "processedAt": lambda g: stamp(g.refund.at),
        "updatedAt": lambda g: stamp(g.refund.at),
        "note": _note,
        "duties": _duties,
        "order": lambda g: g.order.view.node("Order", g.order.row),
        "orderAdjustments": _nodes(ORDER_ADJUSTMENT, "ADJUSTMENT"),
        "refundLineItems": _nodes(REFUND_LINE_ITEM, *_GOODS),
        "refundShippingLines": _nodes(REFUND_SHIPPING_LINE, "SHIPPING"),
        "return": _return,
        "staffMember": lambda _: None,
        "totalRefundedSet": lambda g: g.order.purse.write(g.refund.amount),
        "transactions": _transactions,
    },
)


def refund(view: View, row: int) -> Node[Given]:
    """Make the object of a refund."""
    order_row, index = divmod(row, CHILDREN)
    return refunds(view.order(order_row))[index]


def refunds(order: Order) -> list[Node[Given]]:
    """Make the refunds of an order."""
    return [
        Node(REFUND, Given(order, index, refund))
        for index, refund in enumerate(order.refunds)
    ]
