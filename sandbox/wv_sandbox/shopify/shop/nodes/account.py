"""The payments account: `ShopifyPaymentsAccount`, its payouts and their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from wv_sandbox.shopify.shop.catalogue import OPENED
from wv_sandbox.shopify.shop.demand import DAY_SECONDS
from wv_sandbox.shopify.shop.ids import CHILDREN, gid, legacy, number
from wv_sandbox.shopify.shop.index import Rows
from wv_sandbox.shopify.shop.money import amount
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.view import View

TRANSFERS: Final = 1 << 40
"""Rows of balance transactions from here on are payouts leaving the balance."""
_PAID_AFTER: Final = 2 * DAY_SECONDS
_SUMMARY: Final = (
    "adjustmentsFee",
    "adjustmentsGross",
    "advanceFees",
    "advanceGross",
    "chargesFee",
    "chargesGross",
    "refundsFee",
    "refundsFeeGross",
    "reservedFundsFee",
    "reservedFundsGross",
    "retriedPayoutsFee",
    "retriedPayoutsGross",
    "usdcRebateCreditAmount",
)


class Payout(NamedTuple):
    """What a day's payments leave to pay out.

    Attributes:
        view: The shop at an instant.
        day: Number of the day since the shop opened.
    """

    view: View
    day: int

    @property
    def issued(self) -> int:
        """When it leaves [s since 1970]: at the end of the day."""
        return issued_at(self.day)

    @property
    def status(self) -> str:
        """How far it got; it changes without a trace in any date."""
        paid = self.issued + _PAID_AFTER <= self.view.now
        return "PAID" if paid else "IN_TRANSIT"

    @property
    def sums(self) -> tuple[int, int, int]:
        """Charges, refunds (negative) and fees [minor units of the shop]."""
        return self.view.shop.cash.by_day[self.day]

    @property
    def net(self) -> int:
        """What is paid out [minor units of the shop]; negative is drawn."""
        charges, refunds, fees = self.sums
        return charges + refunds - fees

    def write(self, cents: int) -> dict[str, Any]:
        """Write an amount."""
        return amount(cents, self.view.shop.kind.currency)


def issued_at(day: int) -> int:
    """Tell when the payout of a day leaves [s since 1970]."""
    return OPENED + (day + 1) * DAY_SECONDS


def payout_days(view: View) -> list[int]:
    """Give the days whose payouts have been issued."""
    last = (view.now - OPENED) // DAY_SECONDS
    return [day for day in view.shop.cash.by_day if day < last]


def _summary(payout: Payout) -> dict[str, Any]:
    charges, refunds, fees = payout.sums
    sums = {"chargesFee": fees, "chargesGross": charges, "refundsFeeGross": refunds}
    return {
        "__typename": "ShopifyPaymentsPayoutSummary",
        **{field: payout.write(sums.get(field, 0)) for field in _SUMMARY},
    }


PAYOUT: Final = named(
    "ShopifyPaymentsPayout",
    {
        "id": lambda p: gid("ShopifyPaymentsPayout", p.day),
        "legacyResourceId": lambda p: legacy("ShopifyPaymentsPayout", p.day),
        "businessEntity": lambda _: {
            "__typename": "BusinessEntity",
            "id": gid("BusinessEntity", 0),
        },
        "externalTraceId": lambda p: f"trace-{p.day:05d}",
        "issuedAt": lambda p: stamp(p.issued),
        "net": lambda p: p.write(p.net),
        "status": lambda p: p.status,
        "summary": _summary,
        "transactionType": lambda p: "DEPOSIT" if p.net >= 0 else "WITHDRAWAL",
    },
)


class Movement(NamedTuple):
    """A transaction on the balance.

    Attributes:
        view: The shop at an instant.
        row: Row of the order's transaction, or `TRANSFERS` plus a payout's day.
    """

    view: View
    row: int

    @property
    def is_transfer(self) -> bool:
        """Tell whether it is a payout that leaves."""
        return self.row >= TRANSFERS

    @property
    def place(self) -> int:
        """Position in the shop's cash."""
        return int(np.searchsorted(self.view.shop.cash.rows, self.row))

    @property
    def payout(self) -> Payout:
        """The payout that it goes into, or is."""
        if self.is_transfer:
            return Payout(self.view, self.row - TRANSFERS)
        return Payout(self.view, int(self.view.shop.cash.days[self.place]))

    @property
    def at(self) -> int:
        """When [s since 1970]."""
        if self.is_transfer:
            return self.payout.issued
        return int(self.view.shop.cash.at[self.place])

    @property
    def cents(self) -> int:
        """What moved [minor units of the shop]."""
        if self.is_transfer:
            return -self.payout.net
        return int(self.view.shop.cash.cents[self.place])

    @property
    def fee(self) -> int:
        """What the service keeps [minor units of the shop]."""
        return 0 if self.is_transfer else int(self.view.shop.cash.fees[self.place])

    @property
    def type(self) -> str:
        """What it is."""
        if self.is_transfer:
            return "TRANSFER"
        return "CHARGE" if self.cents > 0 else "REFUND"


