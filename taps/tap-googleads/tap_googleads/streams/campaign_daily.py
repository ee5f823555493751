"""What a campaign spent and got a day, by device and network.

https://developers.google.com/google-ads/api/fields/v26/campaign
"""

from __future__ import annotations

from tap_googleads.columns import CAMPAIGN, CUSTOMER, DATE, USUAL, metrics, segments
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class CampaignDailyStream(ReportStream):
    """What a campaign spent and got a day, by device and network."""

    name = "campaign_daily"
    primary_keys = ("customer_id", "campaign_id", "date", "device", "ad_network_type")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        DATE,
        *segments("device", "ad_network_type"),
        *metrics(
            *USUAL,
            "interactions",
            "engagements",
            "video_trueview_views",
            "conversions_by_conversion_date",
            "conversions_value_by_conversion_date",
        ),
    )
