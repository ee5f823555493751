"""What each variation of a campaign's message says; of revision 2026-10-15.

https://developers.klaviyo.com/en/reference/get_campaign_messages
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.fields import fields, instant, key, text
from tap_klaviyo.client import KlaviyoStream, included, related
from tap_klaviyo.rates import M

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

_SAYS = "attributes.definition.details"


class CampaignVariationsStream(KlaviyoStream):
    """One record a variation; they ride along with their messages."""

    name = "campaign_variations"
    primary_keys = ("id",)
    endpoint = "/api/campaign-messages"
    rate = M
    page_size = 100
    include = "campaign-variations"
    changed = "updated"
    since_revision = "2026-10-15"
    finds_deletes = False  # A variation goes with its message.
    scope = "campaigns:read"
    schema = fields(
        key("id", "id", "Id of the variation."),
        text("campaign_message_id", "", "Message it is of."),
        text("name", "attributes.definition.name", "Name that people gave it."),
        text("channel", f"{_SAYS}.channel", "email, sms, push or whatsapp."),
        text("template_id", f"{_SAYS}.template_id", "Template it uses."),
        text("subject", f"{_SAYS}.subject", "Subject of an email."),
        text("preview_text", f"{_SAYS}.preview_text", "Preview of an email."),
        text("title", f"{_SAYS}.title", "Title of a push message."),
        text("body", f"{_SAYS}.body", "Text of an SMS or push message."),
        text("from_email", f"{_SAYS}.from_email", "Sender's address.", pii="email"),
        text("from_label", f"{_SAYS}.from_label", "Sender's name."),
        instant("created", "attributes.created", "When it was made."),
        instant("updated", "attributes.updated", "When it was last changed."),
    )

    @override
    def rows(
        self, resource: Mapping[str, Any], page: Mapping[str, Any], part: str
    ) -> Iterator[dict[str, Any]]:
        del part
        along = included(page)
        for link in related(resource, "campaign-variations"):
            if variation := along.get(link):
                yield self.reader.record(variation) | {
                    "campaign_message_id": resource["id"]
                }
