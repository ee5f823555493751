"""What may be selected with what: recorded for the resources that the sandbox serves.

https://developers.google.com/google-ads/api/fields/v26/overview
"""

from __future__ import annotations

from typing import Final, NamedTuple

PERIODS: Final = frozenset(
    f"segments.{name}" for name in ("date", "month", "quarter", "week", "year")
)
"""Segments that bound the days; they may stand in conditions alone."""
DATES: Final = PERIODS | {"segments.day_of_week", "segments.month_of_year"}
"""Segments that want a finite range of days."""
CONVERSION_SEGMENTS: Final = frozenset(
    {
        "segments.conversion_action",
        "segments.conversion_action_category",
        "segments.conversion_action_name",
    }
)
"""Segments that only counts of conversions can be told apart by."""
_CLICKS = frozenset(
    f"metrics.{name}"
    for name in (
        "average_cost",
        "average_cpc",
        "average_cpm",
        "clicks",
        "cost_micros",
        "ctr",
        "engagements",
        "impressions",
        "interaction_rate",
        "interactions",
        "video_trueview_views",
    )
)
CONVERSIONS: Final = frozenset(
    f"metrics.{name}"
    for name in (
        "all_conversions",
        "all_conversions_by_conversion_date",
        "all_conversions_value",
        "all_conversions_value_by_conversion_date",
        "conversions",
        "conversions_by_conversion_date",
        "conversions_value",
        "conversions_value_by_conversion_date",
        "value_per_all_conversions",
        "value_per_conversion",
        "view_through_conversions",
    )
)
"""Counts of conversions."""
_RATES = frozenset(
    {
        "metrics.conversions_from_interactions_rate",
        "metrics.conversions_value_per_cost",
        "metrics.cost_per_all_conversions",
        "metrics.cost_per_conversion",
    }
)
_BASE = _CLICKS | CONVERSIONS | _RATES
SHARES: Final = frozenset(
    f"metrics.search_{name}"
    for name in (
        "absolute_top_impression_share",
        "budget_lost_impression_share",
        "impression_share",
        "rank_lost_impression_share",
        "top_impression_share",
    )
)
"""Shares of all searches, which do not add up."""
_USUAL = DATES | CONVERSION_SEGMENTS | {"segments.device", "segments.ad_network_type"}
_HOUR = frozenset({"segments.hour"})
_PLACES = frozenset(
    f"segments.geo_target_{name}"
    for name in ("city", "country", "metro", "most_specific_location", "region")
)
_PRODUCTS = frozenset(
    f"segments.product_{name}" for name in ("brand", "country", "item_id", "title")
)
_IMPRESSIONS = frozenset({"metrics.impressions"})
_NOTHING: frozenset[str] = frozenset()


class Resource(NamedTuple):
    """What a resource goes with.

    Attributes:
        others: Resources whose fields may be selected from it.
        segments: Its segments.
        metrics: Its metrics.
    """

    others: tuple[str, ...] = ("customer",)
    segments: frozenset[str] = _NOTHING
    metrics: frozenset[str] = _NOTHING


_IN_CAMPAIGN = ("campaign", "customer")
_IN_GROUP = ("ad_group", "campaign", "customer")
_OF_CRITERION = ("ad_group", "ad_group_criterion", "campaign", "customer")
RESOURCES: Final = {
    "customer": Resource((), _USUAL | _HOUR, _BASE | SHARES),
    "campaign": Resource(
        ("bidding_strategy", "campaign_budget", "customer"),
        _USUAL | _HOUR,
        _BASE | SHARES,
    ),
    "ad_group": Resource(_IN_CAMPAIGN, _USUAL | _HOUR, _BASE | SHARES),
    "ad_group_ad": Resource(_IN_GROUP, _USUAL, _BASE),
    "ad_group_criterion": Resource(_IN_GROUP),
    "keyword_view": Resource(_OF_CRITERION, _USUAL, _BASE),
    "age_range_view": Resource(_OF_CRITERION, _USUAL, _BASE),
    "gender_view": Resource(_OF_CRITERION, _USUAL, _BASE),
    "search_term_view": Resource(
        _IN_GROUP, _USUAL | {"segments.search_term_match_type"}, _BASE
    ),
    "campaign_search_term_view": Resource(_IN_CAMPAIGN, _USUAL, _BASE),
    "geographic_view": Resource(
        _IN_GROUP, _USUAL | _PLACES, _BASE - {"metrics.view_through_conversions"}
    ),
    "user_location_view": Resource(
        _IN_GROUP, _USUAL | _PLACES, _BASE - {"metrics.view_through_conversions"}
    ),
    "location_view": Resource(
        ("campaign", "campaign_criterion", "customer"), _USUAL, _BASE
    ),
    "distance_view": Resource(_IN_CAMPAIGN, _USUAL, _BASE),
    "per_store_view": Resource(("customer",), _NOTHING, _IMPRESSIONS),
    "landing_page_view": Resource(_IN_GROUP, _USUAL, _BASE),
    "group_placement_view": Resource(_IN_GROUP, _USUAL, _BASE),
    "shopping_performance_view": Resource(_IN_GROUP, _USUAL | _PRODUCTS, _BASE),
    "asset_group": Resource(_IN_CAMPAIGN, _USUAL, _BASE),
    "performance_max_placement_view": Resource(_IN_CAMPAIGN, DATES, _IMPRESSIONS),
    "click_view": Resource(
        _IN_GROUP,
        frozenset(
            {
                "segments.ad_network_type",
                "segments.click_type",
                "segments.date",
                "segments.device",
                "segments.slot",
            }
        ),
        frozenset({"metrics.clicks"}),
    ),
    "campaign_budget": Resource(),
    "campaign_criterion": Resource(_IN_CAMPAIGN),
    "asset_group_asset": Resource(("asset", "asset_group", "campaign", "customer")),
    "campaign_label": Resource(("campaign", "customer", "label")),
    "ad_group_label": Resource((*_IN_GROUP, "label")),
    "ad_group_ad_label": Resource((*_IN_GROUP, "ad_group_ad", "label")),
    "ad_group_criterion_label": Resource((*_OF_CRITERION, "label")),
    "change_event": Resource(_IN_GROUP),
    "change_status": Resource(_IN_GROUP),
    "geo_target_constant": Resource(()),
}
"""By name; of all other resources there is nothing but their own fields."""


def resource_of(name: str) -> Resource:
    """Give what a resource goes with."""
    return RESOURCES.get(name, Resource())
