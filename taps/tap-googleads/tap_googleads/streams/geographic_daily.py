"""Where people were, or what place they were interested in, a day.

https://developers.google.com/google-ads/api/fields/v26/geographic_view
"""

from __future__ import annotations

from tap_googleads.columns import (
    BASIC,
    CAMPAIGN,
    CUSTOMER,
    DATE,
    key,
    metrics,
    segments,
)
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class GeographicDailyStream(ReportStream):
    """Where people were, or what place they were interested in, a day."""

    name = "geographic_daily"
    primary_keys = (
        "customer_id",
        "campaign_id",
        "country_criterion_id",
        "location_type",
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
            "geographic_view.country_criterion_id",
            "Country, as geo target.",
        ),
        key(
            "location_type",
            "geographic_view.location_type",
            "LOCATION_OF_PRESENCE, or AREA_OF_INTEREST: never join weather on it.",
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
