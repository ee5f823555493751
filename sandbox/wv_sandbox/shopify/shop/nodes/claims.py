"""Money under way or under dispute: `TenderTransaction`, `ShopifyPaymentsDispute`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from wv_sandbox.shopify.shop import table
from wv_sandbox.shopify.shop.demand import DAY_SECONDS
from wv_sandbox.shopify.shop.ids import CHILDREN, gid, legacy
from wv_sandbox.shopify.shop.money import amount, shop_cents
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.account import Movement
from wv_sandbox.shopify.shop.times import stamp, stamp_or_none

if TYPE_CHECKING:
    from wv_sandbox.arrays import Ints
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.view import View

_DISPUTED_EVERY: Final = 97
_FIRST_DISPUTED: Final = 5
_OPENED_AFTER: Final = 20 * DAY_SECONDS
_SENT_AFTER: Final = 8 * DAY_SECONDS
_CLOSED_AFTER: Final = 40 * DAY_SECONDS
_DUE_AFTER: Final = 10 * DAY_SECONDS
_METHODS: Final = {"shopify_payments": "credit_card", "manual": "other"}


def _gateway(movement: Movement) -> str:
    order, position = divmod(movement.row, CHILDREN)
    return movement.view.shop.story(order).payments[position].gateway


def _card(movement: Movement) -> dict[str, Any] | None:
    if _gateway(movement) != "shopify_payments":
        return None
    return {
        "__typename": "TenderTransactionCreditCardDetails",
        "creditCardCompany": "Visa",
        "creditCardNumber": "•••• •••• •••• 4242",
    }


TENDER_TRANSACTION: Final = named(
    "TenderTransaction",
    {
        "id": lambda m: gid("TenderTransaction", m.row),
        "amount": lambda m: amount(m.cents, m.view.shop.kind.currency),
        "order": lambda m: m.view.order_node(m.row // CHILDREN),
        "paymentMethod": lambda m: _METHODS[_gateway(m)],
        "processedAt": lambda m: stamp(m.at),
        "remoteReference": lambda m: f"ref-{m.row:x}",
        "test": lambda m: bool(m.view.shop.table.test[m.row // CHILDREN]),
        "transactionDetails": _card,
        "user": lambda _: None,
    },
)


class Dispute(NamedTuple):
    """A buyer's bank that wants the money back.

    Attributes:
        view: The shop at an instant.
        row: Number of the order.
    """

    view: View
    row: int

    @property
    def opened(self) -> int:
        """When it was opened [s since 1970]."""
        return int(self.view.shop.table.created[self.row]) + _OPENED_AFTER

    @property
    def sent(self) -> int:
        """When the shop answered [s since 1970]; 0 if not yet."""
        return self._past(self.opened + _SENT_AFTER)

    @property
    def closed(self) -> int:
        """When the bank decided [s since 1970]; 0 if not yet."""
        return self._past(self.opened + _CLOSED_AFTER)

    def _past(self, at: int) -> int:
        return at if at <= self.view.now else 0

    @property
    def status(self) -> str:
        """How far it got."""
        if self.closed:
            return "WON" if self.row % 2 else "LOST"
        return "UNDER_REVIEW" if self.sent else "NEEDS_RESPONSE"

    @property
    def cents(self) -> int:
        """What is disputed [minor units of the shop]."""
        return shop_cents(self.view.shop.story(self.row).happenings[0].total)


def disputed(view: View) -> Ints:
    """Give the numbers of the orders that are, or were, disputed."""
    rows = np.arange(_FIRST_DISPUTED, view.count, _DISPUTED_EVERY)
    carded = view.shop.table.pay[rows] == table.SALE
    opened = view.shop.table.created[rows] + _OPENED_AFTER
    return np.asarray(rows[carded & (opened <= view.now)])


DISPUTE: Final = named(
    "ShopifyPaymentsDispute",
    {
        "id": lambda d: gid("ShopifyPaymentsDispute", d.row),
        "legacyResourceId": lambda d: legacy("ShopifyPaymentsDispute", d.row),
        "amount": lambda d: amount(d.cents, d.view.shop.kind.currency),
        "evidenceDueBy": lambda d: stamp(d.opened + _DUE_AFTER),
        "evidenceSentOn": lambda d: stamp_or_none(d.sent),
        "finalizedOn": lambda d: stamp_or_none(d.closed),
        "initiatedAt": lambda d: stamp(d.opened),
        "order": lambda d: d.view.order_node(d.row),
        "reasonDetails": lambda d: {
            "__typename": "ShopifyPaymentsDisputeReasonDetails",
            "networkReasonCode": "4837" if d.row % 3 else None,
            "reason": "FRAUDULENT" if d.row % 3 else "PRODUCT_NOT_RECEIVED",
        },
        "status": lambda d: d.status,
        "type": lambda d: "INQUIRY" if d.row % 4 == 0 else "CHARGEBACK",
    },
)


def summaries(order: Order) -> list[Node[Dispute]]:
    """Make the `OrderDisputeSummary` of an order: one, or none."""
    candidate = order.row % _DISPUTED_EVERY == _FIRST_DISPUTED
    if not candidate or order.row not in disputed(order.view):
        return []
    return [Node(_SUMMARY, Dispute(order.view, order.row))]


_SUMMARY: Final = named(
    "OrderDisputeSummary",
    {
        "id": lambda d: gid("OrderDisputeSummary", d.row),
        "initiatedAs": DISPUTE["type"],
        "status": DISPUTE["status"],
    },
)


def tender_transaction(view: View, row: int) -> Node[Movement]:
    """Make the object of a payment."""
    return Node(TENDER_TRANSACTION, Movement(view, row))


def dispute(view: View, row: int) -> Node[Dispute]:
    """Make the object of a dispute."""
    return Node(DISPUTE, Dispute(view, row))
