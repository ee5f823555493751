"""Segments of profiles.

https://developers.klaviyo.com/en/reference/get_segments
"""

from __future__ import annotations

from tap_kit.fields import boolean, fields, ids, instant, json_text, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import L


class SegmentsStream(KlaviyoStream):
    """One record a segment."""

    name = "segments"
    primary_keys = ("id",)
    endpoint = "/api/segments"
    rate = L
    page_size = 10
    include = "tags"
    changed = "updated"
    operators = ("greater-than", "")
    scope = "segments:read"
    schema = fields(
        key("id", "id", "Id of the segment."),
        text("name", "attributes.name", "Name that people gave it."),
        json_text("definition", "attributes.definition", "Who is in it."),
        boolean("is_active", "attributes.is_active", "Whether it is kept up to date."),
        boolean(
            "is_processing", "attributes.is_processing", "Whether it is being made."
        ),
        boolean("is_starred", "attributes.is_starred", "Whether people marked it."),
        ids("tag_ids", "relationships.tags.data", "Its tags."),
        instant("created", "attributes.created", "When it was made."),
        instant("updated", "attributes.updated", "When it was last changed."),
    )
