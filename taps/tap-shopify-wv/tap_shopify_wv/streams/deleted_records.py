"""What was deleted, as far as Shopify keeps events of it.

https://shopify.dev/docs/api/admin-graphql/latest/queries/events
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    boolean,
    enum,
    gid,
    instant,
    shopify_columns,
    text,
)


class DeletedRecordsStream(ShopifyStream):
    """Grain: one row an event of deletion.

    Not every deletion leaves one; the sweep of ids is the second net.
    """

    name = "deleted_records"
    primary_keys = ("id",)
    replication_key = "created_at"
    root = "events"
    filter_by = "created_at"
    scopes = ()
    bulk = True
    page_size = 250
    terms = ("action:destroy",)
    schema = shopify_columns(
        gid("id", "id", "The event."),
        text("kind", "__typename", "Kind of event."),
        text("action", "action", "What happened."),
        gid("subject_id", "subjectId", "What was deleted."),
        enum("subject_type", "subjectType", "Its kind."),
        instant("created_at", "createdAt", "When it was deleted."),
        text("app_title", "appTitle", "App that did it."),
        text("author", "author", "Who did it.", pii="name"),
        boolean("is_by_app", "attributeToApp", "Whether an app did it."),
        boolean("is_by_user", "attributeToUser", "Whether a person did it."),
        text("message", "message", "The event in words.", free_text=True),
    )
