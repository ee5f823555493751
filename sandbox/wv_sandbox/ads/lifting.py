"""How ads move the demand of their shop: a little, and by a law that can be found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from wv_sandbox.ads.delivery import VENDORS, Delivery

if TYPE_CHECKING:
    from wv_sandbox.arrays import Floats, Ints
    from wv_sandbox.climate import Climate
    from wv_sandbox.shopify.shop.cities import City
    from wv_sandbox.shopify.shop.demand import Lift

ELASTICITY: Final = 0.05
"""What a day's logarithm of demand in a city gains for each unit of
`ln(1 + spend / REFERENCE_CENTS)`, the spend being that of both vendors there."""
REFERENCE_CENTS: Final = 1000.0


def lift(climate: Climate, label: str) -> Lift:
    """Give the factor that a shop's ads put on its demand.

    Args:
        climate: Whose weather moves spend; its seed is the account's.
        label: Of the shop.

    Returns:
        A function of days since 1970, city and theme: `(1 + spend / 10)` to the power
        0.05, spend in units of the shop's currency; ads sell all themes alike.
    """
    deliveries = [Delivery(vendor, label, climate) for vendor in VENDORS]
    places = {city.name: number for number, city in enumerate(deliveries[0].cities)}

    def factor(days: Ints, city: City, theme: str) -> Floats:
        del theme
        first = int(days.min())
        count = int(days.max()) - first + 1
        cents = sum(
            delivery.cells(first, count).cents[:, :, places[city.name]].sum(axis=1)
            for delivery in deliveries
        )
        gain = ELASTICITY * np.log1p(np.asarray(cents) / REFERENCE_CENTS)
        return np.asarray(np.exp(gain)[days - first])

    return factor
