"""Codes of discounts, each with its uses.

https://shopify.dev/docs/api/admin-graphql/latest/objects/DiscountRedeemCode
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    gid,
    instant,
    integer,
    shopify_columns,
    text,
)


class DiscountCodesStream(ShopifyStream):
    """Grain: one row a code.

    Never by bulk, which gives 100 codes of a discount and says nothing of the rest.
    """

    name = "discount_codes"
    primary_keys = ("id",)
    replication_key = "discount_updated_at"
    root = "discountNodes"
    rows = ("discount", "codes")
    scopes = ("read_discounts",)
    page_size = 25
    by_id = "discountNode"
    terms = ("method:code",)
    schema = shopify_columns(
        gid("id", "id", "The code's id."),
        gid("discount_id", "@root.id", "The discount it belongs to."),
        instant(
            "discount_updated_at",
            "@root.discount.updatedAt",
            "When the discount last changed; decides what is read again.",
        ),
        text("discount_kind", "@root.discount.__typename", "Kind of discount."),
        text("discount_title", "@root.discount.title", "Name of the discount."),
        text("code", "code", "The code."),
        integer(
            "usage_count", "asyncUsageCount", "How often it was used; a little late."
        ),
        gid("created_by_app_id", "createdBy.id", "App that made it."),
    )
