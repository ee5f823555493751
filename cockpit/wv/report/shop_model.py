"""What the page knows of the shop: plain values, read once, drawn by others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SalesDay:
    """One day of the shop, by its own time zone: a row of `sales_daily`.

    Attributes:
        date: The day.
        orders: Orders placed.
        net_sales: Gross sales less discounts and returns, in the shop's currency.
    """

    date: dt.date
    orders: int
    net_sales: Decimal


@dataclass(frozen=True, slots=True)
class Product:
    """One product, best first: a row of `product_performance`.

    Attributes:
        title: Its title by now.
        units: Pieces sold.
        net_sales: What it brought.
        share: Of all products' net sales [1].
        return_rate: Pieces that came back over pieces sold [1].
        bought_with: Title of the product most of its orders hold too.
    """

    title: str
    units: int
    net_sales: Decimal
    share: float | None
    return_rate: float | None
    bought_with: str | None


@dataclass(frozen=True, slots=True)
class Segment:
    """One kind of customer, from the rows of `customer_value`."""

    name: str
    customers: int
    orders: int
    spent: Decimal


@dataclass(frozen=True, slots=True)
class Promo:
    """What went out to customers on one day by one channel: `promo_calendar`."""

    date: dt.date
    channel: str
    campaigns: int
    delivered: int | None


@dataclass(frozen=True, slots=True)
class ShippingCell:
    """Where orders go: a row of `shipping_cells`."""

    name: str
    latitude: float
    longitude: float
    orders: int
    share: float
    watched: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many shipped orders have a place: a row of `geocoding_coverage`."""

    country: str
    orders: int
    geocoded: int
    ratio: float | None
    lower: float | None
    severity: str


@dataclass(frozen=True, slots=True)
class Spend:
    """What one platform cost and brought on one day: rows of `ads_account_daily`.

    Attributes:
        value: What the platform counts as sold because of it; grows for weeks.
    """

    date: dt.date
    platform: str
    spend: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Shop:
    """Everything the page says of one shop.

    Attributes:
        currency: ISO 4217 code of all amounts.
        days: Each day with sales, oldest first.
        anomalies: Temperature against normal by day, weighted by where orders go [°C].
        products: Best first.
        segments: Best first.
        promos: Oldest first.
        cells: Where orders go, most first.
        coverage: The tenant's own row first, then countries.
        spend: Oldest first.
        cities: Latitude and longitude of big cities, for orientation on the map.
        products_known: How many products have sold anything.
    """

    currency: str
    days: tuple[SalesDay, ...]
    anomalies: Mapping[dt.date, float] = field(default_factory=dict)
    products: tuple[Product, ...] = ()
    segments: tuple[Segment, ...] = ()
    promos: tuple[Promo, ...] = ()
    cells: tuple[ShippingCell, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    spend: tuple[Spend, ...] = ()
    cities: tuple[tuple[float, float], ...] = ()
    products_known: int = 0
