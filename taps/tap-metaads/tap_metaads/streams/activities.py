"""The account's log: who changed what, and when.

https://developers.facebook.com/docs/marketing-api/reference/ad-activity
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_kit.fields import fields, key, text
from tap_metaads.columns import account_key, when
from tap_metaads.edges import READ_UNTIL, EdgeStream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_metaads.accounts import Account

OVERLAP = timedelta(days=1)
"""Entries may come late; a day is read again."""
FIRST = timedelta(days=90)
"""How far back the first run goes where no `start_date` says."""
WHAT = ("event_time", "event_type", "object_id", "actor_id", "extra_data")
"""Entries have no id: these together are taken for one."""


class ActivitiesStream(EdgeStream):
    """One record an entry of the log."""

    name = "activities"
    primary_keys = ("account_id", "activity_key")
    edge = "activities"
    page_size = 500
    schema = fields(
        account_key(),
        key("activity_key", "", f"SHA-256 of {', '.join(WHAT)}."),
        when("event_time", "event_time", "When it happened."),
        text("event_type", "event_type", "What happened."),
        text("translated_event_type", "translated_event_type", "That, in words."),
        text("object_id", "object_id", "What it happened to."),
        text("object_name", "object_name", "Its name."),
        text("object_type", "object_type", "Its kind, in Meta's old words."),
        text("actor_id", "actor_id", "Who did it.", pii="actor_id"),
        text("actor_name", "actor_name", "Their name.", pii="name"),
        text("application_id", "application_id", "App they did it with."),
        text("application_name", "application_name", "Its name."),
        text("extra_data", "extra_data", "Old and new values."),
        text("date_time_in_timezone", "date_time_in_timezone", "Local time, as sent."),
    )

    @override
    def of_account(self, account: Account) -> Iterator[dict[str, Any]]:
        until = self.tap.end
        asked = {
            "fields": self.asked,
            "since": str(int(self._since(account).timestamp())),
            "until": str(int(until.timestamp())),
        }
        for page in self.pages(account, asked):
            for resource in page:
                yield from self.rows(resource, account)
        marks = self.stream_state.setdefault(READ_UNTIL, {})
        marks[account.identity] = until.isoformat(timespec="seconds")

    @override
    def rows(
        self, resource: Mapping[str, Any], account: Account
    ) -> Iterator[dict[str, Any]]:
        record = self.record(resource, account)
        told = {**resource, "event_time": record["event_time"]}  # In UTC, always.
        content = "\0".join(str(told.get(name)) for name in WHAT)
        digest = hashlib.sha256(content.encode()).hexdigest()
        yield record | {"activity_key": digest}

    @override
    def reached(self, account: Account) -> str:
        return str(self.stream_state[READ_UNTIL][account.identity])

    def _since(self, account: Account) -> datetime:
        known = self.stream_state.get(READ_UNTIL, {}).get(account.identity)
        if known:
            return datetime.fromisoformat(known) - OVERLAP
        return self.tap.start_date or self.tap.report.started_at - FIRST
