"""What happens to an order, in business words: sold, taken back, paid, given back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.basket import Basket, Money
    from wv_sandbox.shopify.shop.money import Bag


class Entry(NamedTuple):
    """Something that was sold, or taken back.

    Attributes:
        what: `PRODUCT`, `SHIPPING`, `DUTY`, `ADDITIONAL_FEE`, `FEE`, `ADJUSTMENT`,
            `GIFT_CARD` or `TIP`.
        action: `ORDER`, `UPDATE` or `RETURN`.
        quantity: Units; negative for those taken back, 0 if there are none to count.
        money: Negative for what is taken back.
        line: Index of the line it is about; -1 for none.
    """

    what: str
    action: str
    quantity: int
    money: Money
    line: int = -1


class Happening(NamedTuple):
    """One step of an order's life that moves sales.

    Attributes:
        at: When [s since 1970].
        kind: `ORDER`, `ORDER_EDIT`, `REFUND` or `RETURN`.
        entries: What it sells and takes back.
    """

    at: int
    kind: str
    entries: tuple[Entry, ...]

    @property
    def total(self) -> Bag:
        """What it adds to the price of the order."""
        return sum(entry.money.total for entry in self.entries)


class Payment(NamedTuple):
    """A transaction.

    Attributes:
        at: When it was made [s since 1970].
        done: When it got its status [s since 1970]; later for what stays pending.
        kind: `SALE`, `AUTHORIZATION`, `CAPTURE`, `VOID` or `REFUND`.
        status: `SUCCESS`, `FAILURE` or `PENDING`.
        amount: Never negative.
        gateway: `shopify_payments`, `gift_card` or `manual`.
        parent: Position of the transaction it goes back to; -1 for none.
    """

    at: int
    done: int
    kind: str
    status: str
    amount: Bag
    gateway: str
    parent: int = -1

    def status_at(self, now: int) -> str:
        """Tell its status at a time [s since 1970]."""
        return self.status if self.done <= now else "PENDING"


class Refund(NamedTuple):
    """A refund.

    Attributes:
        at: When [s since 1970].
        entries: What it takes back; nothing if an edit did that already.
        amount: Money given back.
        cancels: Whether it came with a cancellation.
        returned: Whether a return brought it.
        payments: Positions of its transactions.
    """

    at: int
    entries: tuple[Entry, ...]
    amount: Bag
    cancels: bool
    returned: bool
    payments: tuple[int, ...]


@dataclass(slots=True)
class Story:
    """An order's whole life, also what has not happened yet.

    Attributes:
        row: Number of the order.
        basket: What it was placed with.
        happenings: What moves sales, in the order of time.
        payments: Transactions, in the order of time.
        refunds: In the order of time.
    """

    row: int
    basket: Basket
    happenings: list[Happening] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
