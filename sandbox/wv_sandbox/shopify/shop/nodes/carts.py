"""Baskets that were not, or not yet, ordered: `AbandonedCheckout`, `DraftOrder`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from wv_sandbox.shopify.shop.ids import CHILDREN
from wv_sandbox.shopify.shop.node import Node
from wv_sandbox.shopify.shop.nodes.taxes import tax_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_sandbox.arrays import Ints
    from wv_sandbox.shopify.shop.basket import Basket, Goods
    from wv_sandbox.shopify.shop.money import Bag
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.view import View

HOUR: Final = 3600


class Steps(NamedTuple):
    """How a kind of basket goes on; it looks like the order it belongs to.

    Attributes:
        every: One in so many orders has one.
        offset: The first order that has.
        lead: How long before the order it was made [s].
        middle: How long before the order it was touched [s].
        done_every: One in so many ends in the order.
    """

    every: int
    offset: int
    lead: int
    middle: int
    done_every: int

    def rows(self, view: View) -> Ints:
        """Give the numbers of the orders that had such a basket by now."""
        created = view.shop.table.created
        rows = np.arange(self.offset, created.size, self.every)
        return np.asarray(rows[created[rows] - self.lead <= view.now])

    def created(self, view: View, rows: Ints) -> Ints:
        """Tell when they were made [s since 1970]."""
        return np.asarray(view.shop.table.created[rows] - self.lead)

    def completed(self, view: View, rows: Ints) -> Ints:
        """Tell when they became orders [s since 1970]; 0 if they did not."""
        at = view.shop.table.created[rows]
        goes = rows // self.every % self.done_every == 0
        return np.asarray(np.where(goes & (at <= view.now), at, 0))

    def touched(self, view: View, rows: Ints) -> Ints:
        """Tell when they were touched [s since 1970]; 0 if not yet."""
        at = view.shop.table.created[rows] - self.middle
        return np.asarray(np.where(at <= view.now, at, 0))

    def updated(self, view: View, rows: Ints) -> Ints:
        """Tell when they last changed [s since 1970]."""
        last = np.maximum(self.created(view, rows), self.touched(view, rows))
        return np.asarray(np.maximum(last, self.completed(view, rows)))


class Cart(NamedTuple):
    """One basket at the instant of a view.

    Attributes:
        view: The shop at an instant.
        row: Number of the order it looks like.
        steps: How it goes on.
    """

    view: View
    row: int
    steps: Steps

    @property
    def order(self) -> Order:
        """The order it looks like; it may lie ahead."""
        return self.view.order(self.row)

    @property
    def basket(self) -> Basket:
        """What is in it."""
        return self.order.story.basket

    def when(self, step: Callable[[View, Ints], Ints]) -> int:
        """Tell when a step was made [s since 1970]; 0 if not yet."""
        return int(step(self.view, np.array([self.row]))[0])

    def goods(self) -> list[tuple[int, Goods]]:
        """Give its lines, with their index: goods alone."""
        lines = enumerate(self.basket.goods)
        return [
            (i, line) for i, line in lines if line.what == "PRODUCT" and not line.added
        ]

    def write(self, bag: Bag) -> dict[str, Any]:
        """Write an amount."""
        return self.basket.purse.write(bag)

    @property
    def prices(self) -> Bag:
        """Of all goods, as the buyer sees them."""
        return sum(line.unit * line.quantity for _, line in self.goods())

    @property
    def cuts(self) -> Bag:
        """Discounts on goods, as the buyer sees them."""
        return sum(cut for _, line in self.goods() for _, cut in line.cuts)

    @property
    def tax(self) -> Bag:
        """On goods and the way."""
        goods = sum(line.money.tax for _, line in self.goods())
        return goods + self.basket.shipping.tax

    @property
    def shipping(self) -> Bag:
        """Price of the way, as the buyer sees it."""
        return self.basket.shipping_price - self.basket.shipping_cut

    @property
    def total(self) -> Bag:
        """What is to be paid."""
        added = 0 if self.basket.included else self.tax
        return self.prices - self.cuts + self.shipping + added

    @property
    def taxes(self) -> list[dict[str, Any]]:
        """Tax lines."""
        return tax_lines(self.basket, self.tax)

    def address(self, *, billing: bool) -> object:
        """Give an address; nothing is sent to where no address is."""
        if not billing and not self.view.shop.kind.ships:
            return None
        return self.view.node("Order", self.row)["billingAddress"]

    def customer(self) -> object:
        """Give the customer, if they are there already."""
        row = int(self.view.shop.table.customer[self.row])
        customers = self.view.customers
        there = row < customers.count and not customers.deleted[row]
        return self.view.node("Customer", row) if there else None

    @property
    def codes(self) -> list[str]:
        """Discount codes."""
        return [cut.name for cut in self.basket.cuts if cut.how == "code"]


class CartLine(NamedTuple):
    """One line of a basket.

    Attributes:
        cart: The basket.
        position: Position of the line.
        goods: What is on it.
    """

    cart: Cart
    position: int
    goods: Goods

    @property
    def row(self) -> int:
        """Row among all lines."""
        return self.cart.row * CHILDREN + self.position

    @property
    def price(self) -> Bag:
        """Of all units, as the buyer sees it."""
        return self.goods.unit * self.goods.quantity

    @property
    def cut(self) -> Bag:
        """All discounts, as the buyer sees them."""
        return sum(cut for _, cut in self.goods.cuts)

    def line(self, field: str) -> Any:  # noqa: ANN401 (a field of a line item)
        """Give a field of the order's line."""
        return self.cart.view.node("LineItem", self.row)[field]


def lines(cart: Cart, fields: dict[str, Callable[[CartLine], Any]]) -> list[Any]:
    """Make the lines of a basket.

    Args:
        cart: The basket.
        fields: Of the type of its lines.
    """
    return [Node(fields, CartLine(cart, i, goods)) for i, goods in cart.goods()]
