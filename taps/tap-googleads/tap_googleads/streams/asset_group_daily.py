"""What an asset group of Performance Max spent and got a day.

https://developers.google.com/google-ads/api/fields/v26/asset_group
"""

from __future__ import annotations

from tap_googleads.columns import CAMPAIGN, CUSTOMER, DATE, USUAL, key, metrics
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class AssetGroupDailyStream(ReportStream):
    """What an asset group of Performance Max spent and got a day."""

    name = "asset_group_daily"
    primary_keys = ("customer_id", "asset_group_id", "date")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        key("asset_group_id", "asset_group.id", "The asset group."),
        DATE,
        *metrics(*USUAL),
    )
