"""What kinds of shops there are, and how a shop's label names one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from wv_sandbox.shopify.shop.cities import (
    AMERICAN,
    DEMO,
    EUROPEAN,
    WORLD,
    City,
    find_cities,
)

MIN_ORDERS: Final = 100
MAX_ORDERS: Final = 1_000_000
_LABEL = re.compile(r"(?P<kind>[a-z]+(?:-[a-z]+)*)-(?P<orders>[0-9]{3,7})")


class UnknownShopError(LookupError):
    """There is no shop of that label."""


@dataclass(frozen=True)
class Kind:
    """What all shops of one kind have in common.

    Attributes:
        name: First part of the label.
        currency: The shop's currency.
        zone: The shop's time zone, an IANA name.
        city_names: Keys of the cities it ships to; the first is its own.
        taxes_included: Whether prices contain tax.
        many_currencies: Whether buyers see their own currency; goods that leave the
            country bear duties then.
        ships: Whether goods are sent; else there is no shipping address.
        people: Whether the plan may see names, addresses and coordinates.
        spread_degrees: How far from the city's centre buyers live.
    """

    name: str
    currency: str
    zone: str
    city_names: tuple[str, ...]
    taxes_included: bool = False
    many_currencies: bool = False
    ships: bool = True
    people: bool = True
    spread_degrees: float = 0.05

    @property
    def cities(self) -> tuple[City, ...]:
        """The cities it ships to."""
        return find_cities(self.city_names)

    @property
    def home(self) -> City:
        """Where the shop is."""
        return self.cities[0]


KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("plain", "USD", "America/New_York", AMERICAN),
        Kind("tax-included", "EUR", "Europe/Berlin", EUROPEAN, taxes_included=True),
        Kind("multi-currency", "CAD", "America/Toronto", WORLD, many_currencies=True),
        Kind("digital", "USD", "America/Los_Angeles", AMERICAN, ships=False),
        Kind("basic", "USD", "America/Chicago", AMERICAN, people=False),
        Kind("weathervane", "USD", "America/New_York", DEMO, spread_degrees=0.001),
    )
}
LABELS: Final = {"weathervane-demo": ("weathervane", 3000)}
"""Labels that are names."""


def parse_label(label: str) -> tuple[Kind, int]:
    """Read `<kind>-<orders>`, or a label that is a name.

    Args:
        label: The shop's domain without `.myshopify.com`.

    Returns:
        The kind, and how many orders the shop took in its first two years.

    Raises:
        UnknownShopError: Neither, or a size out of range.
    """
    if label in LABELS:
        kind, orders = LABELS[label]
        return KINDS[kind], orders
    match = _LABEL.fullmatch(label)
    if match and match["kind"] in KINDS:
        orders = int(match["orders"])
        if MIN_ORDERS <= orders <= MAX_ORDERS:
            return KINDS[match["kind"]], orders
    message = (
        f"there is no shop {label!r}; take {', '.join(LABELS)} or <kind>-<orders>,"
        f" with a kind of {', '.join(KINDS)}"
        f" and {MIN_ORDERS} to {MAX_ORDERS} orders"
    )
    raise UnknownShopError(message)
