"""The shop's weeks against the weather of the same weeks, as chart and as table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import blocks, sales, shop_facts, shop_words, words
from wv.report.canvas import legend
from wv.report.html import el

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv.report.html import Element
    from wv.report.shop_facts import Week
    from wv.report.shop_model import Shop

KEY = (
    ("sold", "net sales"),
    ("promo", "week with a promotion"),
    ("warm", "warmer than normal"),
    ("cool", "cooler than normal"),
)


def part(shop: Shop, weeks: Sequence[Week]) -> Element:
    """Return sales against weather.

    Args:
        shop: The shop.
        weeks: Its weeks, one at least.
    """
    sentence = shop_words.weather_sentence(shop, shop_facts.by_weather(shop))
    columns = (
        "Week from", "Orders", f"Net sales, {shop.currency}", "vs normal °C",
        "Promotions",
    )  # fmt: skip
    return el(
        "figure",
        el("h3", "Sales against weather"),
        el("p", sentence, class_="reading"),
        legend(KEY),
        sales.draw(weeks, shop.currency, sentence),
        el("figcaption", _caption(shop, weeks)),
        blocks.folded(
            "Every week as a table",
            f"Weeks, amounts in {shop.currency}",
            columns,
            map(_row, weeks),
        ),
    )


def _caption(shop: Shop, weeks: Sequence[Week]) -> str:
    first, last = words.day_name(weeks[0].first), words.day_name(shop.days[-1].date)
    top = sales.ceiling([week.net_sales for week in weeks])
    cut = [
        f"the week from {words.day_name(week.first)} sold "
        f"{shop_words.money(week.net_sales, shop.currency)}"
        for week in weeks
        if week.net_sales > top
    ]
    notch = f" A bar with a notch is cut short: {words.listing(cut)}." if cut else ""
    return (
        f"By week, {first} to {last}. Temperature against normal, weighted by where "
        f"orders go.{notch}"
    )


def _row(week: Week) -> tuple[str, ...]:
    return (
        words.row_day(week.first),
        f"{week.orders:,}",
        words.whole(week.net_sales),
        words.number(week.anomaly_c, sign=True),
        str(week.promos or words.NOTHING),
    )