def _order(movement: Movement) -> dict[str, Any] | None:
    if movement.is_transfer:
        return None
    order = movement.row // CHILDREN
    return {
        "__typename": "ShopifyPaymentsAssociatedOrder",
        "id": gid("Order", order),
        "name": f"#{1001 + order}",
    }


def _payout(movement: Movement) -> dict[str, Any]:
    payout = movement.payout
    there = payout.issued <= movement.view.now
    return {
        "__typename": "ShopifyPaymentsBalanceTransactionAssociatedPayout",
        "id": gid("ShopifyPaymentsPayout", payout.day) if there else None,
        "status": payout.status if there else "PENDING",
    }


def _source(movement: Movement) -> str | None:
    if movement.is_transfer:
        return None
    return str(number("OrderTransaction", movement.row))


def _is_test(movement: Movement) -> bool:
    if movement.is_transfer:
        return False
    return bool(movement.view.shop.table.test[movement.row // CHILDREN])


BALANCE_TRANSACTION: Final = named(
    "ShopifyPaymentsBalanceTransaction",
    {
        "id": lambda m: gid("ShopifyPaymentsBalanceTransaction", m.row),
        "adjustmentReason": lambda _: None,
        "adjustmentsOrders": lambda _: [],
        "amount": lambda m: m.payout.write(m.cents),
        "associatedOrder": _order,
        "associatedPayout": _payout,
        "fee": lambda m: m.payout.write(m.fee),
        "net": lambda m: m.payout.write(m.cents - m.fee),
        "sourceId": _source,
        "sourceOrderTransactionId": _source,
        "sourceType": lambda m: m.type,
        "test": _is_test,
        "transactionDate": lambda m: stamp(m.at),
        "type": lambda m: m.type,
    },
)


def _balance(view: View) -> list[dict[str, Any]]:
    cash = view.shop.cash
    own = (cash.carded == 1) & (cash.at <= view.now)
    open_day = (view.now - OPENED) // DAY_SECONDS
    kept = own & (cash.days >= open_day)
    cents = int((cash.cents[kept] - cash.fees[kept]).sum())
    return [amount(cents, view.shop.kind.currency)]


ACCOUNT: Final = named(
    "ShopifyPaymentsAccount",
    {
        "id": lambda _: gid("ShopifyPaymentsAccount", 0),
        "activated": lambda _: True,
        "balance": _balance,
        "balanceTransactions": lambda v: Rows(
            v.root("shopifyPaymentsAccount.balanceTransactions")
        ),
        "country": lambda v: v.shop.kind.home.country_code,
        "defaultCurrency": lambda v: v.shop.kind.currency,
        "disputes": lambda v: Rows(v.root("disputes")),
        "onboardable": lambda _: False,
        "payoutSchedule": lambda _: {
            "interval": "DAILY",
            "monthlyAnchor": None,
            "weeklyAnchor": None,
        },
        "payouts": lambda v: Rows(v.root("shopifyPaymentsAccount.payouts")),
    },
)


def account(view: View, _: int) -> Node[View]:
    """Make the object of the payments account."""
    return Node(ACCOUNT, view)


def payout(view: View, row: int) -> Node[Payout]:
    """Make the object of a payout."""
    return Node(PAYOUT, Payout(view, row))


def balance_transaction(view: View, row: int) -> Node[Movement]:
    """Make the object of a transaction on the balance."""
    return Node(BALANCE_TRANSACTION, Movement(view, row))
