"""Tags on campaigns, flows, lists and segments.

https://developers.klaviyo.com/en/reference/get_tags
"""

from __future__ import annotations

from tap_kit.fields import fields, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import S


class TagsStream(KlaviyoStream):
    """One record a tag; read whole each run."""

    name = "tags"
    primary_keys = ("id",)
    endpoint = "/api/tags"
    rate = S
    page_size = 50
    scope = "tags:read"
    schema = fields(
        key("id", "id", "Id of the tag."),
        text("name", "attributes.name", "The word."),
        text("tag_group_id", "relationships.tag-group.data.id", "Group it is in."),
    )
