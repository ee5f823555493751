"""A tap of three records, and how to read what its command wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from singer_sdk import typing as th

from tap_kit.columns import columns
from tap_kit.loop import RecordStream
from tap_kit.settings import settings
from tap_kit.tap import KitTap

if TYPE_CHECKING:
    from pathlib import Path


class Things(RecordStream):
    name = "things"
    primary_keys = ("id",)
    replication_key = "id"
    schema = columns(th.Property("id", th.IntegerType))
    error: BaseException | None = None

    def get_records(self, context):
        since = self.get_starting_replication_key_value(context) or 0
        yield from ({"id": number} for number in range(since, 3))
        if self.error:
            raise self.error


class TapThings(KitTap):
    name = "tap-things"
    source = "things"
    stream_types = (Things,)
    config_jsonschema = settings(th.Property("api_key", th.StringType, secret=True))


def written(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def messages(out: str) -> list[Any]:
    return [json.loads(line) for line in out.splitlines()]


def records(out: str | bytes, stream: str = "things") -> list[Any]:
    found = map(json.loads, out.splitlines())
    return [m["record"] for m in found if m.get("stream") == stream and "record" in m]


def ids(out: str | bytes, stream: str = "things") -> list[int]:
    return [record["id"] for record in records(out, stream)]
