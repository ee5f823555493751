"""What a landing page spent and got a day.

https://developers.google.com/google-ads/api/fields/v26/landing_page_view
"""

from __future__ import annotations

from tap_googleads.columns import (
    AD_GROUP,
    CAMPAIGN,
    CUSTOMER,
    DATE,
    USUAL,
    key,
    metrics,
)
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class LandingPageDailyStream(ReportStream):
    """What a landing page spent and got a day."""

    name = "landing_page_daily"
    primary_keys = ("customer_id", "ad_group_id", "landing_page", "date")
    slice_days = 7
    at_once = True
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        AD_GROUP,
        key(
            "landing_page",
            "landing_page_view.unexpanded_final_url",
            "The page, before it is expanded.",
        ),
        DATE,
        *metrics(*USUAL),
    )
