"""What campaigns say: subject, sender and text of each message.

https://developers.klaviyo.com/en/reference/get_campaigns
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.fields import fields, instant, json_text, key, text
from tap_klaviyo.client import included, related
from tap_klaviyo.streams.campaigns import CampaignParts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

_CONTENT = "attributes.definition.content"


class CampaignMessagesStream(CampaignParts):
    """One record a message; a campaign that tests variations has several.

    They ride along with their campaigns, whose change is the only one that the API can
    be asked for.
    """

    name = "campaign_messages"
    primary_keys = ("id",)
    include = "campaign-messages"
    finds_deletes = False  # A message goes with its campaign.
    schema = fields(
        key("id", "id", "Id of the message."),
        text("campaign_id", "", "Campaign it belongs to."),
        instant("campaign_updated_at", "", "When the campaign was last changed."),
        text("status", "attributes.status", "draft to sent; of 2026-10-15."),
        instant("send_time", "attributes.send_time", "When it goes; of 2026-10-15."),
        text("channel", "attributes.definition.channel", "email, sms or mobile_push."),
        text("label", "attributes.definition.label", "Name of the variation."),
        text("subject", f"{_CONTENT}.subject", "Subject of an email."),
        text("preview_text", f"{_CONTENT}.preview_text", "Preview of an email."),
        text("title", f"{_CONTENT}.title", "Title of a push message."),
        text("body", f"{_CONTENT}.body", "Text of an SMS or push message."),
        text("from_email", f"{_CONTENT}.from_email", "Sender's address.", pii="email"),
        text("from_label", f"{_CONTENT}.from_label", "Sender's name."),
        text("template_id", "relationships.template.data.id", "Template it uses."),
        json_text("send_times", "attributes.send_times", "When it is sent."),
        instant("created_at", "attributes.created_at", "When it was made."),
        instant("updated_at", "attributes.updated_at", "When it was last changed."),
    )

    @override
    def rows(
        self, resource: Mapping[str, Any], page: Mapping[str, Any], part: str
    ) -> Iterator[dict[str, Any]]:
        del part
        along = included(page)
        for link in related(resource, "campaign-messages"):
            if message := along.get(link):
                yield self.reader.record(message) | {
                    "campaign_id": resource["id"],
                    "campaign_updated_at": resource["attributes"].get("updated_at"),
                }
