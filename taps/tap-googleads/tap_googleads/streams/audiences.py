"""Audiences.

https://developers.google.com/google-ads/api/fields/v26/audience
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import CUSTOMER, key, text
from tap_kit.fields import fields


class AudiencesStream(GoogleAdsStream):
    """Audiences."""

    name = "audiences"
    primary_keys = ("customer_id", "id")
    schema = fields(
        CUSTOMER,
        key("id", "audience.id", "The audience."),
        text("name", "audience.name", "Its name."),
        text("status", "audience.status", "ENABLED or REMOVED."),
        text("description", "audience.description", "What it is for."),
    )
