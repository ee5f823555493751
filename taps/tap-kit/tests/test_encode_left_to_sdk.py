"""Maps, batches and whatever else the SDK changes on the way is left to it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from singer_sdk.helpers.conform import TypeConformanceLevel
from tap_kit_tests_orders import Orders, TapOrders, orders

from tap_kit.encode import Encoder
from tap_kit.testing import listen


@pytest.mark.parametrize(
    "config",
    [
        {"stream_maps": {"orders": {"note": "md5(note)"}}},
        {"stream_maps": {"orders": {"__alias__": "sales"}}},
        {"stream_maps": {"orders": {"__filter__": "id > 1"}}},
        {"stream_maps": {"orders": {"id": "id", "__else__": None}}},
        {"stream_maps": {"copies": {"__source__": "orders"}}},
        {"stream_maps": {"orders": None}},
        {"stream_maps": {"__else__": None, "connector_runs": {}}},
        {"flattening_enabled": True, "flattening_max_depth": 2},
    ],
    ids=str,
)
def test_maps_and_flattening_are_the_sdks_work(config):
    assert Encoder.of(orders(config=config)) is None


@pytest.mark.parametrize(
    ("config", "stream", "expected"),
    [
        ({"orders": {"note": "str(id)"}}, "orders", [{"note": "1"}, {"note": "2"}]),
        ({"orders": {"__alias__": "sales"}}, "sales", [{"id": 1}, {"id": 2}]),
        ({"orders": {"__filter__": "id > 1"}}, "orders", [{"id": 2}]),
        ({"orders": {"id": "id", "__else__": None}}, "orders", [{"id": 1}, {"id": 2}]),
        ({"copies": {"__source__": "orders"}}, "copies", [{"id": 1}, {"id": 2}]),
        ({"orders": None}, "orders", []),
    ],
    ids=str,
)
def test_maps_do_what_they_say(config, stream, expected):
    with listen() as said:
        TapOrders(config={"stream_maps": config}).sync_all()

    got = said.records(stream)
    assert [{**r, **e} for r, e in zip(got, expected, strict=True)] == got


def test_flattened_records_are_flat():
    config = {"flattening_enabled": True, "flattening_max_depth": 1}

    with listen() as said:
        TapOrders(config=config).sync_all()

    assert said.records("orders")[0]["customer__id"] == "c1"


def test_a_stream_that_wants_another_conformance_gets_it(monkeypatch):
    monkeypatch.setattr(Orders, "TYPE_CONFORMANCE_LEVEL", TypeConformanceLevel.NONE)

    assert Encoder.of(orders()) is None


def test_a_stream_that_makes_its_own_messages_keeps_them(monkeypatch):
    monkeypatch.setattr(Orders, "_generate_record_messages", lambda _self, _record: ())

    with listen() as said:
        TapOrders().sync_all()

    assert said.records("orders") == []


def test_a_schema_without_properties_is_the_sdks_trouble(monkeypatch):
    monkeypatch.setattr(Orders, "schema", {"type": "object"})

    assert Encoder.of(orders()) is None


def test_batches_are_written_by_the_sdk_and_carry_our_columns(tmp_path):
    config = {
        "batch_config": {
            "encoding": {"format": "jsonl", "compression": "gzip"},
            "storage": {"root": f"file://{tmp_path}"},
        }
    }

    with listen() as said:
        TapOrders(config=config).sync_all()

    batch = next(m for m in said.messages if m["type"] == "BATCH")
    path = Path(batch["manifest"][0].removeprefix("file://"))
    records = [
        json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()
    ]
    assert [record["id"] for record in records] == [1, 2]
    assert {record["_wv_source"] for record in records} == {"api"}
