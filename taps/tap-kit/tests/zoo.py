"""A tap whose streams need no server: parents, their children, and one that calls."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from singer_sdk import typing as th

from tap_kit.columns import columns
from tap_kit.loop import RecordStream
from tap_kit.settings import settings
from tap_kit.stream import KitStream
from tap_kit.tap import KitTap
from tap_kit.testing import listen

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)


class Zoos(RecordStream):
    """Parents; declared first, though the SDK would sort them last."""

    name = "zoos"
    primary_keys = ("id",)
    replication_key = "id"
    schema = columns(th.Property("id", th.IntegerType))
    error: ClassVar[BaseException | None] = None

    def get_records(self, context):  # noqa: ARG002 - the SDK's.
        yield from ({"id": number} for number in range(3))
        if self.error:
            raise self.error

    def get_child_context(self, record, context):  # noqa: ARG002
        return {"zoo_id": record["id"]}


class Animals(RecordStream):
    """Children, read while their parent is."""

    name = "animals"
    primary_keys = ("zoo_id", "id")
    parent_stream_type = Zoos
    schema = columns(
        th.Property("zoo_id", th.IntegerType), th.Property("id", th.StringType)
    )

    def get_records(self, context):
        assert context
        return ({"id": name} for name in ("ape", "bat"))


class Calls(KitStream):
    """A stream that asks the API."""

    name = "calls"
    path = "/calls"
    primary_keys = ("id",)
    schema = columns(th.Property("id", th.IntegerType))

    @property
    def url_base(self) -> str:
        return self.tap.base_url or "https://vendor.test"


class TapZoo(KitTap):
    name = "tap-zoo"
    source = "zoo"
    stream_types = (Zoos, Animals)
    config_jsonschema = settings(
        th.Property("api_key", th.StringType, secret=True),
        th.Property(
            "keys", th.ObjectType(th.Property("a", th.StringType, secret=True))
        ),
        th.Property("more", th.ArrayType(th.StringType), secret=True),
    )


class TapStub(TapZoo):
    """Without a key it has no credentials."""

    stream_types = (Zoos,)

    def has_credentials(self):
        return bool(self.config.get("api_key"))

    def sandbox_config(self):
        return {"api_key": "sandbox"}

    def plan(self):
        return {"windows": ["2026-11-15"]}


def run(tap: KitTap) -> Any:
    with listen() as said:
        tap.sync_all()
    return said


def last_run(said: Any) -> dict[str, Any]:
    (record,) = said.records("connector_runs")
    return record
