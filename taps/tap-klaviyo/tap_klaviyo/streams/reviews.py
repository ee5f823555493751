"""Reviews of products and of the shop.

https://developers.klaviyo.com/en/reference/get_reviews
"""

from __future__ import annotations

from tap_kit.fields import boolean, fields, instant, integer, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import M


class ReviewsStream(KlaviyoStream):
    """One record a review.

    The API knows only when a review was written: a later edit is seen while the
    lookback reaches it.
    """

    name = "reviews"
    primary_keys = ("id",)
    endpoint = "/api/reviews"
    rate = M
    page_size = 100
    changed = "created"
    scope = "reviews:read"
    schema = fields(
        key("id", "id", "Id of the review."),
        text("item_id", "relationships.item.data.id", "Product it is about."),
        text("product_external_id", "attributes.product.external_id", "The same."),
        text("product_name", "attributes.product.name", "Its name then."),
        text("status", "attributes.status.value", "published, rejected …"),
        text(
            "review_type", "attributes.review_type", "review, rating, question, store."
        ),
        boolean("verified", "attributes.verified", "Whether they bought it."),
        integer("rating", "attributes.rating", "Stars, 1 to 5"),
        text("author", "attributes.author", "Who wrote it.", pii="name"),
        text("email", "attributes.email", "Their address.", pii="email"),
        text("title", "attributes.title", "Headline.", free_text=True),
        text("content", "attributes.content", "What they wrote.", free_text=True),
        instant("created", "attributes.created", "When it was written."),
        instant("updated", "attributes.updated", "When it was last changed."),
    )
