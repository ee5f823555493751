"""Places that campaigns target or leave out, points with coordinates.

https://developers.google.com/google-ads/api/fields/v26/campaign_criterion
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import (
    CAMPAIGN,
    CUSTOMER,
    boolean,
    degrees,
    key,
    number,
    text,
)
from tap_kit.fields import fields


class CampaignLocationsStream(GoogleAdsStream):
    """Places that campaigns target or leave out, points with coordinates."""

    name = "campaign_locations"
    primary_keys = ("customer_id", "campaign_id", "criterion_id")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        key(
            "criterion_id",
            "campaign_criterion.criterion_id",
            "The criterion; of a place its geo target.",
        ),
        text("type", "campaign_criterion.type", "LOCATION, or PROXIMITY for a circle."),
        boolean(
            "is_negative",
            "campaign_criterion.negative",
            "Whether the place is left out.",
        ),
        text("status", "campaign_criterion.status", "ENABLED, PAUSED or REMOVED."),
        number(
            "bid_modifier",
            "campaign_criterion.bid_modifier",
            "Bids are multiplied by it",
            "1",
        ),
        text(
            "geo_target_constant",
            "campaign_criterion.location.geo_target_constant",
            "The place, `geoTargetConstants/…`.",
        ),
        degrees(
            "latitude",
            "campaign_criterion.proximity.geo_point.latitude_in_micro_degrees",
            "Latitude of the circle's centre, WGS 84",
        ),
        degrees(
            "longitude",
            "campaign_criterion.proximity.geo_point.longitude_in_micro_degrees",
            "Longitude of the circle's centre, WGS 84",
        ),
        number(
            "radius",
            "campaign_criterion.proximity.radius",
            "Radius of the circle",
            "radius_units",
        ),
        text(
            "radius_units",
            "campaign_criterion.proximity.radius_units",
            "MILES or KILOMETERS.",
        ),
        text(
            "city_name",
            "campaign_criterion.proximity.address.city_name",
            "City of the centre, where it was told.",
        ),
        text(
            "postal_code",
            "campaign_criterion.proximity.address.postal_code",
            "Its postal code.",
        ),
        text(
            "country_code",
            "campaign_criterion.proximity.address.country_code",
            "Its country, ISO 3166-1.",
        ),
    )
