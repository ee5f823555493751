"""Metaobjects: the shop's own kinds of records.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Metaobject
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    array,
    enum,
    gid,
    instant,
    shopify_columns,
    text,
)


class MetaobjectsStream(ShopifyStream):
    """Grain: one row a metaobject.

    Read whole each run, by definition: below a definition they cannot be filtered.
    """

    name = "metaobjects"
    primary_keys = ("id",)
    root = "metaobjectDefinitions"
    rows = ("metaobjects",)
    filter_by = None
    scopes = ("read_metaobject_definitions", "read_metaobjects")
    bulk = True
    page_size = 50
    schema = shopify_columns(
        gid("id", "id", "The metaobject."),
        gid("definition_id", "@root.id", "Its definition."),
        text("definition_name", "@root.name", "Name of the definition."),
        text("type", "type", "Kind of metaobject."),
        text("handle", "handle", "Name within its kind."),
        text("display_name", "displayName", "Name shown to people."),
        enum(
            "status",
            "capabilities.publishable.status",
            "Active or draft; null if it cannot be published.",
        ),
        gid("created_by_app_id", "createdByApp.id", "App that made it."),
        gid("created_by_staff_id", "createdByStaff.id", "Staff member who made it."),
        instant("created_at", "createdAt", "When it was made."),
        instant("updated_at", "updatedAt", "When it last changed."),
        array(
            "fields",
            "fields",
            "Its fields, whose values people type.",
            text("key", "key", "Name of the field."),
            text("type", "type", "Type of the value."),
            text("value", "value", "The value, as text."),
        ),
    )
