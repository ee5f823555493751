"""What a targeted place spent and got a day.

https://developers.google.com/google-ads/api/fields/v26/location_view
"""

from __future__ import annotations

from tap_googleads.columns import (
    CAMPAIGN,
    CUSTOMER,
    DATE,
    USUAL,
    key,
    metrics,
    number,
    text,
)
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class LocationTargetDailyStream(ReportStream):
    """What a targeted place spent and got a day."""

    name = "location_target_daily"
    primary_keys = ("customer_id", "campaign_id", "criterion_id", "date")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        key(
            "criterion_id",
            "campaign_criterion.criterion_id",
            "The criterion; its geo target.",
        ),
        text(
            "geo_target_constant",
            "campaign_criterion.location.geo_target_constant",
            "The place, `geoTargetConstants/…`.",
        ),
        number(
            "bid_modifier",
            "campaign_criterion.bid_modifier",
            "Bids are multiplied by it",
            "1",
        ),
        DATE,
        *metrics(*USUAL),
    )
