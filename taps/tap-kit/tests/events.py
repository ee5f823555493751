"""Streams of every kind of bookmark, and a run of one of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, ClassVar

from singer_sdk import typing as th

from tap_kit.clock import ManualClock
from tap_kit.columns import columns
from tap_kit.loop import RecordStream
from tap_kit.tap import KitTap
from tap_kit.testing import listen

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)


class Events(RecordStream):
    """A source with its rows in order of change, read from the bookmark with >=."""

    name = "events"
    primary_keys = ("id",)
    replication_key = "at"
    is_sorted = True
    rows: ClassVar[list[dict[str, Any]]] = []
    schema = columns(
        th.Property("id", th.IntegerType), th.Property("at", th.StringType)
    )

    def get_records(self, context):
        since = self.get_starting_replication_key_value(context) or ""
        return [dict(row) for row in self.rows if row["at"] >= since]


class Loose(Events):
    """The same, in no order: its bookmark may only move at the end."""

    name = "loose"
    is_sorted = False


class Days(RecordStream):
    """A source read day by day and place by place; it keeps its own state."""

    name = "days"
    primary_keys = ("day", "place", "hour")
    rows_a_unit: ClassVar[int] = 1
    schema = columns(
        th.Property("day", th.IntegerType),
        th.Property("place", th.StringType),
        th.Property("hour", th.IntegerType),
    )

    def get_records(self, context):  # noqa: ARG002 - the SDK's.
        done = self.stream_state.setdefault("through", {})
        for day in range(4):
            for place in "abc":
                if done.get(place, -1) >= day:
                    continue
                for hour in range(self.rows_a_unit):
                    yield {"day": day, "place": place, "hour": hour}
                done[place] = day


class Places(RecordStream):
    """One partition a place."""

    name = "places"
    primary_keys = ("place", "id")
    replication_key = "id"
    is_sorted = True
    partitions: ClassVar[list[dict[str, str]]] = [{"place": "a"}, {"place": "b"}]
    schema = columns(
        th.Property("place", th.StringType), th.Property("id", th.IntegerType)
    )

    def get_records(self, context):
        since = self.get_starting_replication_key_value(context) or 0
        return ({"id": number} for number in range(since, 300))


class TapEvents(KitTap):
    name = "tap-events"
    source = "events"
    stream_types = (Events, Loose, Days, Places)


def run(stream: type[RecordStream], state: dict[str, Any] | None = None) -> list[Any]:
    """The messages of a run that reads one stream."""
    tap = TapEvents(state=json.loads(json.dumps(state or {})), clock=ManualClock(NOW))
    for other in tap.streams.values():
        other.selected = other.name == stream.name
    with listen() as said:
        tap.sync_all()
    return said.messages


def keys(messages: list[Any], stream: type[RecordStream]) -> set[tuple[Any, ...]]:
    return {
        tuple(message["record"][key] for key in stream.primary_keys)
        for message in messages
        if message["type"] == "RECORD"
    }


def states(messages: list[Any]) -> list[Any]:
    return [message["value"] for message in messages if message["type"] == "STATE"]
