"""Work to ship: what has to leave which location, by when, and how it stands.

https://shopify.dev/docs/api/admin-graphql/latest/queries/fulfillmentOrders
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
    shopify_columns,
    text,
)


class FulfillmentOrdersStream(ShopifyStream):
    """Grain: one row a fulfillment order, closed ones included."""

    name = "fulfillment_orders"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "fulfillmentOrders"
    scopes = (
        (
            "read_assigned_fulfillment_orders",
            "read_merchant_managed_fulfillment_orders",
            "read_third_party_fulfillment_orders",
        ),
    )
    bulk = True
    page_size = 50
    schema = shopify_columns(
        gid("id", "id", "The fulfillment order."),
        gid("order_id", "orderId", "The order."),
        text("order_name", "orderName", "Name of the order, e.g. #1001."),
        instant(
            "order_processed_at", "orderProcessedAt", "When the order counts as sold."
        ),
        enum("status", "status", "State of the work."),
        enum(
            "request_status", "requestStatus", "State of the request to whoever ships."
        ),
        instant("created_at", "createdAt", "When it was made."),
        instant("updated_at", "updatedAt", "When it last changed."),
        instant("fulfill_at", "fulfillAt", "When it is to be shipped."),
        instant("fulfill_by", "fulfillBy", "When it has to be shipped at the latest."),
        gid("location_id", "assignedLocation.location.id", "Location that ships."),
        text("location_name", "assignedLocation.name", "Its name."),
        text("location_city", "assignedLocation.city", "Its city."),
        text("location_province", "assignedLocation.province", "Its province."),
        enum(
            "location_country_code",
            "assignedLocation.countryCode",
            "Its country, ISO 3166-1 alpha-2.",
        ),
        enum("delivery_kind", "deliveryMethod.methodType", "Kind of delivery."),
        text(
            "delivery_name",
            "deliveryMethod.presentedName",
            "Way of delivery, as shown.",
        ),
        text("delivery_code", "deliveryMethod.serviceCode", "Its code."),
        instant(
            "delivery_from",
            "deliveryMethod.minDeliveryDateTime",
            "Earliest promised delivery.",
        ),
        instant(
            "delivery_to",
            "deliveryMethod.maxDeliveryDateTime",
            "Latest promised delivery.",
        ),
        text(
            "destination_first_name",
            "destination.firstName",
            "Who gets it: name.",
            pii="name",
        ),
        text(
            "destination_last_name",
            "destination.lastName",
            "Who gets it: surname.",
            pii="name",
        ),
        text(
            "destination_company",
            "destination.company",
            "Who gets it: company.",
            pii="name",
        ),
        text(
            "destination_address1",
            "destination.address1",
            "Where to: street.",
            pii="address",
        ),
        text(
            "destination_address2",
            "destination.address2",
            "Where to: rest.",
            pii="address",
        ),
        text(
            "destination_zip", "destination.zip", "Where to: postcode.", pii="address"
        ),
        text(
            "destination_city",
            "destination.city",
            "Where to: city; protected here, unlike in orders.",
            pii="address",
        ),
        text(
            "destination_email",
            "destination.email",
            "Who gets it: e-mail.",
            pii="email",
        ),
        text(
            "destination_phone", "destination.phone", "Who gets it: phone.", pii="phone"
        ),
        text(
            "destination_province",
            "destination.province",
            "Where to: province or state.",
        ),
        enum(
            "destination_country_code",
            "destination.countryCode",
            "Where to: country, ISO 3166-1 alpha-2.",
        ),
        text("incoterm", "internationalDuties.incoterm", "Who pays duties."),
        array(
            "supported_actions",
            "supportedActions",
            "What can be done with it next.",
            enum("action", "action", "The action."),
        ),
        array(
            "fulfillment_holds",
            "fulfillmentHolds",
            "Why it waits.",
            gid("id", "id", "The hold."),
            enum("reason", "reason", "Reason, as a word."),
            text("display_reason", "displayReason", "Reason, as shown."),
            boolean(
                "held_by_requesting_app",
                "heldByRequestingApp",
                "Whether this app holds it.",
            ),
            text("reason_notes", "reasonNotes", "Reason in words.", free_text=True),
        ),
        array(
            "line_items",
            "lineItems",
            "Lines to ship.",
            gid("id", "id", "The line of the fulfillment order."),
            gid("line_item_id", "lineItem.id", "Line of the order."),
            gid("variant_id", "variant.id", "The variant."),
            gid("inventory_item_id", "inventoryItemId", "What leaves the stock."),
            text("sku", "sku", "Stock keeping unit."),
            boolean("requires_shipping", "requiresShipping", "Whether it is shipped."),
            integer("total_quantity", "totalQuantity", "Pieces to ship."),
            integer(
                "remaining_quantity", "remainingQuantity", "Pieces not shipped yet."
            ),
        ),
    )
