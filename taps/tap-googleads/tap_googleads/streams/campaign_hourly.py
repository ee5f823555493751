"""What a campaign spent and got an hour.

https://developers.google.com/google-ads/api/fields/v26/campaign
"""

from __future__ import annotations

from tap_googleads.columns import CAMPAIGN, CUSTOMER, DATE, HOUR, USUAL, metrics
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class CampaignHourlyStream(ReportStream):
    """What a campaign spent and got an hour."""

    name = "campaign_hourly"
    primary_keys = ("customer_id", "campaign_id", "date", "hour")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        DATE,
        HOUR,
        *metrics(*USUAL),
    )
