"""What advertising cost and brought, as chart and as tables."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from wv.report import blocks, shop_facts, shop_words, spend, tables, words
from wv.report.canvas import legend
from wv.report.html import el

if TYPE_CHECKING:
    from wv.report.html import Element
    from wv.report.shop_model import Shop

KEY = (("paid", "spent"), ("brought", "sold, by the platforms' count"))


def part(shop: Shop) -> Element | None:
    """Return advertising; None where nothing was ever spent."""
    weeks = shop_facts.spend_weeks(shop)
    if not weeks:
        return None
    platforms = shop_facts.by_platform(shop)
    sentence = shop_words.spend_sentence(shop, platforms)
    money = (
        f"Spent, {shop.currency}",
        f"Sold, {shop.currency}",
        f"Sold for each {shop.currency} spent",
    )
    caption = f"amounts in {shop.currency}"
    rows = [(name.capitalize(), *_row(*sums)) for name, *sums in platforms]
    if len(platforms) > 1:
        rows.append(("Together", *_row(*_total(platforms))))
    return el(
        "figure",
        el("h3", "Advertising"),
        el("p", sentence, class_="reading"),
        legend(KEY),
        spend.draw(weeks, shop.currency, sentence),
        tables.table(f"Advertising by platform, {caption}", ("Platform", *money), rows),
        el("figcaption", "Days of the ads; sales of the newest weeks still grow."),
        blocks.folded(
            "Every week of advertising as a table",
            f"Advertising by week, {caption}",
            ("Week from", *money),
            (
                (words.row_day(week.first), *_row(week.spend, week.value))
                for week in weeks
            ),
        ),
    )


def _total(rows: list[tuple[str, Decimal, Decimal]]) -> tuple[Decimal, Decimal]:
    spent = sum((row[1] for row in rows), Decimal(0))
    return spent, sum((row[2] for row in rows), Decimal(0))


def _row(spent: Decimal, value: Decimal) -> tuple[str, str, str]:
    back = words.number(float(value / spent), 2) if spent else words.NOTHING
    return words.whole(spent), words.whole(value), back
