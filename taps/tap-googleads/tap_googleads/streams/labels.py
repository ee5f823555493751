"""Labels.

https://developers.google.com/google-ads/api/fields/v26/label
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import CUSTOMER, key, text
from tap_kit.fields import fields


class LabelsStream(GoogleAdsStream):
    """Labels."""

    name = "labels"
    primary_keys = ("customer_id", "id")
    schema = fields(
        CUSTOMER,
        key("id", "label.id", "The label."),
        text("name", "label.name", "Its name."),
        text("status", "label.status", "ENABLED or REMOVED."),
        text(
            "background_color",
            "label.text_label.background_color",
            "Its colour, #RRGGBB.",
        ),
        text("description", "label.text_label.description", "What it is for."),
    )
