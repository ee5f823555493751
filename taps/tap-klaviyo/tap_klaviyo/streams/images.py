"""Images that messages show.

https://developers.klaviyo.com/en/reference/get_images
"""

from __future__ import annotations

from tap_kit.fields import boolean, fields, instant, integer, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import M


class ImagesStream(KlaviyoStream):
    """One record an image."""

    name = "images"
    primary_keys = ("id",)
    endpoint = "/api/images"
    rate = M
    page_size = 100
    changed = "updated_at"
    scope = "images:read"
    schema = fields(
        key("id", "id", "Id of the image."),
        text("name", "attributes.name", "Name that people gave it."),
        text("image_url", "attributes.image_url", "Where it lies."),
        text("format", "attributes.format", "jpeg, png, gif …"),
        integer("size", "attributes.size", "Length of the file", "B"),
        boolean("hidden", "attributes.hidden", "Whether people put it away."),
        instant("updated_at", "attributes.updated_at", "When it was last changed."),
    )
