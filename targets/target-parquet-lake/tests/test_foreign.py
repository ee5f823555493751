"""Messages as other taps write them load as they are meant."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

KINDS = {
    "id": {"type": "integer"},
    "at": {"type": ["null", "string"], "format": "date-time"},
}
ENVELOPES = {
    "singer-python": '{{"type": "RECORD", "stream": "users", "record": {r}, '
    '"time_extracted": "2026-01-02T03:04:05.000000Z"}}',
    "specification": '{{"type": "RECORD", "stream": "users", '
    '"time_extracted": "2026-01-02T03:04:05Z", "record": {r}}}',
    "sorted keys": '{{"record": {r}, "stream": "users", '
    '"time_extracted": "2026-01-02T03:04:05+00:00", "type": "RECORD", "version": 3}}',
    "compact": '{{"type":"RECORD","stream":"users","record":{r},'
    '"time_extracted":"2026-01-02T03:04:05Z"}}',
    "no time": '{{"type": "RECORD", "stream": "users", "record": {r}}}',
    "windows": '{{"type": "RECORD", "stream": "users", "record": {r}}}\r',
}


@pytest.mark.parametrize("form", ENVELOPES.values(), ids=ENVELOPES.keys())
def test_an_envelope(form, load, rows, singer) -> None:
    record = json.dumps({"id": 1, "at": "2026-05-06T07:08:09+02:00"})
    load(singer.schema(properties=KINDS), "", form.format(r=record))
    row = rows(meta=True)[0]
    assert row["id"] == 1
    assert row["at"] == datetime(2026, 5, 6, 5, 8, 9, tzinfo=UTC)
    extracted = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert row["_sdc_extracted_at"] == (extracted if "time_ex" in form else None)
    assert row["_sdc_table_version"] == (3 if "version" in form else None)


def test_the_metadata_columns_are_filled_and_the_sequence_rises(
    load, rows, singer, clock
):
    load(singer.schema(), singer.record(id=1), singer.record(id=2))
    clock.advance(-3600)
    load(singer.schema(), singer.record(id=3))
    found = rows(meta=True)
    sequences = [row["_sdc_sequence"] for row in found]
    assert sequences == sorted(set(sequences))
    assert found[0]["_sdc_received_at"] == datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert found[0]["_sdc_batched_at"] is not None
    assert found[0]["_sdc_sync_started_at"] > 0
    assert len(found[0]["_lake_run_id"]) == 32
    assert found[0]["_lake_run_id"] != found[2]["_lake_run_id"]


def test_without_metadata_a_record_is_only_itself(load, rows, singer) -> None:
    load(singer.schema(), singer.record(id=1, name="a"), add_record_metadata=False)
    assert rows(meta=True) == [{"id": 1, "name": "a"}]


def test_a_tap_namespace_names_the_source(load, lake, singer) -> None:
    load(singer.schema(), singer.record(id=1), source="tap_openmeteo", tenant="acme")
    assert [str(name) for name in lake.tables()] == ["raw/acme__openmeteo__users"]


def test_stream_maps_and_flattening_work_as_in_every_sdk_target(load, rows, singer):
    kinds = {
        "id": {"type": "integer"},
        "n": {"type": "object", "properties": {"a": KINDS["id"]}},
    }
    load(
        singer.schema(properties=kinds),
        singer.record(id=1, n={"a": 5}),
        singer.record(id=2, n={"a": 6}),
        stream_maps={"users": {"twice": "int(id) * 2", "__filter__": "int(id) > 1"}},
        flattening_enabled=True,
        flattening_max_depth=1,
    )
    assert rows() == [{"id": 2, "n__a": 6, "twice": 4}]


def test_streams_that_take_turns_each_get_their_rows(load, rows, singer) -> None:
    names = [f"s{i}" for i in range(12)]
    schemas = [singer.schema(name) for name in names]
    records = [singer.record(name, id=i) for i in range(20) for name in names]
    load(*schemas, *records, commit_rows=50)
    assert all(
        [row["id"] for row in rows(name)] == sorted(range(20), key=str)
        for name in names
    )


def test_a_version_message_leaves_rows_that_tell_no_version(load, rows, singer) -> None:
    version = {"type": "ACTIVATE_VERSION", "stream": "users", "version": 5}
    load(singer.schema(), singer.record(id=1), version)
    assert len(rows()) == 1


def test_a_draft_that_a_schema_names_is_followed(load, rows, singer) -> None:
    kind = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "properties": {"id": {"type": "integer", "exclusiveMinimum": 0}},
    }
    load({**singer.schema(), "schema": kind}, singer.record(id=1))
    assert len(rows()) == 1


def test_notes_reach_the_summary(load, singer, lake) -> None:
    message = singer.record(id=1, at="2026-05-06T07:08:09", extra="x")
    load(singer.schema(properties=KINDS), message)
    saved = json.loads(next(lake.control("runs").glob("*.json")).read_text())
    assert saved["streams"]["users"]["notes"] == {
        "at: times without an offset taken as UTC": 1,
        "extra: values of undeclared properties left out": 1,
    }
