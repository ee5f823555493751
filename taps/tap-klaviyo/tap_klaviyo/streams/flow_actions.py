"""The steps of flows: waits, splits, and messages sent.

https://developers.klaviyo.com/en/reference/get_actions_for_flow
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.fields import fields, instant, json_text, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import S

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any


class FlowActionsStream(KlaviyoStream):
    """One record an action; read whole each run, flow by flow."""

    name = "flow_actions"
    primary_keys = ("id",)
    endpoint = "/api/flows/{id}/flow-actions"
    rate = S
    page_size = 50
    scope = "flows:read"
    schema = fields(
        key("id", "id", "Id of the action."),
        text("flow_id", "", "Flow it is a step of."),
        text("action_type", "attributes.definition.type", "What it does."),
        text("status", "attributes.definition.data.status", "draft, manual or live."),
        text("next_id", "attributes.definition.links.next", "Action that follows."),
        json_text("links", "attributes.definition.links", "All ways on from here."),
        instant("created", "attributes.created", "When it was made."),
        instant("updated", "attributes.updated", "When it was last changed."),
    )

    @override
    def parts(self) -> Iterator[tuple[str, str, str]]:
        for flow in self.tap.listing.flow_ids:
            yield flow, flow, ""

    @override
    def rows(
        self, resource: Mapping[str, Any], page: Mapping[str, Any], part: str
    ) -> Iterator[dict[str, Any]]:
        del page
        yield self.reader.record(resource) | {"flow_id": part}
