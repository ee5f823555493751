"""What the shop sold, to whom, and what went out to them: tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import blocks, shop_facts, shop_sums, shop_words, tables, words
from wv.report.html import el

if TYPE_CHECKING:
    from wv.report.html import Element
    from wv.report.shop_model import Product, Segment, Shop
    from wv.report.shop_sums import Effect

PROMOS_SHOWN = 10
KINDS = (
    "VIP, Loyal and Regular by how often they ordered and what they spent, One-time by "
    "a single order; Emerging are all others. The bands are settings of the build."
)


def products(shop: Shop) -> Element | None:
    """Return the products that brought most; None where none is known."""
    if not shop.products:
        return None
    table = tables.table(
        f"Products that brought most, amounts in {shop.currency}",
        (
            "Product", "Pieces", f"Net sales, {shop.currency}", "Share", "Came back",
            "Most often bought with",
        ),
        map(_product, shop.products),
        css="lasttext",
    )  # fmt: skip
    return blocks.part("Top products", shop_words.products_sentence(shop), table)


def _product(product: Product) -> tuple[str, ...]:
    return (
        words.short(product.title),
        f"{product.units:,}",
        words.whole(product.net_sales),
        words.percent(product.share, 1),
        words.percent(product.return_rate, 1),
        words.short(product.bought_with or words.NOTHING),
    )


def segments(shop: Shop) -> Element | None:
    """Return customers by segment; None where none is known."""
    if not shop.segments:
        return None
    total = sum(float(segment.spent) for segment in shop.segments)
    table = tables.table(
        f"Customers by segment, amounts in {shop.currency}",
        (
            "Segment", "Customers", f"Spent, {shop.currency}", "Share",
            f"Each, {shop.currency}", "Orders",
        ),
        (_segment(segment, total) for segment in shop.segments),
    )  # fmt: skip
    sentence = shop_words.segments_sentence(shop.segments)
    note = el("p", KINDS, class_="small note")
    return blocks.part("Customers", sentence, table, note)


def _segment(segment: Segment, total: float) -> tuple[str, ...]:
    share = float(segment.spent) / total if total else None
    each = segment.spent / segment.customers if segment.customers else None
    return (
        segment.name,
        f"{segment.customers:,}",
        words.whole(segment.spent),
        words.percent(share, 1),
        words.whole(each),
        f"{segment.orders:,}",
    )


def promos(shop: Shop) -> Element | None:
    """Return what went out last; None where nothing ever did."""
    if not shop.promos:
        return None
    newest = shop_facts.newest(shop.promos, PROMOS_SHOWN)
    effects = [shop_sums.effect(shop, promo) for promo in newest]
    table = tables.table(
        f"What went out last, amounts in {shop.currency}",
        (
            "Day", "Channel", f"Net sales, {shop.currency}", "vs days without",
            "Campaigns", "Delivered",
        ),
        map(_promo, effects),
        css="text2",
    )  # fmt: skip
    return blocks.part("Promotions", shop_words.promos_sentence(shop, effects), table)


def _promo(effect: Effect) -> tuple[str, ...]:
    promo = effect.promo
    delivered = words.NOTHING if promo.delivered is None else f"{promo.delivered:,}"
    return (
        words.row_day(promo.date),
        promo.channel.replace("_", " "),
        words.whole(effect.net_sales),
        words.percent(effect.change, sign=True),
        f"{promo.campaigns:,}",
        delivered,
    )
