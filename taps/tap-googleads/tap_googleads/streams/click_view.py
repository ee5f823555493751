"""Every click with its gclid, and where the person was.

https://developers.google.com/google-ads/api/fields/v26/click_view
"""

from __future__ import annotations

from tap_googleads.columns import CAMPAIGN, CUSTOMER, DATE, key, metrics, text
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class ClickViewStream(ReportStream):
    """Every click with its gclid, and where the person was."""

    name = "click_view"
    primary_keys = ("customer_id", "gclid", "date")
    slice_days = 1
    own_lookback_days = 3
    kept_days = 90
    at_once = True
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        text("ad_group_id", "ad_group.id", "The ad group; Performance Max has none."),
        key("gclid", "click_view.gclid", "Google's id of the click; orders carry it."),
        text("ad", "click_view.ad_group_ad", "Resource name of the ad."),
        text("keyword", "click_view.keyword", "Resource name of the keyword."),
        text("keyword_text", "click_view.keyword_info.text", "The keyword."),
        text(
            "keyword_match_type",
            "click_view.keyword_info.match_type",
            "EXACT, PHRASE or BROAD.",
        ),
        text(
            "presence_most_specific",
            "click_view.location_of_presence.most_specific",
            "Finest place where the person was, `geoTargetConstants/…`.",
        ),
        text(
            "presence_region",
            "click_view.location_of_presence.region",
            "Region where the person was, `geoTargetConstants/…`.",
        ),
        text(
            "presence_city",
            "click_view.location_of_presence.city",
            "City where the person was, `geoTargetConstants/…`.",
        ),
        text(
            "presence_metro",
            "click_view.location_of_presence.metro",
            "Metro area where the person was, `geoTargetConstants/…`.",
        ),
        text(
            "presence_country",
            "click_view.location_of_presence.country",
            "Country where the person was, `geoTargetConstants/…`.",
        ),
        text(
            "interest_most_specific",
            "click_view.area_of_interest.most_specific",
            "Finest place the person was interested in, `geoTargetConstants/…`.",
        ),
        text(
            "interest_region",
            "click_view.area_of_interest.region",
            "Region the person was interested in, `geoTargetConstants/…`.",
        ),
        text(
            "interest_city",
            "click_view.area_of_interest.city",
            "City the person was interested in, `geoTargetConstants/…`.",
        ),
        text(
            "interest_metro",
            "click_view.area_of_interest.metro",
            "Metro area the person was interested in, `geoTargetConstants/…`.",
        ),
        text(
            "interest_country",
            "click_view.area_of_interest.country",
            "Country the person was interested in, `geoTargetConstants/…`.",
        ),
        text("device", "segments.device", "Device that showed the ad."),
        text(
            "ad_network_type", "segments.ad_network_type", "Network that showed the ad."
        ),
        text("click_type", "segments.click_type", "What was clicked."),
        text("slot", "segments.slot", "Where the ad stood."),
        DATE,
        *metrics("clicks"),
    )
