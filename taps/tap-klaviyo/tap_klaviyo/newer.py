"""Campaigns as revision 2026-10-15 has them: one list for all channels.

Status and time of sending have moved from the campaign to its messages, what a message
says to its variations. Here they are brought into the columns of the older revision, so
that the lake keeps one table. https://developers.klaviyo.com/en/reference/get_campaigns
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_klaviyo.client import included, related
from tap_klaviyo.filters import equals
from tap_klaviyo.streams.campaign_messages import CampaignMessagesStream
from tap_klaviyo.streams.campaigns import CampaignsStream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_kit.loop import RecordStream

NEWER = "2026-10-15"


class NewerCampaignsStream(CampaignsStream):
    """One record a campaign; the channel is its messages' affair."""

    include = ""

    @override
    def parts(self) -> Iterator[tuple[str, str, str]]:
        yield "live", "", equals("archived", value=False)
        yield "archived", "", equals("archived", value=True)

    @override
    def rows(
        self, resource: Mapping[str, Any], page: Mapping[str, Any], part: str
    ) -> Iterator[dict[str, Any]]:
        del page, part
        given = resource["attributes"]
        definition = given.get("definition") or {}
        settings = definition.get("send_settings") or {}
        attributes = given | {
            "name": definition.get("name"),
            "archived": definition.get("archived"),
            "builder": definition.get("builder"),
            "send_strategy": {"method": settings.get("send_strategy")},
            "send_options": settings,
        }
        yield self.reader.record({**resource, "attributes": attributes})


class NewerCampaignMessagesStream(CampaignMessagesStream):
    """One record a message, with what its first variation says."""

    endpoint = "/api/campaign-messages"
    include = "campaign-variations"
    changed = "updated"
    sorts = True

    @override
    def parts(self) -> Iterator[tuple[str, str, str]]:
        yield "all", "", ""

    @override
    def rows(
        self, resource: Mapping[str, Any], page: Mapping[str, Any], part: str
    ) -> Iterator[dict[str, Any]]:
        del part
        along = included(page)
        links = related(resource, "campaign-variations")
        first = along.get(links[0], {}) if links else {}
        details = _definition(first).get("details") or {}
        given, definition = resource["attributes"], _definition(resource)
        options = definition.get("send_options") or {}
        attributes = {
            "created_at": given.get("created"),
            "updated_at": given.get("updated"),
            "status": definition.get("status"),
            "send_time": options.get("send_time"),
            "send_times": options.get("send_times"),
            "definition": {
                "channel": details.get("channel"),
                "label": definition.get("name"),
                "content": details,
            },
        }
        record = self.reader.record({**resource, "attributes": attributes})
        campaign = related(resource, "campaign")
        yield record | {
            "campaign_id": campaign[0][1] if campaign else None,
            "template_id": details.get("template_id"),
        }


NEWER_STREAMS: Mapping[type[RecordStream], type[RecordStream]] = {
    CampaignsStream: NewerCampaignsStream,
    CampaignMessagesStream: NewerCampaignMessagesStream,
}
"""What takes the place of a stream."""


def _definition(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    definition: Mapping[str, Any] = resource.get("attributes", {}).get("definition")
    return definition or {}
