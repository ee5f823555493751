"""The figures of a row: counts and money as texts, actions as lists.

https://developers.facebook.com/docs/marketing-api/reference/ads-insights
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.metaads.insights.actions import (
    PURCHASE,
    Counts,
    listed,
    money,
    priced,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BASIC: Final = (
    "impressions",
    "clicks",
    "cost_micros",
    "link_clicks",
    "landing_views",
    "engagements",
    "checkouts",
)
"""Measures of the book that every question reads."""
PEOPLE: Final = ("reach", "unique_clicks")
OF_PEOPLE: Final = frozenset(
    {
        "reach",
        "frequency",
        "cpp",
        "unique_clicks",
        "unique_ctr",
        "cost_per_unique_click",
    }
)
"""Fields that count people."""
_MICROS = 1_000_000


def measures_for(fields: tuple[str, ...], *, with_orders: bool) -> tuple[str, ...]:
    """Tell which measures of the book the fields of a question need."""
    people = PEOPLE if OF_PEOPLE & set(fields) else ()
    return (*BASIC, *people, *(Counts.MEASURES if with_orders else ()))


def ratio(part: float, whole: float) -> str | None:
    """Write a quotient with at most six digits; None by zero."""
    if not whole:
        return None
    text = f"{part / whole:.6f}".rstrip("0")
    return text.rstrip(".")


def simple(sums: Mapping[str, int], name: str) -> str:
    """Write one figure; nothing is a zero."""
    return _SIMPLE[name](sums) or "0"


def figures(
    sums: Mapping[str, int], counts: Counts, fields: tuple[str, ...]
) -> dict[str, Any]:
    """Write the figures that are asked for; what cannot be told is left out.

    Args:
        sums: Measures of the book.
        counts: The actions that may be told.
        fields: What is asked.
    """
    told: dict[str, Any] = {
        name: _SIMPLE[name](sums) for name in fields if name in _SIMPLE
    }
    told |= {name: _LISTS[name](sums, counts) for name in fields if name in _LISTS}
    if "objective_results" in fields:
        # Asked for by one name, it comes by another.
        told["results"] = _results(counts)
    return {
        name: value for name, value in told.items() if value is not None and value != []
    }


def _spend(sums: Mapping[str, int]) -> float:
    return sums["cost_micros"] / _MICROS


_SIMPLE: Final[Mapping[str, Callable[[Mapping[str, int]], str | None]]] = {
    "impressions": lambda s: str(s["impressions"]),
    "clicks": lambda s: str(s["clicks"]),
    "spend": lambda s: money(s["cost_micros"]),
    "social_spend": lambda _: "0",
    "reach": lambda s: str(s["reach"]),
    "frequency": lambda s: ratio(s["impressions"], s["reach"]) or "0",
    "unique_clicks": lambda s: str(s["unique_clicks"]),
    "ctr": lambda s: ratio(100 * s["clicks"], s["impressions"]),
    "unique_ctr": lambda s: ratio(100 * s["unique_clicks"], s["reach"]),
    "cpc": lambda s: ratio(_spend(s), s["clicks"]),
    "cpm": lambda s: ratio(1000 * _spend(s), s["impressions"]),
    "cpp": lambda s: ratio(1000 * _spend(s), s["reach"]),
    "cost_per_unique_click": lambda s: ratio(_spend(s), s["unique_clicks"]),
    "inline_link_clicks": lambda s: str(s["link_clicks"]),
    "inline_link_click_ctr": lambda s: ratio(100 * s["link_clicks"], s["impressions"]),
    "cost_per_inline_link_click": lambda s: ratio(_spend(s), s["link_clicks"]),
    "inline_post_engagement": lambda s: str(s["engagements"]),
    "cost_per_inline_post_engagement": lambda s: ratio(_spend(s), s["engagements"]),
}


def _outbound(value: str | None) -> list[dict[str, str]]:
    if value in (None, "0"):
        return []
    return [{"action_type": "outbound_click", "value": str(value)}]


def _results(counts: Counts) -> list[dict[str, Any]]:
    made = counts.of(PURCHASE)
    if not made:
        return []
    values = [{"value": str(made), "attribution_windows": ["default"]}]
    return [{"indicator": f"actions:{PURCHASE}", "values": values}]


def _cost_per_result(sums: Mapping[str, int], counts: Counts) -> list[dict[str, Any]]:
    cost = ratio(_spend(sums), counts.of(PURCHASE))
    if cost is None:
        return []
    values = [{"value": cost, "attribution_windows": ["default"]}]
    return [{"indicator": f"actions:{PURCHASE}", "values": values}]


def _roas(sums: Mapping[str, int], counts: Counts, kind: str) -> list[dict[str, str]]:
    spend = _spend(sums)
    told = [one for one in priced(counts) if one["action_type"] == PURCHASE]
    return [
        {
            name: kind if name == "action_type" else ratio(float(value), spend) or "0"
            for name, value in one.items()
        }
        for one in told
        if spend
    ]


def _costs(sums: Mapping[str, int], counts: Counts) -> list[dict[str, str]]:
    spend, words = _spend(sums), {"action_type", *counts.more}
    return [
        {
            name: value if name in words else ratio(spend, int(value)) or "0"
            for name, value in one.items()
        }
        for one in listed(counts)
    ]


_LISTS: Final[
    Mapping[str, Callable[[Mapping[str, int], Counts], list[dict[str, Any]]]]
] = {
    "actions": lambda _, counts: listed(counts),
    "action_values": lambda _, counts: priced(counts),
    "cost_per_action_type": _costs,
    "outbound_clicks": lambda sums, _: _outbound(str(sums["link_clicks"])),
    "outbound_clicks_ctr": lambda sums, _: _outbound(
        ratio(100 * sums["link_clicks"], sums["impressions"])
    ),
    "cost_per_outbound_click": lambda sums, _: _outbound(
        ratio(_spend(sums), sums["link_clicks"])
    ),
    "purchase_roas": lambda sums, counts: _roas(sums, counts, "omni_purchase"),
    "website_purchase_roas": lambda sums, counts: _roas(sums, counts, PURCHASE),
    "results": lambda _, counts: _results(counts),
    "cost_per_result": _cost_per_result,
}
WITH_ACTIONS: Final = frozenset(
    {
        "actions",
        "action_values",
        "cost_per_action_type",
        "purchase_roas",
        "website_purchase_roas",
        "results",
        "objective_results",
        "cost_per_result",
    }
)
"""Fields that tell of orders."""
