"""How an order is paid and money is given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv_sandbox.shopify.shop import table
from wv_sandbox.shopify.shop.events import Payment
from wv_sandbox.shopify.shop.money import is_some, part, smaller

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.draws import Draws
    from wv_sandbox.shopify.shop.events import Story
    from wv_sandbox.shopify.shop.money import Bag

_MAIN = "shopify_payments"
_MONEY_IN = ("SALE", "CAPTURE")


class Till:
    """Keeps the transactions of one order while its story is told.

    Args:
        story: Where they go.
        pay: One of `table.SALE` and its neighbours.
        paid_at: When it is paid if not at once [s since 1970]; 0 is never.
        draws: For what is left to luck.
    """

    def __init__(self, story: Story, pay: int, paid_at: int, draws: Draws) -> None:
        self._payments = story.payments
        self._pay = pay
        self._paid_at = paid_at
        self._draws = draws
        self._left: dict[int, Bag] = {}
        self.received: Bag = 0

    def _add(self, payment: Payment) -> int:
        position = len(self._payments)
        self._payments.append(payment)
        if payment.kind in _MONEY_IN and payment.status == "SUCCESS":
            self._left[position] = payment.amount
            self.received += payment.amount
        return position

    def open(self, at: int, total: Bag) -> None:
        """Take the first payment of an order."""
        if self._pay == table.SALE:
            self._sell(at, total)
        elif self._pay == table.AUTHORIZED:
            self._add(Payment(at, at, "AUTHORIZATION", "SUCCESS", total, _MAIN))
        elif not self._paid_at:
            self._add(Payment(at, at, "SALE", "PENDING", total, "manual"))

    def _sell(self, at: int, total: Bag) -> None:
        if self._draws.chance(15):
            self._add(Payment(at, at, "SALE", "FAILURE", total, _MAIN))
        if self._draws.chance(20):
            card = part(total, 1, 4)
            self._add(Payment(at, at, "SALE", "SUCCESS", card, "gift_card"))
            total -= card
        self._add(Payment(at, at, "SALE", "SUCCESS", total, _MAIN))

    def settle(self, total: Bag) -> None:
        """Take what was not paid at once, as far as it is paid at all.

        Args:
            total: Price of the order when it is paid.
        """
        at = self._paid_at
        if at and self._pay == table.AUTHORIZED:
            held = smaller(total, self._payments[0].amount)
            self._add(Payment(at, at, "CAPTURE", "SUCCESS", held, _MAIN, 0))
            if is_some(total - held):
                self.top_up(at, total - held)
        elif at:
            self._add(Payment(at, at, "SALE", "SUCCESS", total, "manual"))

    def top_up(self, at: int, due: Bag) -> None:
        """Take what an edit put on top of what was paid or authorized."""
        self._add(Payment(at, at, "SALE", "SUCCESS", due, _MAIN))

    def void(self, at: int) -> None:
        """Let go of what was authorized and never captured."""
        if self._pay == table.AUTHORIZED:
            held = self._payments[0].amount
            self._add(Payment(at, at, "VOID", "SUCCESS", held, _MAIN, 0))

    def give_back(self, at: int, amount: Bag) -> tuple[int, ...]:
        """Give money back, the last that came in first.

        Returns:
            Positions of the transactions.
        """
        positions = []
        for position, left in sorted(self._left.items(), reverse=True):
            back = smaller(amount, left)
            if not is_some(back):
                continue
            self._left[position] = left - back
            amount -= back
            gateway = self._payments[position].gateway
            paid = Payment(at, at, "REFUND", "SUCCESS", back, gateway, position)
            positions.append(self._add(paid))
        return tuple(positions)
