"""What people did: received, opened, clicked, looked at, ordered.

https://developers.klaviyo.com/en/reference/get_events
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.fields import (
    decimal,
    fields,
    ids,
    instant,
    integer,
    json_text,
    key,
    text,
)
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.filters import equals
from tap_klaviyo.rates import XL

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAYS = "attributes.event_properties"


class EventsStream(KlaviyoStream):
    """One record an event.

    Events arrive up to days late, so the last days are read again; some bear a date in
    the future, and are read when it has come.
    """

    name = "events"
    primary_keys = ("id",)
    endpoint = "/api/events"
    rate = XL
    page_size = 1000
    include = "attributions"
    changed = "datetime"
    scope = "events:read"
    finds_deletes = False
    schema = fields(
        key("id", "id", "Id of the event."),
        text("uuid", "attributes.uuid", "Its UUID."),
        text("metric_id", "relationships.metric.data.id", "What was done."),
        text("profile_id", "relationships.profile.data.id", "Who did it."),
        instant("datetime", "attributes.datetime", "When it was done."),
        integer("timestamp", "attributes.timestamp", "The same, since 1970", "s"),
        decimal("value", f"{_SAYS}.$value", "Value of the event", "account currency"),
        text("message_id", f"{_SAYS}.$message", "Message it answers."),
        text("flow_id", f"{_SAYS}.$flow", "Flow whose message it answers."),
        text("event_id", f"{_SAYS}.$event_id", "Id that the sender gave it."),
        ids(
            "attribution_ids",
            "relationships.attributions.data",
            "What Klaviyo attributes it to.",
        ),
        json_text("event_properties", _SAYS, "All it tells.", free_text=True),
    )

    @override
    def parts(self) -> Iterator[tuple[str, str, str]]:
        chosen = self.config["event_metric_ids"] or self.tap.listing.metric_ids
        for metric in chosen:
            yield metric, "", equals("metric_id", metric)
