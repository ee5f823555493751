"""What is computed of the shop's days: weeks, and how weather and sales go together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.shop_model import Promo, SalesDay, Shop

WEEK = dt.timedelta(days=7)
WEEKS_SHOWN = 52
FAR_C = 3.0
"""From here on a day is called much warmer or cooler than normal [°C]."""
LEAST_DAYS = 14
"""Fewer days of a kind say nothing."""


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of the shop.

    Attributes:
        first: Its first day.
        orders: Orders placed.
        net_sales: In the shop's currency.
        anomaly_c: Mean temperature against normal where orders go [°C].
        promos: Campaigns that went out.
    """

    first: dt.date
    orders: int
    net_sales: Decimal
    anomaly_c: float | None
    promos: int


def weeks(shop: Shop) -> list[Week]:
    """Return the last year in whole weeks, the newest ending with the newest day."""
    if not shop.days:
        return []
    firsts = _firsts(shop.days[0].date, shop.days[-1].date)
    return [_week(shop, first) for first in firsts]


def _firsts(begun: dt.date, last: dt.date) -> list[dt.date]:
    """Return when each shown week begins, oldest first; the last ends with `last`."""
    end = last + dt.timedelta(days=1)
    firsts = (end - n * WEEK for n in range(WEEKS_SHOWN, 0, -1))
    return [first for first in firsts if first + WEEK > begun]


def _week(shop: Shop, first: dt.date) -> Week:
    dates = [first + dt.timedelta(days=n) for n in range(WEEK.days)]
    days = [day for day in shop.days if first <= day.date < first + WEEK]
    known = [shop.anomalies[date] for date in dates if date in shop.anomalies]
    return Week(
        first,
        sum(day.orders for day in days),
        sum((day.net_sales for day in days), Decimal(0)),
        mean(known) if known else None,
        sum(p.campaigns for p in shop.promos if first <= p.date < first + WEEK),
    )


@dataclass(frozen=True, slots=True)
class SpendWeek:
    """What advertising cost and brought in seven days, by the platforms' own count."""

    first: dt.date
    spend: Decimal
    value: Decimal


def spend_weeks(shop: Shop) -> list[SpendWeek]:
    """Return the weeks since the first spend of the last year, oldest first."""
    if not shop.spend:
        return []
    dates = [each.date for each in shop.spend]
    found = []
    for first in _firsts(min(dates), max(dates)):
        days = [each for each in shop.spend if first <= each.date < first + WEEK]
        spent = sum((each.spend for each in days), Decimal(0))
        value = sum((each.value for each in days), Decimal(0))
        found.append(SpendWeek(first, spent, value))
    return found


def by_platform(shop: Shop) -> list[tuple[str, Decimal, Decimal]]:
    """Return spend and value of each platform, the dearest first."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for each in shop.spend:
        spent, value = found.get(each.platform, (Decimal(0), Decimal(0)))
        found[each.platform] = spent + each.spend, value + each.value
    rows = [(platform, *sums) for platform, sums in found.items()]
    return sorted(rows, key=lambda row: row[1], reverse=True)


def by_weather(shop: Shop) -> dict[str, tuple[int, Decimal]]:
    """Return how many days were much warmer, near normal, and much cooler.

    Returns:
        Days and their median net sales by `warmer`, `near` and `cooler`; a kind with
        fewer than 14 days is left out.
    """
    kinds: dict[str, list[SalesDay]] = {"warmer": [], "near": [], "cooler": []}
    for day in shop.days:
        anomaly = shop.anomalies.get(day.date)
        if anomaly is None:
            continue
        kind = "warmer" if anomaly >= FAR_C else "cooler" if anomaly <= -FAR_C else None
        kinds[kind or "near"].append(day)
    return {
        kind: (len(days), median(day.net_sales for day in days))
        for kind, days in kinds.items()
        if len(days) >= LEAST_DAYS
    }


def newest(promos: Sequence[Promo], count: int) -> list[Promo]:
    """Return the promos that went out last, the newest first."""
    return [*reversed(promos)][:count]
