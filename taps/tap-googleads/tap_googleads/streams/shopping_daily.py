"""What a product spent and got a day.

https://developers.google.com/google-ads/api/fields/v26/shopping_performance_view
"""

from __future__ import annotations

from tap_googleads.columns import CAMPAIGN, CUSTOMER, DATE, key, metrics, segments, text
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class ShoppingDailyStream(ReportStream):
    """What a product spent and got a day."""

    name = "shopping_daily"
    primary_keys = (
        "customer_id",
        "campaign_id",
        "ad_group_id",
        "date",
        "product_item_id",
        "product_country",
    )
    slice_days = 7
    at_once = True
    may_lack = ("ad_group_id",)
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        key("ad_group_id", "ad_group.id", "The ad group; empty for Performance Max."),
        text("product_title", "segments.product_title", "Its title."),
        text("product_brand", "segments.product_brand", "Its brand."),
        DATE,
        *segments("product_item_id", "product_country"),
        *metrics(
            "impressions", "clicks", "cost_micros", "conversions", "conversions_value"
        ),
    )
