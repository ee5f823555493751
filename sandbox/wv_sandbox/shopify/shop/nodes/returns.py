"""Returns that buyers asked for: `Return`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.shopify.shop.ids import CHILDREN, gid
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.lines import Line
from wv_sandbox.shopify.shop.nodes.parcels import FULFILLMENT_LINE_ITEM, Parcel, Sent
from wv_sandbox.shopify.shop.nodes.refunds import REFUND, REFUND_LINE_ITEM, Given, Part
from wv_sandbox.shopify.shop.times import stamp, stamp_or_none

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.view import View

_REASONS: Final = ("SIZE_TOO_SMALL", "UNWANTED", "COLOR", "DEFECTIVE")


def _given(order: Order) -> Given:
    """Give the refund that the return leads to, also before it was made."""
    story = order.story.refunds
    index = next(i for i, refund in enumerate(story) if refund.returned)
    return Given(order, index, story[index])


def _reason(part: Part) -> str:
    return _REASONS[part.order.row % len(_REASONS)]


def _definition(part: Part) -> dict[str, Any]:
    reason = _reason(part)
    return {
        "__typename": "ReturnReasonDefinition",
        "id": gid("ReturnReasonDefinition", _REASONS.index(reason)),
        "handle": reason.lower().replace("_", "-"),
        "name": reason.replace("_", " ").capitalize(),
    }


def _sent(part: Part) -> Node[Sent]:
    line = Line(part.order, part.entry.line)
    return Node(FULFILLMENT_LINE_ITEM, Sent(Parcel(part.order, line.sent_by), line))


def _done(part: Part) -> int:
    return -part.entry.quantity if part.order.when("refunded") else 0


def _open(part: Part) -> int:
    return -part.entry.quantity - _done(part)


RETURN_LINE_ITEM: Final = named(
    "ReturnLineItem",
    {
        "id": lambda p: gid("ReturnLineItem", p.row),
        "customerNote": lambda _: None,
        "fulfillmentLineItem": _sent,
        "processableQuantity": _open,
        "processedQuantity": _done,
        "quantity": lambda p: -p.entry.quantity,
        "refundableQuantity": _open,
        "refundedQuantity": _done,
        "restockingFee": lambda _: None,
        "returnReason": _reason,
        "returnReasonDefinition": _definition,
        "returnReasonNote": lambda p: _reason(p).replace("_", " ").lower(),
        "totalWeight": lambda _: None,
        "unprocessedQuantity": _open,
        "withCodeDiscountedTotalPriceSet": lambda p: Node(REFUND_LINE_ITEM, p)[
            "subtotalSet"
        ],
    },
)


def _lines(order: Order) -> list[Node[Part]]:
    return [Node(RETURN_LINE_ITEM, part) for part in _given(order).parts("PRODUCT")]


def _fees(order: Order) -> list[dict[str, Any]]:
    return [
        {
            "__typename": "ReturnShippingFee",
            "id": gid("ReturnShippingFee", order.row),
            "amountSet": order.purse.write(part.entry.money.gross),
        }
        for part in _given(order).parts("FEE")
    ]


def _refunds(order: Order) -> list[Node[Given]]:
    return [Node(REFUND, _given(order))] if order.when("refunded") else []


def _transactions(order: Order) -> list[object]:
    if not order.when("refunded"):
        return []
    first = order.row * CHILDREN
    paid = _given(order).refund.payments
    return [order.view.node("OrderTransaction", first + position) for position in paid]


RETURN: Final = named(
    "Return",
    {
        "id": lambda o: gid("Return", o.row),
        "closedAt": lambda o: stamp_or_none(o.when("refunded")),
        "createdAt": lambda o: stamp(o.when("return_opened")),
        "decline": lambda _: None,
        "exchangeLineItems": lambda _: [],
        "name": lambda o: f"#{1001 + o.row}-R1",
        "order": lambda o: o.view.node("Order", o.row),
        "refunds": _refunds,
        "requestApprovedAt": lambda o: stamp(o.when("return_opened")),
        "returnLineItems": _lines,
        "returnShippingFees": _fees,
        "reverseFulfillmentOrders": lambda _: [],
        "staffMember": lambda _: None,
        "status": lambda o: "CLOSED" if o.when("refunded") else "OPEN",
        "totalQuantity": lambda o: sum(
            -part.entry.quantity for part in _given(o).parts("PRODUCT")
        ),
        "transactions": _transactions,
    },
)


def return_(view: View, row: int) -> Node[Order]:
    """Make the object of an order's return."""
    return Node(RETURN, view.order(row))


def returns(order: Order) -> list[Node[Order]]:
    """Make the returns of an order: one, or none."""
    return [Node(RETURN, order)] if order.when("return_opened") else []
