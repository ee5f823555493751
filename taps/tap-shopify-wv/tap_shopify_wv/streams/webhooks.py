"""Webhook subscriptions of this app.

https://shopify.dev/docs/api/admin-graphql/latest/queries/webhookSubscriptions
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    enum,
    gid,
    instant,
    legacy_id,
    shopify_columns,
    text,
    texts,
)


class WebhooksStream(ShopifyStream):
    """Grain: one row a subscription; only those of our own app are visible."""

    name = "webhooks"
    primary_keys = ("id",)
    root = "webhookSubscriptions"
    filter_by = None
    scopes = ()
    page_size = 250
    schema = shopify_columns(
        gid("id", "id", "The subscription."),
        legacy_id(),
        text("name", "name", "Its name."),
        enum("topic", "topic", "What it tells of."),
        enum("format", "format", "JSON or XML."),
        text("uri", "uri", "Where it is sent; may hold a secret.", free_text=True),
        text("filter", "filter", "Which events are sent."),
        texts("include_fields", "includeFields", "Which fields are sent."),
        texts(
            "metafield_namespaces", "metafieldNamespaces", "Which metafields are sent."
        ),
        text("api_version", "apiVersion.handle", "API version of what is sent."),
        instant("created_at", "createdAt", "When it was made."),
        instant("updated_at", "updatedAt", "When it last changed."),
    )
