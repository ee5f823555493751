"""Gift cards: what was sold, what is left of it, until when.

https://shopify.dev/docs/api/admin-graphql/latest/queries/giftCards
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    boolean,
    day,
    gid,
    instant,
    money_v2,
    shopify_columns,
    text,
)


class GiftCardsStream(ShopifyStream):
    """Grain: one row a gift card.

    The query cannot filter by `updated_at`, but sort by it: pages begin with the newest
    and end where the window begins.
    """

    name = "gift_cards"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "giftCards"
    filter_by = None
    scopes = ("read_gift_cards",)
    bulk = True
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The gift card."),
        text(
            "last_characters",
            "lastCharacters",
            "Last characters of its code.",
            pii="account",
        ),
        boolean("is_enabled", "enabled", "Whether it can be used."),
        boolean("is_redeemable", "isRedeemable", "Whether it can be redeemed now."),
        instant("created_at", "createdAt", "When it was issued."),
        instant("updated_at", "updatedAt", "When it last changed; redeeming counts."),
        day("expires_on", "expiresOn", "Last day it can be used."),
        instant("deactivated_at", "deactivatedAt", "When it was taken out of use."),
        *money_v2("initial_value", "initialValue", "Value it was issued with"),
        *money_v2("balance", "balance", "Value left"),
        gid("customer_id", "customer.id", "Who has it."),
        gid("order_id", "order.id", "Order it was bought with."),
        gid("recipient_id", "recipientAttributes.recipient.id", "Who it was given to."),
        text(
            "recipient_name",
            "recipientAttributes.preferredName",
            "Name of the recipient.",
            pii="name",
        ),
        text(
            "recipient_message",
            "recipientAttributes.message",
            "Message to the recipient.",
            free_text=True,
        ),
        instant(
            "recipient_notified_at",
            "recipientAttributes.sendNotificationAt",
            "When the recipient is told.",
        ),
        text("template_suffix", "templateSuffix", "Template of its page."),
        text("note", "note", "Note of the staff.", free_text=True),
    )
