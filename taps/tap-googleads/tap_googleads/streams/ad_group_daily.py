"""What an ad group spent and got a day, by device; no Performance Max.

https://developers.google.com/google-ads/api/fields/v26/ad_group
"""

from __future__ import annotations

from tap_googleads.columns import (
    AD_GROUP,
    CAMPAIGN,
    CUSTOMER,
    DATE,
    USUAL,
    metrics,
    segments,
)
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class AdGroupDailyStream(ReportStream):
    """What an ad group spent and got a day, by device; no Performance Max."""

    name = "ad_group_daily"
    primary_keys = ("customer_id", "ad_group_id", "date", "device")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        AD_GROUP,
        DATE,
        *segments("device"),
        *metrics(*USUAL, "interactions", "engagements", "video_trueview_views"),
    )
