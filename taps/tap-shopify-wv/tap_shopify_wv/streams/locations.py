"""Locations: where stock lies and where one can buy or pick up.

https://shopify.dev/docs/api/admin-graphql/latest/queries/locations
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    boolean,
    enum,
    gid,
    instant,
    legacy_id,
    number,
    shopify_columns,
    text,
)


class LocationsStream(ShopifyStream):
    """Grain: one row a location, closed and old ones included.

    Read whole each run: the query cannot filter by `updated_at`.
    """

    name = "locations"
    primary_keys = ("id",)
    root = "locations"
    filter_by = None
    scopes = ("read_locations",)
    bulk = True
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The location."),
        legacy_id(),
        text("name", "name", "Its name."),
        boolean("is_active", "isActive", "Whether it is in use."),
        boolean(
            "is_fulfillment_service",
            "isFulfillmentService",
            "Whether a service runs it.",
        ),
        gid("fulfillment_service_id", "fulfillmentService.id", "That service."),
        text("fulfillment_service_handle", "fulfillmentService.handle", "Its handle."),
        boolean(
            "fulfills_online_orders",
            "fulfillsOnlineOrders",
            "Whether it ships online orders.",
        ),
        boolean("ships_inventory", "shipsInventory", "Whether it ships at all."),
        boolean(
            "has_active_inventory", "hasActiveInventory", "Whether stock lies there."
        ),
        boolean(
            "has_unfulfilled_orders",
            "hasUnfulfilledOrders",
            "Whether orders wait there.",
        ),
        enum(
            "pickup_time",
            "localPickupSettingsV2.pickupTime",
            "When orders can be picked up; null where they cannot.",
        ),
        instant("created_at", "createdAt", "When it was added."),
        instant("updated_at", "updatedAt", "When it last changed."),
        instant("deactivated_at", "deactivatedAt", "When it was closed."),
        boolean(
            "address_is_verified", "addressVerified", "Whether the address is verified."
        ),
        text("address1", "address.address1", "Street."),
        text("address2", "address.address2", "Rest."),
        text("zip", "address.zip", "Postcode."),
        text("city", "address.city", "City."),
        text("province", "address.province", "Province or state."),
        text("province_code", "address.provinceCode", "Its code."),
        text("country", "address.country", "Country's name."),
        text("country_code", "address.countryCode", "Country, ISO 3166-1 alpha-2."),
        text("phone", "address.phone", "Phone."),
        number("latitude", "address.latitude", "Latitude.", "\u00b0"),
        number("longitude", "address.longitude", "Longitude.", "\u00b0"),
    )
