"""What flows say: the message of each action that sends one.

https://developers.klaviyo.com/en/reference/get_flow_action_messages
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.fields import fields, instant, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import S

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

_SAYS = "attributes.definition"


class FlowMessagesStream(KlaviyoStream):
    """One record a message; read whole each run, one request an action that sends."""

    name = "flow_messages"
    primary_keys = ("id",)
    endpoint = "/api/flow-actions/{id}/flow-messages"
    rate = S
    page_size = 50
    scope = "flows:read"
    schema = fields(
        key("id", "id", "Id of the message."),
        text("flow_action_id", "", "Action that sends it."),
        text("channel", "attributes.channel", "email, sms, mobile_push or webhook."),
        text("name", f"{_SAYS}.name", "Name that people gave it."),
        text("subject", f"{_SAYS}.subject_line", "Subject of an email."),
        text("preview_text", f"{_SAYS}.preview_text", "Preview of an email."),
        text("body", f"{_SAYS}.body", "Text of an SMS or push message."),
        text("from_email", f"{_SAYS}.from_email", "Sender's address.", pii="email"),
        text("from_label", f"{_SAYS}.from_label", "Sender's name."),
        text("template_id", "relationships.template.data.id", "Template it uses."),
        instant("created", "attributes.created", "When it was made."),
        instant("updated", "attributes.updated", "When it was last changed."),
    )

    @override
    def parts(self) -> Iterator[tuple[str, str, str]]:
        for action in self.tap.listing.sending_action_ids:
            yield action, action, ""

    @override
    def rows(
        self, resource: Mapping[str, Any], page: Mapping[str, Any], part: str
    ) -> Iterator[dict[str, Any]]:
        del page
        yield self.reader.record(resource) | {"flow_action_id": part}
