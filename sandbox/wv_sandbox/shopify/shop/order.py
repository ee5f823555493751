"""An order as it is at one instant: its story up to then."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from wv_sandbox.shopify.shop.people import Address, Person, located

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.shopify.shop.basket import Goods
    from wv_sandbox.shopify.shop.events import Entry, Happening, Payment, Refund, Story
    from wv_sandbox.shopify.shop.money import Bag, Purse
    from wv_sandbox.shopify.shop.view import View

_GOODS: Final = frozenset({"PRODUCT", "GIFT_CARD", "TIP"})


class Order:
    """One order at the instant of a view.

    Args:
        view: The shop at that instant.
        row: Number of the order.
    """

    view: View
    row: int
    now: int

    def __init__(self, view: View, row: int) -> None:
        self.view = view
        self.row = row
        self.now = view.now
        self.table = view.shop.table

    def when(self, slot: str) -> int:
        """Tell when something happened [s since 1970]; 0 if it has not yet."""
        at = self.table.when(slot, self.row)
        return at if at <= self.now else 0

    @cached_property
    def story(self) -> Story:
        """Its whole life."""
        return self.view.shop.story(self.row)

    @cached_property
    def created(self) -> int:
        """When it was placed [s since 1970]."""
        return int(self.table.created[self.row])

    @cached_property
    def updated(self) -> int:
        """When it last changed [s since 1970]."""
        return int(self.view.updated[self.row])

    @property
    def purse(self) -> Purse:
        """Its currencies."""
        return self.story.basket.purse

    @cached_property
    def happenings(self) -> list[Happening]:
        """What moved sales so far."""
        return [step for step in self.story.happenings if step.at <= self.now]

    @cached_property
    def payments(self) -> list[Payment]:
        """Transactions so far."""
        return [paid for paid in self.story.payments if paid.at <= self.now]

    @cached_property
    def refunds(self) -> list[Refund]:
        """Refunds so far."""
        return [refund for refund in self.story.refunds if refund.at <= self.now]

    @cached_property
    def entries(self) -> list[Entry]:
        """What was sold and taken back so far."""
        return [entry for step in self.happenings for entry in step.entries]

    @cached_property
    def goods(self) -> list[tuple[int, Goods]]:
        """Lines so far, with their index."""
        lines = enumerate(self.story.basket.goods)
        edited = self.when("edited")
        return [(index, line) for index, line in lines if edited or not line.added]

    def of(self, *whats: str, sold: bool = False) -> Iterator[Entry]:
        """Give the entries of some kinds; those sold only, without what came back."""
        for entry in self.entries:
            if entry.what in whats and not (sold and entry.action == "RETURN"):
                yield entry

    def total(self, *, sold: bool = False) -> Bag:
        """Give the price, before returns (sold) or after; without adjustments."""
        return sum(
            entry.money.total
            for entry in self.entries
            if entry.what != "ADJUSTMENT" and not (sold and entry.action == "RETURN")
        )

    def tax(self, *, sold: bool = False) -> Bag:
        """Give the tax, before returns (sold) or after; without adjustments."""
        return sum(
            entry.money.tax
            for entry in self.entries
            if entry.what != "ADJUSTMENT" and not (sold and entry.action == "RETURN")
        )

    def subtotal(self, *, sold: bool = False) -> Bag:
        """Give the price of the goods as the buyer sees it, after discounts."""
        entries = self.of(*_GOODS, sold=sold)
        if self.story.basket.included:
            return sum(entry.money.total for entry in entries)
        return sum(entry.money.net for entry in entries)

    @cached_property
    def discrepancy(self) -> Bag:
        """What was given back beyond, or short of, what came back; negative: beyond."""
        return sum(entry.money.total for entry in self.of("ADJUSTMENT"))

    @cached_property
    def received(self) -> Bag:
        """Money that came in."""
        return sum(
            paid.amount
            for paid in self.payments
            if paid.status == "SUCCESS" and paid.kind in ("SALE", "CAPTURE")
        )

    @cached_property
    def refunded(self) -> Bag:
        """Money that was given back."""
        return sum(paid.amount for paid in self.payments if paid.kind == "REFUND")

    @property
    def shipping_price(self) -> Bag:
        """Price of the way after discount, as the buyer sees it."""
        basket = self.story.basket
        return basket.shipping_price - basket.shipping_cut

    @cached_property
    def shipping_refunded(self) -> Bag:
        """Shipping that was given back, as the buyer sees it."""
        back = [e for e in self.of("SHIPPING") if e.action == "RETURN"]
        if self.story.basket.included:
            return -sum(entry.money.total for entry in back)
        return -sum(entry.money.net for entry in back)

    def current_units(self, index: int) -> int:
        """Tell how many units of a line are left."""
        return sum(
            entry.quantity
            for entry in self.entries
            if entry.line == index and entry.what in _GOODS
        )

    def units(self, index: int) -> int:
        """Tell how many units of a line were ordered, edits with it."""
        return sum(
            entry.quantity
            for entry in self.entries
            if entry.line == index and entry.what in _GOODS and entry.quantity > 0
        )

    @cached_property
    def person(self) -> Person:
        """Who bought."""
        return self.view.shop.person(int(self.table.customer[self.row]))

    @cached_property
    def address(self) -> Address:
        """Where it goes, located as well or badly as the order is."""
        return located(self.person.address, int(self.table.defect[self.row]))
