"""The section of the shop: what it sold, where, what, to whom, and when told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import (
    blocks,
    shop_ads,
    shop_facts,
    shop_places,
    shop_sums,
    shop_tables,
    shop_weeks,
    shop_words,
    words,
)
from wv.report.html import el

if TYPE_CHECKING:
    from wv.report.html import Element
    from wv.report.places import Known
    from wv.report.shop_model import Shop

WEEK, FOUR_WEEKS, YEAR = 7, 28, 364
"""Days; a year of whole weeks, so that weekdays meet weekdays."""


def section(shop: Shop, known: Known) -> Element:
    """Return everything the page says of the shop.

    Args:
        shop: The shop.
        known: The places, by cell, and where the page shows them.
    """
    weeks, ahead = shop_facts.weeks(shop), shop_places.weeks_ahead(shop, known)
    return el(
        "section",
        el("h2", "The shop", id="shop-name"),
        el("p", shop_words.headline(shop, weeks), class_="lede"),
        _figures(shop, shop_places.outlook_c(ahead)) if shop.days else None,
        shop_places.ahead(ahead, known),
        shop_weeks.part(shop, weeks) if weeks else None,
        shop_ads.part(shop),
        shop_places.where(shop, known),
        shop_places.coverage(shop.coverage),
        shop_tables.products(shop),
        shop_tables.segments(shop),
        shop_tables.promos(shop),
        id="shop",
        class_="shop",
        aria_labelledby="shop-name",
        tabindex=-1,
    )


def _figures(shop: Shop, outlook_c: float | None) -> Element:
    """Return the four numbers a shopkeeper looks for first."""
    week = shop_sums.span(shop, WEEK, before=WEEK)
    month = shop_sums.span(shop, FOUR_WEEKS, before=YEAR)
    each = month.net_sales / month.orders if month.orders else None
    coming = words.celsius(outlook_c, sign=True)
    return blocks.figures(
        (
            (
                "Last 7 days",
                shop_words.money(week.net_sales, shop.currency),
                shop_words.change(week.change, "the 7 days before"),
            ),
            (
                "Last 28 days",
                shop_words.money(month.net_sales, shop.currency),
                shop_words.change(month.change, "a year ago"),
            ),
            (
                "An order, last 28 days",
                words.NOTHING
                if each is None
                else shop_words.money(each, shop.currency),
                f"net, the mean of {words.count(month.orders, 'order')}",
            ),
            ("Weather, next 7 days", coming, "against normal, where orders go"),
        )
    )
