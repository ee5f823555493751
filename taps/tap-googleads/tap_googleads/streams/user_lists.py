"""Remarketing lists; numbers only, no people.

https://developers.google.com/google-ads/api/fields/v26/user_list
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import CUSTOMER, integer, key, text
from tap_kit.fields import fields


class UserListsStream(GoogleAdsStream):
    """Remarketing lists; numbers only, no people."""

    name = "user_lists"
    primary_keys = ("customer_id", "id")
    schema = fields(
        CUSTOMER,
        key("id", "user_list.id", "The list."),
        text("name", "user_list.name", "Its name."),
        text("type", "user_list.type", "Kind of list."),
        text(
            "membership_status",
            "user_list.membership_status",
            "Whether it takes new members.",
        ),
        integer(
            "membership_life_span",
            "user_list.membership_life_span",
            "So long somebody stays",
            "d",
        ),
        integer(
            "size_for_display",
            "user_list.size_for_display",
            "Members on the display network",
            "1",
        ),
        integer(
            "size_for_search", "user_list.size_for_search", "Members on search", "1"
        ),
        text("access_reason", "user_list.access_reason", "Why the account may use it."),
    )
