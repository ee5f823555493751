"""Parcels: what was shipped, from where, and where it is.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Fulfillment
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    array,
    boolean,
    enum,
    gid,
    instant,
    integer,
    legacy_id,
    shopify_columns,
    text,
    url,
)
from tap_shopify_wv.common import parent


class FulfillmentsStream(ShopifyStream):
    """Grain: one row a fulfillment. Its lines are a stream of their own."""

    name = "fulfillments"
    primary_keys = ("id",)
    replication_key = "order_updated_at"
    root = "orders"
    rows = ("fulfillments",)
    scopes = ("read_orders",)
    bulk = True
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The fulfillment."),
        legacy_id(),
        *parent("order"),
        text("name", "name", "Name shown to people, e.g. #1001-F1."),
        enum("status", "status", "State of the fulfillment."),
        enum(
            "display_status",
            "displayStatus",
            "State as shown: in transit, delivered, and so on.",
        ),
        instant("created_at", "createdAt", "When it was made."),
        instant("updated_at", "updatedAt", "When it last changed."),
        instant("in_transit_at", "inTransitAt", "When it left."),
        instant("delivered_at", "deliveredAt", "When it arrived."),
        instant(
            "estimated_delivery_at", "estimatedDeliveryAt", "When it should arrive."
        ),
        boolean(
            "requires_shipping",
            "requiresShipping",
            "Whether anything in it is shipped.",
        ),
        integer("total_quantity", "totalQuantity", "Pieces in it."),
        gid("location_id", "location.id", "Where it was shipped from."),
        gid("service_id", "service.id", "Service that shipped it."),
        text("service_handle", "service.handle", "Handle of that service."),
        text("service_name", "service.serviceName", "Name of that service."),
        enum("service_type", "service.type", "Kind of that service."),
        text(
            "origin_province_code",
            "originAddress.provinceCode",
            "Province it left from.",
        ),
        text(
            "origin_country_code",
            "originAddress.countryCode",
            "Country it left from, ISO 3166-1 alpha-2.",
        ),
        array(
            "tracking_info",
            "trackingInfo",
            "How to follow the parcel.",
            text("company", "company", "Carrier."),
            text("number", "number", "Number of the parcel.", pii="tracking"),
            url("url", "url", "Page that follows it.", free_text=True),
        ),
    )
