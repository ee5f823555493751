"""A stream of orders, nested as orders are."""

from __future__ import annotations

from typing import Any, ClassVar

from singer_sdk import typing as th

from tap_kit.columns import columns
from tap_kit.loop import RecordStream
from tap_kit.tap import KitTap

ORDER = {
    "id": 1,
    "paid": True,
    "note": "é\u2028",
    "tags": ["a", "b"],
    "customer": {"id": "c1", "vip": False},
    "lines": [{"sku": "s1", "gift": False}, {"sku": None, "gift": None}],
}


class Orders(RecordStream):
    name = "orders"
    primary_keys = ("id",)
    schema = columns(
        th.Property("id", th.IntegerType),
        th.Property("paid", th.BooleanType),
        th.Property("note", th.StringType),
        th.Property("tags", th.ArrayType(th.StringType)),
        th.Property(
            "customer",
            th.ObjectType(
                th.Property("id", th.StringType), th.Property("vip", th.BooleanType)
            ),
        ),
        th.Property(
            "lines",
            th.ArrayType(
                th.ObjectType(
                    th.Property("sku", th.StringType),
                    th.Property("gift", th.BooleanType),
                    additional_properties=False,
                )
            ),
        ),
    )
    records: ClassVar[list[dict[str, Any]]] = [ORDER, ORDER | {"id": 2}]

    def get_records(self, context):  # noqa: ARG002 - the SDK's.
        return [dict(record) for record in self.records]


class TapOrders(KitTap):
    name = "tap-orders"
    source = "orders"
    stream_types = (Orders,)


def orders(**options: Any) -> Orders:
    return TapOrders(**options).streams["orders"]


def catalog_without(*paths: tuple[str, ...]) -> dict[str, Any]:
    """The discovered catalog with some columns deselected."""
    catalog = TapOrders().catalog_dict
    for stream in catalog["streams"]:
        for entry in stream["metadata"]:
            if tuple(entry["breadcrumb"]) in paths:
                entry["metadata"]["selected"] = False
            elif not entry["breadcrumb"]:
                entry["metadata"]["selected"] = True
    return catalog
