"""Campaigns of all channels, archived ones too: the shop's promotions.

https://developers.klaviyo.com/en/reference/get_campaigns
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.fields import boolean, fields, ids, instant, json_text, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.filters import both, equals
from tap_klaviyo.rates import M

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

CHANNELS = ("email", "sms", "mobile_push")


class CampaignParts(KlaviyoStream):
    """What is read of campaigns by channel, archived or not.

    Klaviyo wants one channel a request and leaves archived ones out unless they are
    asked for; archived ones come a little out of order.
    """

    endpoint = "/api/campaigns"
    rate = M
    page_size = 100
    changed = "updated_at"
    sorts = False
    scope = "campaigns:read"

    @property
    @override
    def known_parts(self) -> tuple[str, ...]:
        return tuple(part for part, _, _ in self.parts())

    @override
    def parts(self) -> Iterator[tuple[str, str, str]]:
        for channel in CHANNELS:
            for archived in (False, True):
                part = f"{channel}/{'archived' if archived else 'live'}"
                wanted = equals("messages.channel", channel)
                yield part, "", both(wanted, equals("archived", archived))


class CampaignsStream(CampaignParts):
    """One record a campaign."""

    name = "campaigns"
    primary_keys = ("id",)
    include = "tags"
    schema = fields(
        key("id", "id", "Id of the campaign."),
        text("channel", "", "email, sms or mobile_push."),
        text("name", "attributes.name", "Name that people gave it."),
        text("builder", "attributes.builder", "canvas or wizard; of 2026-10-15."),
        text("status", "attributes.status", "How far it has come: Draft to Sent."),
        boolean("archived", "attributes.archived", "Whether it was put away."),
        ids("message_ids", "relationships.campaign-messages.data", "Its messages."),
        ids("tag_ids", "relationships.tags.data", "Its tags."),
        json_text("audiences", "attributes.audiences", "Lists and segments it is for."),
        text("send_method", "attributes.send_strategy.method", "How sending is timed."),
        boolean(
            "is_local",
            "attributes.send_strategy.options.is_local",
            "Whether it is sent by each recipient's own time zone.",
        ),
        json_text("send_strategy", "attributes.send_strategy", "Timing in full."),
        json_text("send_options", "attributes.send_options", "Options of sending."),
        json_text(
            "tracking_options", "attributes.tracking_options", "What is tracked."
        ),
        instant("created_at", "attributes.created_at", "When it was made."),
        instant("scheduled_at", "attributes.scheduled_at", "When it was scheduled."),
        instant("send_time", "attributes.send_time", "When it went out; null before."),
        instant("updated_at", "attributes.updated_at", "When it was last changed."),
    )

    @override
    def rows(
        self, resource: Mapping[str, Any], page: Mapping[str, Any], part: str
    ) -> Iterator[dict[str, Any]]:
        del page
        yield self.reader.record(resource) | {"channel": part.partition("/")[0]}
