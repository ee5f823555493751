"""Transactions: `OrderTransaction`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.shopify.shop.ids import CHILDREN, gid
from wv_sandbox.shopify.shop.money import amount, shop_cents
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.times import stamp, stamp_or_none

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.events import Payment
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.view import View

FEE_PER_MILLE: Final = 29
FEE_FLAT_CENTS: Final = 30
_WEEK_SECONDS: Final = 604_800
_GATEWAYS: Final = {
    "shopify_payments": "Shopify Payments",
    "gift_card": "Gift card",
    "manual": "Bank deposit",
}


class Paid(NamedTuple):
    """One transaction of an order.

    Attributes:
        order: The order.
        position: Among its transactions.
        payment: What was paid.
    """

    order: Order
    position: int
    payment: Payment

    @property
    def status(self) -> str:
        """Its status at the view's instant."""
        return self.payment.status_at(self.order.now)


def fee_cents(payment: Payment) -> int:
    """Give what the payment service keeps [minor units of the shop]."""
    charged = payment.kind in ("SALE", "CAPTURE") and payment.status == "SUCCESS"
    if not charged or payment.gateway != "shopify_payments":
        return 0
    cents = shop_cents(payment.amount)
    return min(cents, cents * FEE_PER_MILLE // 1000 + FEE_FLAT_CENTS)


def _fees(paid: Paid) -> list[dict[str, Any]]:
    cents = fee_cents(paid.payment)
    if not cents:
        return []
    currency = paid.order.purse.shop
    return [
        {
            "__typename": "TransactionFee",
            "id": gid("TransactionFee", paid.order.row * CHILDREN + paid.position),
            "amount": amount(cents, currency),
            "flatFee": amount(FEE_FLAT_CENTS, currency),
            "flatFeeName": None,
            "rate": f"{FEE_PER_MILLE / 1000}",
            "rateName": None,
            "taxAmount": amount(0, currency),
            "type": "processing_fee",
        }
    ]


def _exchange(paid: Paid) -> dict[str, Any] | None:
    """Write what the rate's change between order and capture made out."""
    order, payment = paid.order, paid.payment
    if payment.kind != "CAPTURE" or order.purse.shop == order.purse.shown:
        return None
    cents = shop_cents(payment.amount)
    change = cents // 200
    currency = order.purse.shop
    return {
        "__typename": "CurrencyExchangeAdjustment",
        "id": gid("CurrencyExchangeAdjustment", order.row),
        "adjustment": amount(change, currency),
        "finalAmountSet": amount(cents + change, currency),
        "originalAmountSet": amount(cents, currency),
    }


def _parent(paid: Paid) -> object:
    if paid.payment.parent < 0:
        return None
    row = paid.order.row * CHILDREN + paid.payment.parent
    return paid.order.view.node("OrderTransaction", row)


def _receipt(paid: Paid) -> dict[str, Any]:
    return {"charge": f"ch_{paid.order.row:x}", "name": paid.order.person.last}


def _expires(paid: Paid) -> str | None:
    held = paid.payment.kind == "AUTHORIZATION"
    return stamp_or_none(paid.payment.at + _WEEK_SECONDS if held else 0)


def _card(paid: Paid) -> bool:
    return paid.payment.gateway == "shopify_payments"


def _unsettled(paid: Paid) -> dict[str, Any]:
    held = paid.payment.kind == "AUTHORIZATION" and not paid.order.received
    return paid.order.purse.write(paid.payment.amount if held else 0)


ORDER_TRANSACTION: Final = named(
    "OrderTransaction",
    {
        "id": lambda p: gid("OrderTransaction", p.order.row * CHILDREN + p.position),
        "accountNumber": lambda p: "•••• •••• •••• 4242" if _card(p) else None,
        "amountRoundingSet": lambda _: None,
        "amountSet": lambda p: p.order.purse.write(p.payment.amount),
        "authorizationCode": lambda p: f"A{p.order.row:06d}" if _card(p) else None,
        "authorizationExpiresAt": _expires,
        "createdAt": lambda p: stamp(p.payment.at),
        "currencyExchangeAdjustment": _exchange,
        "errorCode": lambda p: "CARD_DECLINED" if p.status == "FAILURE" else None,
        "fees": _fees,
        "formattedGateway": lambda p: _GATEWAYS[p.payment.gateway],
        "gateway": lambda p: p.payment.gateway,
        "kind": lambda p: p.payment.kind,
        "manualPaymentGateway": lambda p: p.payment.gateway == "manual",
        "manuallyCapturable": lambda p: (
            p.payment.kind == "AUTHORIZATION" and not p.order.received
        ),
        "multiCapturable": lambda _: False,
        "order": lambda p: p.order.view.node("Order", p.order.row),
        "parentTransaction": _parent,
        "paymentId": lambda p: f"pay-{p.order.row:x}-{p.position}",
        "processedAt": lambda p: stamp(p.payment.at),
        "receiptJson": _receipt,
        "settlementCurrency": lambda p: p.order.purse.shop if _card(p) else None,
        "settlementCurrencyRate": lambda p: "1.0" if _card(p) else None,
        "status": lambda p: p.status,
        "test": lambda p: bool(p.order.table.test[p.order.row]),
        "totalUnsettledSet": _unsettled,
        **dict.fromkeys(
            (
                "device",
                "location",
                "maximumRefundableV2",
                "paymentDetails",
                "paymentIcon",
                "shopifyPaymentsSet",
                "user",
            ),
            lambda _: None,
        ),
    },
)


def order_transaction(view: View, row: int) -> Node[Paid]:
    """Make the object of a transaction."""
    order_row, position = divmod(row, CHILDREN)
    return order_transactions(view.order(order_row))[position]


def order_transactions(order: Order) -> list[Node[Paid]]:
    """Make the transactions of an order."""
    return [
        Node(ORDER_TRANSACTION, Paid(order, position, payment))
        for position, payment in enumerate(order.payments)
    ]
