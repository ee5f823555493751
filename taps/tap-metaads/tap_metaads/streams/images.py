"""Images of creatives.

https://developers.facebook.com/docs/marketing-api/reference/ad-image
"""

from __future__ import annotations

from tap_kit.fields import boolean, fields, integer, key, text, texts
from tap_metaads.columns import account_key, when
from tap_metaads.edges import EdgeStream


class ImagesStream(EdgeStream):
    """One record an image of an account."""

    name = "images"
    primary_keys = ("account_id", "hash")
    edge = "adimages"
    page_size = 100
    schema = fields(
        account_key(),
        key("hash", "hash", "Hash of the image; creatives name it."),
        text("id", "id", "Account and hash."),
        text("name", "name", "Name of the file."),
        text("status", "status", "ACTIVE, INTERNAL or DELETED."),
        integer("width", "width", "Width", "px"),
        integer("height", "height", "Height", "px"),
        integer("original_width", "original_width", "Width as uploaded", "px"),
        integer("original_height", "original_height", "Height as uploaded", "px"),
        text("url", "url", "Where it lies for a while."),
        text("permalink_url", "permalink_url", "Where it lies."),
        when("created_time", "created_time", "When it was made."),
        when("updated_time", "updated_time", "When it was last changed."),
        texts("creatives", "creatives", "Creatives that use it."),
        boolean(
            "is_associated_creatives_in_adgroups",
            "is_associated_creatives_in_adgroups",
            "Whether ads use them.",
        ),
    )
