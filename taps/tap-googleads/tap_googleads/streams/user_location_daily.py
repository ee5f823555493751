"""Where people were a day, targeted or not: the place to join weather on.

https://developers.google.com/google-ads/api/fields/v26/user_location_view
"""

from __future__ import annotations

from tap_googleads.columns import (
    BASIC,
    CAMPAIGN,
    CUSTOMER,
    DATE,
    flag,
    key,
    metrics,
    segments,
)
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class UserLocationDailyStream(ReportStream):
    """Where people were a day, targeted or not: the place to join weather on."""

    name = "user_location_daily"
    primary_keys = (
        "customer_id",
        "campaign_id",
        "country_criterion_id",
        "is_targeting_location",
        "date",
        "geo_target_region",
        "geo_target_metro",
        "geo_target_city",
        "geo_target_most_specific_location",
    )
    slice_days = 7
    at_once = True
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        key(
            "country_criterion_id",
            "user_location_view.country_criterion_id",
            "Country, as geo target.",
        ),
        flag(
            "is_targeting_location",
            "user_location_view.targeting_location",
            "Whether the place was targeted.",
        ),
        DATE,
        *segments(
            "geo_target_region",
            "geo_target_metro",
            "geo_target_city",
            "geo_target_most_specific_location",
        ),
        *metrics(*BASIC),
    )
