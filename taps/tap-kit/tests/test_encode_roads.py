"""Which records take the fast road, and that the others lose nothing by it."""

from __future__ import annotations

import json
import logging

import pytest
from singer_sdk import typing as th
from tap_kit_tests_orders import ORDER, Orders, TapOrders, catalog_without, orders

from tap_kit.encode import Encoder
from tap_kit.fits import _MOST_UNMAPPED
from tap_kit.testing import assert_run_same_as_sdk, assert_same_as_sdk, listen


def test_a_record_as_the_schema_describes_it_takes_the_fast_road():
    assert assert_same_as_sdk(orders(), [ORDER]) == 1


def test_a_whole_run_means_what_the_sdk_means():
    assert assert_run_same_as_sdk(TapOrders()) == {"orders": 2, "connector_runs": 1}


def test_the_helper_notices_a_difference(monkeypatch):
    """A comparison that cannot fail proves nothing."""
    monkeypatch.setattr(Encoder, "encode", lambda _self, _record: b'{"id":2}')

    with pytest.raises(AssertionError, match="orders"):
        assert_same_as_sdk(orders(), [ORDER])


def test_a_deselected_column_is_left_out():
    stream = orders(catalog=catalog_without(("properties", "note")))

    encoder = Encoder.of(stream)
    line = encoder.encode(dict(ORDER))

    assert set(json.loads(line)) == set(ORDER) - {"note"}
    assert assert_same_as_sdk(stream, [ORDER]) == 1


def test_a_column_deselected_in_part_goes_the_sdks_way():
    """The SDK takes parts out of objects in place; only it knows how."""
    path = ("properties", "customer", "properties", "vip")
    tap = TapOrders(catalog=catalog_without(path))

    assert assert_same_as_sdk(tap.streams["orders"], [ORDER]) == 0
    with listen() as said:
        tap.sync_all()

    assert said.records("orders")[0]["customer"] == {"id": "c1"}


def test_an_unknown_column_is_dropped_and_warned_of_once(monkeypatch, caplog):
    """The first record goes the SDK's way for its warning, the others the fast one."""
    record = ORDER | {"zz": 1, "lines": [{"sku": "s", "yy": 2}]}
    monkeypatch.setattr(Orders, "records", [record] * 4)

    with listen() as said:
        TapOrders().sync_all()

    assert [r["lines"] for r in said.records("orders")] == [[{"sku": "s"}]] * 4
    assert not any("zz" in r for r in said.records("orders"))
    warned = [r for r in caplog.records if "not found in catalog" in r.getMessage()]
    assert len(warned) == 1
    assert "'lines.yy', 'zz'" in warned[0].getMessage()


def test_unknown_columns_deep_down_are_dropped_fast_too(monkeypatch):
    item = th.ObjectType(th.Property("sku", th.StringType), additional_properties=False)
    monkeypatch.setattr(
        Orders,
        "schema",
        th.PropertiesList(
            th.Property("box", th.ObjectType(th.Property("lines", th.ArrayType(item))))
        ).to_dict(),
    )
    stream = orders()
    encoder = Encoder.of(stream)
    record = {"box": {"lines": [{"sku": "s", "yy": 1}]}}

    assert encoder.encode(record) is None
    assert json.loads(encoder.encode(record)) == {"box": {"lines": [{"sku": "s"}]}}


def test_after_the_warning_unknown_columns_are_dropped_fast():
    stream = orders()
    encoder = Encoder.of(stream)
    record = ORDER | {"zz": 1}

    assert encoder.encode(dict(record)) is None
    assert json.loads(encoder.encode(dict(record))) == ORDER


def test_unknown_names_without_end_do_not_fill_the_memory():
    encoder = Encoder.of(orders())

    for number in range(_MOST_UNMAPPED + 2):
        assert encoder.encode(ORDER | {f"zz{number}": 1}) is None

    assert encoder.encode(ORDER | {f"zz{_MOST_UNMAPPED + 1}": 1}) is None


def test_names_that_msgspec_cannot_carry_still_go_fast(monkeypatch):
    schema = {"type": "object", "properties": {'a "name"': {"type": "string"}}}
    monkeypatch.setattr(Orders, "schema", schema)

    assert assert_same_as_sdk(orders(), [{'a "name"': "x"}]) == 1


def test_an_encoder_is_kept_until_something_changes():
    """Child streams start once for each record of their parent."""
    stream = orders()
    encoder = Encoder.of(stream)

    assert Encoder.of(stream, encoder) is encoder
    stream.selected = True
    assert Encoder.of(stream, encoder) is not encoder


def test_the_version_stands_in_the_envelope(monkeypatch):
    """With ACTIVATE_VERSION on, each record says to which version it belongs."""
    monkeypatch.setattr(Orders, "emit_activate_version_messages", True)

    with listen() as said:
        TapOrders().sync_all()

    kinds = [m["type"] for m in said.messages if m.get("stream") == "orders"]
    assert kinds == ["SCHEMA", "ACTIVATE_VERSION", "RECORD", "RECORD"]
    versions = {m.get("version") for m in said.messages if m["type"] == "RECORD"}
    assert len(versions - {None}) == 1


def test_an_envelope_begins_with_type_and_stream_and_ends_with_the_time(capsys):
    """The target's bulk reader finds runs of records by this prefix."""
    TapOrders().sync_all()

    line = next(x for x in capsys.readouterr().out.splitlines() if '"RECORD"' in x)

    assert line.startswith('{"type":"RECORD","stream":"orders","record":{')
    assert list(json.loads(line)) == ["type", "stream", "record", "time_extracted"]
    assert json.loads(line)["time_extracted"].endswith("+00:00")


def test_a_bad_record_does_not_slow_the_next_one_down():
    stream = orders()
    bad = ORDER | {"paid": 1, "note": "\ud800"}

    assert assert_same_as_sdk(stream, [ORDER, bad, ORDER]) == 2


def test_the_bad_record_itself_arrives_as_the_sdk_prints_it(monkeypatch, caplog):
    caplog.set_level(logging.INFO)
    bad = ORDER | {"paid": 0, "note": "\ud800"}
    monkeypatch.setattr(Orders, "records", [ORDER, bad, ORDER])

    with listen() as said:
        TapOrders().sync_all()

    got = said.records("orders")
    assert [r["paid"] for r in got] == [True, False, True]
    assert got[1]["note"] == "\ud800"
