"""Sentences about the shop, as people read them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from wv.report import words
from wv.report.shop_facts import FAR_C

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.shop_facts import Week
    from wv.report.shop_model import Coverage, Segment, ShippingCell, Shop

FEW = 2


def money(amount: Decimal, currency: str) -> str:
    """Return `12,345 USD`; a true minus."""
    text = f"{abs(amount):,.0f}"
    return f"{words.MINUS if amount < 0 else ''}{text}{words.NARROW}{currency}"


def headline(shop: Shop, weeks: Sequence[Week]) -> str:
    """Return what the shop sold in the weeks shown."""
    total = sum((week.net_sales for week in weeks), start=Decimal(0))
    orders = words.count(sum(week.orders for week in weeks), "order")
    return f"{money(total, shop.currency)} net in {len(weeks)} weeks, from {orders}."


def weather_sentence(shop: Shop, kinds: dict[str, tuple[int, Decimal]]) -> str:
    """Return how days of other weather sold; it claims no cause."""
    if not shop.anomalies:
        return "No weather is known yet where the orders go."
    if "near" not in kinds or len(kinds) < FEW:
        return "Too few days lay far from normal to say anything of weather."
    near, usual = kinds["near"]
    parts = []
    for kind, word in (("warmer", "above"), ("cooler", "below")):
        if kind in kinds and usual:
            days, amount = kinds[kind]
            change = words.percent(float(amount / usual) - 1)
            sign = "+" if amount >= usual else ""
            far = f"{words.number(FAR_C, 0)}{words.NARROW}°C or more {word} normal"
            parts.append(f"{days} days {far} sold {sign}{change}")
    against = f"against {near} days near normal, by the median day"
    cause = "Season and promotions are in these figures, too."
    return f"{words.listing(parts)} {against}. {cause}"


def map_sentence(cells: Sequence[ShippingCell]) -> str:
    """Return how many places orders go to, and whether their weather is read."""
    watched = sum(cell.share for cell in cells if cell.watched)
    return (
        f"Orders go to {words.count(len(cells), 'cell')} of about 5 km; "
        f"weather is read for {words.percent(watched)} of orders."
    )


def coverage_sentence(coverage: Sequence[Coverage]) -> str:
    """Return how many shipped orders have a place."""
    whole = next((each for each in coverage if each.country == "ALL"), None)
    if whole is None or whole.ratio is None:
        return "No order has been shipped yet."
    return (
        f"{whole.geocoded:,} of {whole.orders:,} shipped orders have a place: "
        f"{words.percent(whole.ratio, 1)}, {whole.severity}."
    )


def spend_sentence(shop: Shop, rows: Sequence[tuple[str, Decimal, Decimal]]) -> str:
    """Return what advertising cost and brought; whose count that is."""
    spent = sum((row[1] for row in rows), start=Decimal(0))
    value = sum((row[2] for row in rows), start=Decimal(0))
    back = words.number(float(value / spent), 2) if spent else words.NOTHING
    return (
        f"{money(spent, shop.currency)} spent, {money(value, shop.currency)} of sales "
        f"by the platforms' own count: {back} for each {shop.currency} spent. "
        "Two platforms may both count the same order."
    )


def segments_sentence(segments: Sequence[Segment]) -> str:
    """Return which kind of customer brings most."""
    total = sum(segment.spent for segment in segments)
    if not segments or not total:
        return "No customer is known yet."
    first = segments[0]
    share = words.percent(float(first.spent / total))
    people = words.count(first.customers, "customer")
    return f"{first.name}: {people} brought {share} of all that was spent."
