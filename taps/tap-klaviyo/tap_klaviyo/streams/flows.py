"""Flows: messages that an event sets going.

https://developers.klaviyo.com/en/reference/get_flows
"""

from __future__ import annotations

from tap_kit.fields import boolean, fields, ids, instant, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import S


class FlowsStream(KlaviyoStream):
    """One record a flow."""

    name = "flows"
    primary_keys = ("id",)
    endpoint = "/api/flows"
    rate = S
    page_size = 50
    include = "tags"
    changed = "updated"
    scope = "flows:read"
    schema = fields(
        key("id", "id", "Id of the flow."),
        text("name", "attributes.name", "Name that people gave it."),
        text("status", "attributes.status", "draft, manual or live."),
        boolean("archived", "attributes.archived", "Whether it was put away."),
        text("trigger_type", "attributes.trigger_type", "What sets it going."),
        ids("tag_ids", "relationships.tags.data", "Its tags."),
        instant("created", "attributes.created", "When it was made."),
        instant("updated", "attributes.updated", "When it was last changed."),
    )
