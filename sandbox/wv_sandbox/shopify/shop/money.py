"""Money in whole minor units, in two currencies at once.

A bag holds what the shop counts and what the buyer saw, in one integer: the buyer's
amount lies `_BITS` higher. Bags add, subtract and multiply by whole numbers as plain
integers do, so both amounts of every total are exact sums of their parts. Orders are
rendered by the hundred thousand; a class of two numbers takes ten times as long.
"""

from __future__ import annotations

from typing import Any, TypeAlias

Bag: TypeAlias = int
"""Minor units of the shop's currency, and of the buyer's above them."""

_BITS = 44
_HALF = 1 << (_BITS - 1)
_MASK = (1 << _BITS) - 1
_BOTH = (1 << _BITS) + 1
RATE_ONE = 1_000_000
_WHOLE = frozenset({"JPY"})
"""Currencies without a minor unit."""


def same(cents: int) -> Bag:
    """Give the bag of an amount that is the same in both currencies."""
    return cents * _BOTH


def shop_cents(bag: Bag) -> int:
    """Give the shop's amount [minor units]."""
    return ((bag + _HALF) & _MASK) - _HALF


def shown_cents(bag: Bag) -> int:
    """Give the buyer's amount [minor units]."""
    return (bag - shop_cents(bag)) >> _BITS


def _divide(amount: int, by: int) -> int:
    """Round to the nearest, halves away from zero."""
    if amount < 0:
        return -((by - 2 * amount) // (2 * by))
    return (2 * amount + by) // (2 * by)


def converted(cents: int, rate: int) -> Bag:
    """Convert an amount of the shop's currency.

    Args:
        cents: The shop's minor units.
        rate: Millionths of the buyer's minor unit for one minor unit of the shop's.
    """
    return cents + (_divide(cents * rate, RATE_ONE) << _BITS)


def part(bag: Bag, count: int, of: int) -> Bag:
    """Give `count` parts of `of`, each currency rounded on its own."""
    shop = shop_cents(bag)
    shown = (bag - shop) >> _BITS
    return _divide(shop * count, of) + (_divide(shown * count, of) << _BITS)


def split(bag: Bag, weights: list[int]) -> list[Bag]:
    """Share out a bag by weights, so that the shares add up to it."""
    total, done, given = sum(weights), 0, 0
    shares = []
    for weight in weights:
        done += weight
        until = part(bag, done, total) if total else 0
        shares.append(until - given)
        given = until
    return shares


def smaller(one: Bag, other: Bag) -> Bag:
    """Take the smaller amount in each currency."""
    shop = min(shop_cents(one), shop_cents(other))
    return shop + (min(shown_cents(one), shown_cents(other)) << _BITS)


def is_some(bag: Bag) -> bool:
    """Tell whether there is more than nothing in either currency."""
    return shop_cents(bag) > 0 or shown_cents(bag) > 0


def decimal(cents: int, currency: str) -> str:
    """Write an amount as the Admin API does: one or two digits after the point."""
    if currency in _WHOLE:
        return f"{cents}.0"
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    tens, ones = divmod(rest, 10)
    return f"{sign}{whole}.{tens}{ones}" if ones else f"{sign}{whole}.{tens}"


def amount(cents: int, currency: str) -> dict[str, Any]:
    """Write a `MoneyV2`."""
    return {
        "__typename": "MoneyV2",
        "amount": decimal(cents, currency),
        "currencyCode": currency,
    }


class Purse:
    """The two currencies of an order, to write its bags in.

    Args:
        shop: Currency code of the shop.
        shown: Currency code of the buyer.
        rate: As of `converted`.
    """

    __slots__ = ("rate", "shop", "shown")

    def __init__(self, shop: str, shown: str, rate: int = RATE_ONE) -> None:
        self.shop = shop
        self.shown = shown
        self.rate = rate

    def bag(self, cents: int) -> Bag:
        """Give the bag of an amount in the shop's currency."""
        return same(cents) if self.rate == RATE_ONE else converted(cents, self.rate)

    def write(self, bag: Bag) -> dict[str, Any]:
        """Write a `MoneyBag`."""
        shop = shop_cents(bag)
        own = {"amount": decimal(shop, self.shop), "currencyCode": self.shop}
        if self.shown == self.shop:
            return {"shopMoney": own, "presentmentMoney": own}
        shown = decimal((bag - shop) >> _BITS, self.shown)
        other = {"amount": shown, "currencyCode": self.shown}
        return {"shopMoney": own, "presentmentMoney": other}
