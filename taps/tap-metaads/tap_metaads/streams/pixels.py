"""Pixels (datasets): where events of the website come from.

https://developers.facebook.com/docs/marketing-api/reference/ads-pixel
"""

from __future__ import annotations

from tap_kit.fields import boolean, fields, key, text
from tap_metaads.columns import account_key, when
from tap_metaads.edges import EdgeStream


class PixelsStream(EdgeStream):
    """One record a pixel and account: accounts may share one."""

    name = "pixels"
    primary_keys = ("account_id", "id")
    edge = "adspixels"
    page_size = 100
    schema = fields(
        key("id", "id", "Id of the pixel."),
        account_key(),
        text("name", "name", "Name that people gave it."),
        when("creation_time", "creation_time", "When it was made."),
        when("last_fired_time", "last_fired_time", "Its last event."),
        boolean("is_unavailable", "is_unavailable", "Whether it cannot be used."),
        text("owner_business_id", "owner_business.id", "Business that owns it."),
        text(
            "owner_ad_account_id", "owner_ad_account.account_id", "Account that does."
        ),
        text(
            "data_use_setting", "data_use_setting", "What its events may be used for."
        ),
        text(
            "first_party_cookie_status",
            "first_party_cookie_status",
            "Whether cookies of the own site count.",
        ),
    )
