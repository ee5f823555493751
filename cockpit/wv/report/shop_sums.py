"""What a shop's newest days add up to: beside those before, and beside promotions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wv.report.shop_model import Promo, SalesDay, Shop

DAY = dt.timedelta(days=1)
AROUND = dt.timedelta(days=28)
"""How far from a promotion the days lie that it is held against."""
LEAST_DAYS = 14
"""Of fewer days the median says nothing."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some days in a row, and as many before them.

    Attributes:
        orders: Orders placed.
        net_sales: In the shop's currency.
        change: Net sales over those of the days before, less one; None where these are
            not all known, or sold nothing.
    """

    orders: int
    net_sales: Decimal
    change: float | None


def span(shop: Shop, days: int, before: int) -> Span:
    """Return what the newest days sold, against as many days some days before.

    Args:
        shop: With one day at least.
        days: How many, counted back from the newest.
        before: How many days earlier the others end; of weekdays as these if it is a
            multiple of seven.
    """
    last = shop.days[-1].date
    now, then = _within(shop, last, days), _within(shop, last - before * DAY, days)
    sold, usual = _net(now), _net(then)
    known = shop.days[0].date <= last - (before + days - 1) * DAY and usual > 0
    change = float(sold / usual) - 1 if known else None
    return Span(sum(day.orders for day in now), sold, change)


def _within(shop: Shop, last: dt.date, days: int) -> list[SalesDay]:
    return [day for day in shop.days if last - days * DAY < day.date <= last]


def _net(days: list[SalesDay]) -> Decimal:
    return sum((day.net_sales for day in days), Decimal(0))


@dataclass(frozen=True, slots=True)
class Effect:
    """The day of a promotion beside days without any.

    Attributes:
        promo: What went out.
        net_sales: Of that day; None where the shop's days do not reach it.
        change: Over the median of days without a promotion within four weeks, less one;
            None where there are fewer than 14 of them.
    """

    promo: Promo
    net_sales: Decimal | None
    change: float | None


def effect(shop: Shop, promo: Promo) -> Effect:
    """Return what the day of a promotion sold; it claims no cause."""
    busy = {each.date for each in shop.promos}
    days = {day.date: day.net_sales for day in shop.days}
    quiet = [
        sold
        for date, sold in days.items()
        if abs(date - promo.date) <= AROUND and date not in busy
    ]
    sold, usual = days.get(promo.date), median(quiet) if quiet else Decimal(0)
    known = sold is not None and len(quiet) >= LEAST_DAYS and usual > 0
    change = float(sold / usual) - 1 if known and sold is not None else None
    return Effect(promo, sold, change)
