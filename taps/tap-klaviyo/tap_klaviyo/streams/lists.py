"""Lists of profiles.

https://developers.klaviyo.com/en/reference/get_lists
"""

from __future__ import annotations

from tap_kit.fields import fields, ids, instant, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import L


class ListsStream(KlaviyoStream):
    """One record a list."""

    name = "lists"
    primary_keys = ("id",)
    endpoint = "/api/lists"
    rate = L
    page_size = 10
    include = "tags"
    changed = "updated"
    operators = ("greater-than", "")
    scope = "lists:read"
    schema = fields(
        key("id", "id", "Id of the list."),
        text("name", "attributes.name", "Name that people gave it."),
        text("opt_in_process", "attributes.opt_in_process", "Single or double opt-in."),
        ids("tag_ids", "relationships.tags.data", "Its tags."),
        instant("created", "attributes.created", "When it was made."),
        instant("updated", "attributes.updated", "When it was last changed."),
    )
