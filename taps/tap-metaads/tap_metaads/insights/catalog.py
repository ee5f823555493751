"""The columns of insights: what each level and breakdown has.

https://developers.facebook.com/docs/marketing-api/reference/ads-insights
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_kit.fields import day, decimal, fields, integer, json_text, key, text
from tap_metaads.columns import account_key, money, ratio

if TYPE_CHECKING:
    from tap_kit.fields import Field, FieldSchema

UNKNOWN = "UNKNOWN"
"""What a row has where Meta leaves a breakdown out: keys are never null."""
HOUR = "hourly_stats_aggregated_by_advertiser_time_zone"
AUDIENCE_HOUR = "hourly_stats_aggregated_by_audience_time_zone"
HOURLY = frozenset({HOUR, AUDIENCE_HOUR})
LEVEL_IDS = {"campaign": "campaign_id", "adset": "ad_set_id", "ad": "ad_id"}
"""The column with the id of a level's rows; accounts have theirs anyhow."""
_LEVELS = ("account", "campaign", "adset", "ad")

_OF_LEVEL: dict[str, tuple[Field, ...]] = {
    "account": (
        account_key(),
        text("account_name", "account_name", "Name of the ad account."),
        text("currency", "account_currency", "Currency of all money, ISO 4217."),
    ),
    "campaign": (
        key("campaign_id", "campaign_id", "The campaign."),
        text("campaign_name", "campaign_name", "Its name on that day."),
        text("objective", "objective", "What it is for."),
        text("buying_type", "buying_type", "AUCTION or RESERVED."),
    ),
    "adset": (
        key("ad_set_id", "adset_id", "The ad set."),
        text("ad_set_name", "adset_name", "Its name on that day."),
        text("optimization_goal", "optimization_goal", "What it is optimised for."),
        text("attribution_setting", "attribution_setting", "What `default` counts."),
    ),
    "ad": (
        key("ad_id", "ad_id", "The ad."),
        text("ad_name", "ad_name", "Its name on that day."),
        text("quality_ranking", "quality_ranking", "Beside ads for the same people."),
        text("engagement_rate_ranking", "engagement_rate_ranking", "As above."),
        text("conversion_rate_ranking", "conversion_rate_ranking", "As above."),
    ),
}
_DAYS = (
    day("date_start", "date_start", "Day in the account's time zone.", required=True),
    day("date_stop", "date_stop", "Last day of the row: the same.", required=True),
)
_PEOPLE = (
    integer("reach", "reach", "People who saw it; not to be added up"),
    ratio("frequency", "frequency", "Impressions a person"),
    money("cpp", "cpp", "Cost of 1,000 people"),
    integer("unique_clicks", "unique_clicks", "People who clicked"),
    ratio("unique_ctr", "unique_ctr", "Share of people who clicked", "%"),
)
_BASIC = (
    integer("impressions", "impressions", "Times it was shown"),
    money("spend", "spend", "Spent"),
    integer("clicks", "clicks", "Clicks of all kinds"),
    integer("inline_link_clicks", "inline_link_clicks", "Clicks on its link"),
    integer("inline_post_engagement", "inline_post_engagement", "What people did"),
)
_FURTHER = (
    money("social_spend", "social_spend", "Spent where friends were named"),
    ratio("ctr", "ctr", "Share of impressions that were clicked", "%"),
    ratio("cpc", "cpc", "Cost of a click", "currency"),
    ratio("cpm", "cpm", "Cost of 1,000 impressions", "currency"),
    ratio("inline_link_click_ctr", "inline_link_click_ctr", "Of link clicks", "%"),
    ratio(
        "cost_per_inline_link_click",
        "cost_per_inline_link_click",
        "Cost of a link click",
        "currency",
    ),
    ratio(
        "cost_per_inline_post_engagement",
        "cost_per_inline_post_engagement",
        "Cost of what people did",
        "currency",
    ),
    decimal(
        "estimated_ad_recallers",
        "estimated_ad_recallers",
        "People who would remember it",
        "1",
    ),
    integer(
        "instant_experience_clicks_to_open",
        "instant_experience_clicks_to_open",
        "Clicks that opened an instant experience",
    ),
    decimal("canvas_avg_view_time", "canvas_avg_view_time", "Spent in it", "s"),
    decimal("canvas_avg_view_percent", "canvas_avg_view_percent", "Seen of it", "%"),
    json_text("results", "results", "What the objective counts."),
    json_text("cost_per_result", "cost_per_result", "What one of them cost."),
    json_text("result_rate", "result_rate", "How many impressions brought one."),
)
BREAKDOWNS: dict[str, Field] = {
    field.path: field
    for field in (
        key("age", "age", "Age group: 18-24 … 65+, Unknown."),
        key("gender", "gender", "male, female, unknown."),
        key("country", "country", "Country where people are, ISO 3166-1 alpha-2."),
        key("region", "region", "Its region, by Meta's name; where people live."),
        key("comscore_market", "comscore_market", "Market of the US, by Comscore."),
        key("publisher_platform", "publisher_platform", "facebook, instagram …"),
        key("platform_position", "platform_position", "feed, story, reels …"),
        key("device_platform", "device_platform", "mobile, desktop …"),
        key("impression_device", "impression_device", "iphone, android_smartphone …"),
        key("hour", HOUR, "Hour by the account's clock: 00:00:00 - 00:59:59."),
        key("audience_hour", AUDIENCE_HOUR, "Hour by the clock of who saw it."),
    )
}
"""Columns by the breakdown that Meta knows."""
KNOWN: dict[str, Field] = {
    field.path: field
    for field in (
        *(field for level in _LEVELS for field in _OF_LEVEL[level] if field.path),
        *_BASIC,
        *_PEOPLE,
        *_FURTHER,
    )
}
"""Columns by the field of insights that they are read from."""


def level_columns(level: str) -> tuple[Field, ...]:
    """Return the columns that tell what a row is about."""
    levels = _LEVELS[: _LEVELS.index(level) + 1]
    return (*(field for one in levels for field in _OF_LEVEL[one]), *_DAYS)


def breakdown_columns(*breakdowns: str) -> tuple[Field, ...]:
    """Return the columns of breakdowns; one that nobody knows is named by itself."""
    words = "Value of the breakdown."
    return tuple(BREAKDOWNS.get(name) or key(name, name, words) for name in breakdowns)


def insights(level: str, *breakdowns: str) -> FieldSchema:
    """Declare the columns of a report.

    Args:
        level: Whose figures: account, campaign, adset or ad.
        breakdowns: By what they are broken down.
    """
    measures = _BASIC if HOURLY & set(breakdowns) else (*_BASIC, *_PEOPLE)
    if not breakdowns:
        measures = (*measures, *_FURTHER)
    parts = breakdown_columns(*breakdowns)
    return fields(*level_columns(level), *parts, *measures)


def keys(level: str, *breakdowns: str) -> tuple[str, ...]:
    """Return the primary key of a report's rows: never a name, never a status."""
    own = (LEVEL_IDS[level],) if level in LEVEL_IDS else ()
    parts = (field.name for field in breakdown_columns(*breakdowns))
    return ("account_id", *own, "date_start", *parts)
