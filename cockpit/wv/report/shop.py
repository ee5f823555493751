"""The section of the shop: sales against weather, where, what, whom, and when told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import cellmap, sales, shop_facts, shop_words, spend, tables, words
from wv.report.canvas import legend
from wv.report.html import el

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.html import Child, Element
    from wv.report.shop_facts import Week
    from wv.report.shop_model import Coverage, Product, Promo, Segment, Shop

KEY = (
    ("sold", "net sales"),
    ("promo", "promotion"),
    ("warm", "warmer than normal"),
    ("cool", "cooler"),
)
SPEND_KEY = (("paid", "spent"), ("brought", "sold, by the platforms' count"))
SPEND_COLUMNS = ("Platform", "Spent", "Value", "Value a unit spent")
WEEK_COLUMNS = ("Week from", "Orders", "Net sales", "vs normal °C", "Promotions")
PRODUCT_COLUMNS = ("Product", "Units", "Net sales", "Share", "Returned", "Bought with")
SEGMENT_COLUMNS = ("Segment", "Customers", "Orders", "Spent")
PROMO_COLUMNS = ("Day", "Channel", "Campaigns", "Delivered")
COVERAGE_COLUMNS = ("Country", "Shipped", "With a place", "Share", "At least", "")
PROMOS_SHOWN = 10


def section(shop: Shop) -> Element:
    """Return everything the page says of the shop."""
    weeks = shop_facts.weeks(shop)
    return el(
        "section",
        el("h2", "The shop", id="shop-name"),
        el("p", shop_words.headline(shop, weeks), class_="lede"),
        _sales(shop, weeks),
        _spend(shop),
        _map(shop),
        _products(shop),
        _segments(shop),
        _promos(shop),
        id="shop",
        class_="shop",
        aria_labelledby="shop-name",
        tabindex=-1,
    )


def _sales(shop: Shop, weeks: Sequence[Week]) -> Element:
    sentence = shop_words.weather_sentence(shop, shop_facts.by_weather(shop))
    rows = [_week_row(week) for week in weeks]
    return el(
        "figure",
        el("h3", "Sales against weather"),
        el("p", sentence, class_="reading"),
        legend(KEY),
        sales.draw(weeks, shop.currency, sentence),
        el("figcaption", "Temperature against normal, weighted by where orders go."),
        tables.folded(
            "Every week as a table",
            tables.table(f"Weeks, amounts in {shop.currency}", WEEK_COLUMNS, rows),
        ),
    )


def _week_row(week: Week) -> tuple[str, ...]:
    return (
        words.day_name(week.first),
        f"{week.orders:,}",
        f"{week.net_sales:,.2f}",
        words.number(week.anomaly_c, sign=True),
        str(week.promos or words.NOTHING),
    )


def _spend(shop: Shop) -> Element | None:
    weeks = shop_facts.spend_weeks(shop)
    if not weeks:
        return None
    platforms = shop_facts.by_platform(shop)
    sentence = shop_words.spend_sentence(shop, platforms)
    rows = [
        (
            platform.capitalize(),
            f"{spent:,.2f}",
            f"{value:,.2f}",
            words.number(float(value / spent), 2) if spent else words.NOTHING,
        )
        for platform, spent, value in platforms
    ]
    caption = f"Advertising by platform, amounts in {shop.currency}"
    return el(
        "figure",
        el("h3", "Advertising"),
        el("p", sentence, class_="reading"),
        legend(SPEND_KEY),
        spend.draw(weeks, shop.currency, sentence),
        tables.table(caption, SPEND_COLUMNS, rows),
    )


def _map(shop: Shop) -> Element | None:
    if not shop.cells:
        return None
    sentence = shop_words.map_sentence(shop.cells)
    return el(
        "figure",
        el("h3", "Where orders go"),
        el("p", sentence, class_="reading"),
        cellmap.draw(shop.cells, sentence),
        el("figcaption", shop_words.coverage_sentence(shop.coverage)),
        *_coverage(shop.coverage),
    )


def _coverage(coverage: Sequence[Coverage]) -> list[Child]:
    if not coverage:
        return []
    rows = [
        (
            "All" if each.country == "ALL" else each.country,
            f"{each.orders:,}",
            f"{each.geocoded:,}",
            words.percent(each.ratio, 1),
            words.percent(each.lower, 1),
            each.severity,
        )
        for each in coverage
    ]
    caption = "Shipped orders with a place, by country"
    return [
        tables.folded(
            "Geocoding by country", tables.table(caption, COVERAGE_COLUMNS, rows)
        )
    ]


def _products(shop: Shop) -> Element | None:
    if not shop.products:
        return None
    caption = f"Products that brought most, amounts in {shop.currency}"
    return _part(
        "Top products", None, caption, PRODUCT_COLUMNS, map(_product, shop.products)
    )


def _product(product: Product) -> tuple[str, ...]:
    return (
        product.title,
        f"{product.units:,}",
        f"{product.net_sales:,.2f}",
        words.percent(product.share, 1),
        words.percent(product.return_rate, 1),
        product.bought_with or words.NOTHING,
    )


def _segments(shop: Shop) -> Element | None:
    if not shop.segments:
        return None
    caption = f"Customers by segment, amounts in {shop.currency}"
    sentence = shop_words.segments_sentence(shop.segments)
    rows = map(_segment, shop.segments)
    return _part("Customers", sentence, caption, SEGMENT_COLUMNS, rows)


def _segment(segment: Segment) -> tuple[str, ...]:
    return (
        segment.name,
        f"{segment.customers:,}",
        f"{segment.orders:,}",
        f"{segment.spent:,.2f}",
    )


def _promos(shop: Shop) -> Element | None:
    if not shop.promos:
        return None
    caption = "What went out last"
    rows = map(_promo, shop_facts.newest(shop.promos, PROMOS_SHOWN))
    return _part("Promotions", None, caption, PROMO_COLUMNS, rows)


def _promo(promo: Promo) -> tuple[str, ...]:
    delivered = words.NOTHING if promo.delivered is None else f"{promo.delivered:,}"
    return (
        words.day_name(promo.date),
        promo.channel.replace("_", " "),
        str(promo.campaigns),
        delivered,
    )


def _part(
    title: str,
    sentence: str | None,
    caption: str,
    columns: Sequence[str],
    rows: map[tuple[str, ...]],
) -> Element:
    return el(
        "section",
        el("h3", title),
        el("p", sentence, class_="reading") if sentence else None,
        tables.table(caption, columns, rows),
    )
