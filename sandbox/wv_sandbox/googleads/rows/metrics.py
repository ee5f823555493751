"""Metrics, each out of what the advertiser's book counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from wv_sandbox.ads.touches import WHOLE
from wv_sandbox.googleads.gaql.compatibility import SHARES
from wv_sandbox.noise import make_key, uniform

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Sums = Mapping[str, int]
    Number = int | float | None

MICROS: Final = 1_000_000


class Metric(NamedTuple):
    """A metric.

    Attributes:
        counts: Measures of the book that it needs.
        of: Makes it of their sums; None where there is no such number.
    """

    counts: tuple[str, ...]
    of: Callable[[Sums], Number]


def _same(measure: str) -> Metric:
    return Metric((measure,), lambda sums: sums[measure])


def _part(measure: str, of: int) -> Metric:
    return Metric((measure,), lambda sums: sums[measure] / of)


def _rate(above: str, below: str, times: float = 1.0) -> Metric:
    def rate(sums: Sums) -> Number:
        return sums[above] * times / sums[below] if sums[below] else None

    return Metric((above, below), rate)


def _nothing() -> Metric:
    """Give a metric of ads that this advertiser has none of."""
    return Metric(("impressions",), lambda _: 0)


def _all_conversions(sums: Sums) -> float:
    return _with_checkouts(sums, "conversions")


def _with_checkouts(sums: Sums, orders: str) -> float:
    # Divided once: a sum of doubles would have a tail of its own.
    return (sums[orders] + sums["checkouts"] * WHOLE) / WHOLE


_METRICS: Final = {
    "impressions": _same("impressions"),
    "clicks": _same("clicks"),
    "cost_micros": _same("cost_micros"),
    "interactions": _same("clicks"),
    "engagements": _nothing(),
    "video_trueview_views": _nothing(),
    "conversions": _part("conversions", WHOLE),
    "conversions_value": _part("value_micros", MICROS),
    "all_conversions": Metric(("conversions", "checkouts"), _all_conversions),
    "all_conversions_value": _part("value_micros", MICROS),
    "view_through_conversions": Metric(
        ("orders_1d_view",), lambda sums: sums["orders_1d_view"] // WHOLE
    ),
    "conversions_by_conversion_date": _part("conversions_by_order_day", WHOLE),
    "conversions_value_by_conversion_date": _part("value_micros_by_order_day", MICROS),
    "all_conversions_by_conversion_date": Metric(
        ("conversions_by_order_day", "checkouts"),
        lambda sums: _with_checkouts(sums, "conversions_by_order_day"),
    ),
    "all_conversions_value_by_conversion_date": _part(
        "value_micros_by_order_day", MICROS
    ),
    "average_cost": _rate("cost_micros", "clicks"),
    "average_cpc": _rate("cost_micros", "clicks"),
    "average_cpm": _rate("cost_micros", "impressions", 1000),
    "ctr": _rate("clicks", "impressions"),
    "interaction_rate": _rate("clicks", "impressions"),
    "conversions_from_interactions_rate": _rate("conversions", "clicks", 1 / WHOLE),
    "conversions_value_per_cost": _rate("value_micros", "cost_micros"),
    "cost_per_conversion": _rate("cost_micros", "conversions", WHOLE),
    "value_per_conversion": _rate("value_micros", "conversions", WHOLE / MICROS),
    "cost_per_all_conversions": Metric(
        ("cost_micros", "conversions", "checkouts"),
        lambda sums: _divided(sums["cost_micros"], _all_conversions(sums)),
    ),
    "value_per_all_conversions": Metric(
        ("value_micros", "conversions", "checkouts"),
        lambda sums: _divided(sums["value_micros"] / MICROS, _all_conversions(sums)),
    ),
}
METRICS: Final = {f"metrics.{name}": metric for name, metric in _METRICS.items()}
"""By path; all but the shares of searches."""


def _divided(above: float, below: float) -> Number:
    return above / below if below else None


def search_share(path: str, identity: tuple[object, ...], impressions: int) -> Number:
    """Give a share of all searches, which nothing but the row decides.

    Args:
        path: One of `SHARES`.
        identity: What names the row.
        impressions: Of search; without any there is no share.
    """
    if not impressions:
        return None
    luck = uniform(make_key("share", *identity), np.arange(len(SHARES)))
    shown = 0.3 + 0.5 * float(luck[0])
    lost = float(luck[1])
    shares = {
        "impression_share": shown,
        "budget_lost_impression_share": (1.0 - shown) * lost,
        "rank_lost_impression_share": (1.0 - shown) * (1.0 - lost),
        "top_impression_share": shown * (0.5 + 0.4 * float(luck[2])),
        "absolute_top_impression_share": shown * (0.2 + 0.2 * float(luck[3])),
    }
    return round(shares[path.removeprefix("metrics.search_")], 6)
