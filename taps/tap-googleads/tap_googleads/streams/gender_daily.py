"""What a gender spent and got a day, by device.

https://developers.google.com/google-ads/api/fields/v26/gender_view
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
    segments,
    text,
)
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class GenderDailyStream(ReportStream):
    """What a gender spent and got a day, by device."""

    name = "gender_daily"
    primary_keys = ("customer_id", "ad_group_id", "criterion_id", "date", "device")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        AD_GROUP,
        key("criterion_id", "ad_group_criterion.criterion_id", "The criterion."),
        text(
            "gender",
            "ad_group_criterion.gender.type",
            "The gender, as Google guesses it.",
        ),
        DATE,
        *segments("device"),
        *metrics(*USUAL),
    )
