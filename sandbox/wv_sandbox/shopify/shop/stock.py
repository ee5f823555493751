"""How much of what lies where; counted anew every few days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from wv_sandbox.shopify.shop.catalogue import OPENED
from wv_sandbox.shopify.shop.demand import DAY_SECONDS
from wv_sandbox.shopify.shop.draws import Draws

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.view import View

LOCATIONS: Final = 4
"""A warehouse, a store, a store that was closed, a service that sends for others."""
STOCKED: Final = 2
"""The first locations hold stock."""
CLOSED: Final = 2
SERVICE: Final = 3
_MAX_DAYS: Final = 10
_ROWS: Final = 1 << 20


class Level(NamedTuple):
    """The stock of a variant at a location.

    Attributes:
        view: The shop at an instant.
        variant: Number of the variant.
        location: Number of the location.
    """

    view: View
    variant: int
    location: int

    @property
    def row(self) -> int:
        """Row among all levels."""
        return self.variant * LOCATIONS + self.location

    @property
    def created(self) -> int:
        """When it was first stocked [s since 1970]."""
        catalogue = self.view.shop.catalogue
        product = catalogue.products[catalogue.variants[self.variant].product]
        return product.created

    def _counts(self) -> tuple[int, int]:
        """Give the number of the last count, and when it was [s since 1970]."""
        days = 1 + Draws(self.view.shop.key("counting"), self.row).integer(_MAX_DAYS)
        every = days * DAY_SECONDS
        start = self.created + self.row * 97 % DAY_SECONDS
        count = max(0, (self.view.now - start) // every)
        return count, max(start + count * every, self.created)

    @property
    def updated(self) -> int:
        """When it was last counted [s since 1970]."""
        return min(self._counts()[1], self.view.now)

    @property
    def available(self) -> int:
        """Units on sale by the last count."""
        count, _ = self._counts()
        draws = Draws(self.view.shop.key("stock"), self.row * _ROWS + count)
        return draws.integer(150)


def available(view: View, variant: int) -> int:
    """Tell how many units of a variant are on sale, all locations together."""
    return sum(Level(view, variant, place).available for place in range(STOCKED))


def touched(view: View, variant: int) -> int:
    """Tell when a variant's stock-keeping data last changed [s since 1970].

    That is not when it was last counted.
    """
    catalogue = view.shop.catalogue
    product = catalogue.products[catalogue.variants[variant].product]
    return max(product.created, min(OPENED, view.now))
