"""Sentences about the shop, as people read them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from wv.report import facts, shop_sums, words
from wv.report.shop_facts import FAR_C

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.model import Cell, Day
    from wv.report.shop_facts import Week
    from wv.report.shop_model import Coverage, Segment, ShippingCell, Shop
    from wv.report.shop_sums import Effect

FEW = 2
YEAR_DAYS = 364
VERDICTS = {"insufficient": "too few to judge"}


def money(amount: Decimal, currency: str) -> str:
    """Return `12,345 USD`; a true minus."""
    return f"{words.whole(amount)}{words.NARROW}{currency}"


def change(ratio: float | None, against: str) -> str:
    """Return `+12 % against ...`, or that there is nothing to compare with."""
    if ratio is None:
        return "nothing before to compare with"
    return f"{words.percent(ratio, sign=True)} against {against}"


def verdict(severity: str) -> str:
    """Return what a severity means to somebody who has not read the model."""
    return VERDICTS.get(severity, severity)


def headline(shop: Shop, weeks: Sequence[Week]) -> str:
    """Return what the shop sold in the weeks shown, and in as many before."""
    total = sum((week.net_sales for week in weeks), start=Decimal(0))
    orders = words.count(sum(week.orders for week in weeks), "order")
    span = words.count(len(weeks), "week")
    said = f"{money(total, shop.currency)} net in {span}, from {orders}"
    year = shop_sums.span(shop, YEAR_DAYS, before=YEAR_DAYS) if weeks else None
    if year is None or year.change is None:
        return f"{said}."
    return f"{said}: {change(year.change, 'the 52 weeks before')}."


def weather_sentence(shop: Shop, kinds: dict[str, tuple[int, Decimal]]) -> str:
    """Return how days of other weather sold; it claims no cause."""
    if not shop.anomalies:
        return "No weather is known yet where the orders go."
    if "near" not in kinds or len(kinds) < FEW:
        return "Too few days lay far from normal to say anything of weather."
    near, usual = kinds["near"]
    far = f"at least {words.number(FAR_C, 0)}{words.NARROW}°C"
    parts = [
        f"{words.count(kinds[kind][0], 'day')} {far} {kind} than normal sold "
        f"{words.percent(float(kinds[kind][1] / usual) - 1, sign=True)}"
        for kind in ("warmer", "cooler")
        if kind in kinds and usual
    ]
    against = f"against {words.count(near, 'day')} near normal, by the median day"
    cause = "Season and promotions are in these figures, too."
    return f"{words.listing(parts)} {against}. {cause}"


def ahead_sentence(weeks: Sequence[tuple[Cell, float, Sequence[Day]]]) -> str:
    """Return where the week ahead is farthest from normal, and how many it warns.

    Args:
        weeks: Each place with its share of orders [1] and its days ahead.
    """
    parts = []
    means = [
        (cell.name, mean)
        for cell, _, days in weeks
        if (mean := facts.mean(day.anomaly_c for day in days)) is not None
    ]
    if means:
        name, mean = max(means, key=lambda each: abs(each[1]))
        far = words.against(mean)
        parts.append(f"Farthest from normal: {words.short(name)}, {far} on average.")
    reached: dict[str, float] = {}
    for _, share, days in weeks:
        for flag in {flag for day in days for flag in day.flags}:
            reached[flag] = reached.get(flag, 0.0) + share
    if reached:
        flags = sorted(reached, key=lambda flag: (-reached[flag], flag))
        first, *others = [
            f"{flag} where {words.percent(reached[flag])}" for flag in flags
        ]
        named = [f"{first} of orders go", *(o.replace(" where", "") for o in others)]
        parts.append(f"Flags: {', '.join(named)}.")
    return " ".join(parts) or "Nothing is flagged."


def map_sentence(cells: Sequence[ShippingCell]) -> str:
    """Return how many places orders go to, and whether their weather is read."""
    watched = sum(cell.share for cell in cells if cell.watched)
    return (
        f"Orders go to {words.count(len(cells), 'cell')} of about 5 km; "
        f"weather is read for {words.percent(watched, 1)} of orders."
    )


def coverage_sentence(coverage: Sequence[Coverage]) -> str:
    """Return how many shipped orders have a place, and what to do if too few."""
    whole = next((each for each in coverage if each.country == "ALL"), None)
    if whole is None or whole.ratio is None:
        return "No order has been shipped yet."
    said = (
        f"{whole.geocoded:,} of {whole.orders:,} shipped orders have a place "
        f"({words.percent(whole.ratio, 1)}): {verdict(whole.severity)}."
    )
    if whole.severity in {"warning", "critical"}:
        said += " Orders without a place meet no weather; `wv geocoding` tells more."
    return said


def spend_sentence(shop: Shop, rows: Sequence[tuple[str, Decimal, Decimal]]) -> str:
    """Return what advertising cost and brought; whose count that is."""
    spent = sum((row[1] for row in rows), start=Decimal(0))
    value = sum((row[2] for row in rows), start=Decimal(0))
    back = words.number(float(value / spent), 2) if spent else words.NOTHING
    since = words.day_name(min(each.date for each in shop.spend))
    return (
        f"Since {since}, {money(spent, shop.currency)} were spent, and the platforms "
        f"count {money(value, shop.currency)} of sales: {back} for each "
        f"{shop.currency} spent. Two platforms may both count the same order."
    )


def products_sentence(shop: Shop) -> str:
    """Return what the products shown brought together, and which comes back most."""
    share = sum(product.share or 0.0 for product in shop.products)
    whole = max(shop.products_known, len(shop.products))
    said = (
        f"{len(shop.products)} of {words.count(whole, 'product')} brought "
        f"{words.percent(share)} of net sales in all days read."
    )
    back = max(shop.products, key=lambda product: product.return_rate or 0.0)
    if not back.return_rate:
        return said
    most = f"{words.short(back.title)}, {words.percent(back.return_rate, 1)} of pieces"
    return f"{said} Of these, most came back of {most}."


def segments_sentence(segments: Sequence[Segment]) -> str:
    """Return which kind of customer brings most."""
    total = sum(segment.spent for segment in segments)
    if not segments or not total:
        return "No customer is known yet."
    first = segments[0]
    share = words.percent(float(first.spent / total))
    people = words.count(first.customers, "customer")
    return f"{first.name}: {people} brought {share} of all that was spent."


def promos_sentence(shop: Shop, effects: Sequence[Effect]) -> str:
    """Return how many promotions are known, and how those shown sold."""
    known = [effect.change for effect in effects if effect.change is not None]
    days = len({promo.date for promo in shop.promos})
    said = f"Campaigns went out on {words.count(days, 'day')} that are known."
    if not known:
        return said
    better = sum(value > 0 for value in known)
    return (
        f"{said} Of the {len(known)} below, {better} sold more than the median of days "
        "without a campaign within four weeks; it may not be because of them."
    )
