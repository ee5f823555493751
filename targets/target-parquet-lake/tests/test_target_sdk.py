"""The Singer SDK's standard target tests, and the one it has not switched on."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyarrow as pa
import pytest
from deltalake import DeltaTable
from singer_sdk.testing import get_target_test_class, target_test_streams

from target_parquet_lake.names import TableName
from target_parquet_lake.target import TargetParquetLake
from target_parquet_lake.types import JSON_MARK, source_name

STREAMS = resources.files(target_test_streams)

TestStandard = get_target_test_class(
    TargetParquetLake,
    config={
        "lake_root": str(Path(mkdtemp()) / "lake"),
        "allow_keyless": True,
        # Three of them expect the run to end at the bad record.
        "on_bad_record": "fail",
    },
    parse_env_config=False,
)


def test_the_standard_class_has_all_sixteen_tests() -> None:
    assert sum(name.startswith("test_target_") for name in dir(TestStandard)) == 16


def test_several_states_pass_after_the_rows_before_them(lake, clock, capsys) -> None:
    """The SDK's `multiple_state_messages`; no SDK target can pass it as it stands."""
    config = {"lake_root": str(lake.root), "commit_rows": 3}
    target = TargetParquetLake(config=config, clock=clock)
    text = (STREAMS / "multiple_state_messages.singer").read_bytes()
    target.process_lines(io.BytesIO(text))
    target.process_endofpipe()
    passed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    sent = [json.loads(line) for line in text.splitlines()]
    sent = [message["value"] for message in sent if message["type"] == "STATE"]
    assert len(passed) > 1
    assert passed[-1] == sent[-1]
    assert [value for value in sent if value in passed] == passed


REFUSED = {
    "invalid_schema",
    "record_before_schema",
    "record_missing_key_property",
    "record_missing_required_property",
    "schema_no_properties",
}
GOOD = sorted({Path(x.name).stem for x in STREAMS.iterdir() if "singer" in x.name})
GOOD = [name for name in GOOD if name not in REFUSED]


def same(sent: Any, found: Any, field: pa.Field) -> bool:
    """Whether what was found is what was sent, whatever the lake made it look like."""
    if sent is None or found is None:
        return sent is found
    if JSON_MARK in (field.metadata or {}) and isinstance(found, str):
        return json.loads(found) == sent
    if pa.types.is_struct(field.type):
        parts = [(sent.get(source_name(f)), found[f.name], f) for f in field.type]
        return all(same(*part) for part in parts)
    if pa.types.is_list(field.type):
        items = zip(sent, found, strict=True)
        return all(same(a, b, field.type.value_field) for a, b in items)
    if pa.types.is_timestamp(field.type):
        moment = datetime.fromisoformat(sent)
        return found == (moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    return type(sent)(found) == sent


def last_records(text: bytes) -> dict[str, list[dict[str, Any]]]:
    """What each stream must hold: the last record of each key, or all of them."""
    kept: dict[str, dict[Any, Any]] = {}
    keys: dict[str, list[str]] = {}
    for number, message in enumerate(map(json.loads, text.splitlines())):
        stream = message.get("stream")
        if message["type"] == "SCHEMA":
            keys[stream] = message.get("key_properties") or []
        elif message["type"] == "RECORD":
            record = message["record"]
            key = tuple(record[k] for k in keys[stream]) or number
            kept.setdefault(stream, {})[key] = record
    return {stream: [*rows.values()] for stream, rows in kept.items()}


@pytest.mark.parametrize("engine", ["bulk", "records"])
@pytest.mark.parametrize("name", GOOD)
def test_every_value_of_the_standard_files_comes_back(  # noqa: PLR0917 - fixtures.
    name, engine, load, lake, rows, monkeypatch
) -> None:
    monkeypatch.setattr("target_parquet_lake.bulk.LEAST_ROWS", 1)
    text = (STREAMS / f"{name}.singer").read_bytes().rstrip()
    load(text, allow_keyless=True, engine=engine)
    for stream, sent in last_records(text).items():
        path = lake.path(TableName.of_stream("default", "singer", stream))
        fields = DeltaTable(path).to_pyarrow_dataset().schema
        fields = [f for f in fields if not f.name.startswith(("_sdc_", "_lake_"))]
        kind = pa.field("row", pa.struct(fields))
        found = rows(stream)
        assert len(found) == len(sent)
        for record in sent:
            assert any(same(record, row, kind) for row in found), record


def test_an_upsert_file_updates_what_an_earlier_file_loaded(load, rows) -> None:
    for name in ("user_location_data", "user_location_upsert_data"):
        load((STREAMS / f"{name}.singer").read_bytes().rstrip())
    users = {row["id"]: row["name"] for row in rows("test_users")}
    assert users[1] == "Johny"
    assert users[4] == "Josh"
    assert len(users) == 8


def test_a_record_that_lacks_a_required_property_is_refused(load) -> None:
    text = (STREAMS / "record_missing_required_property.singer").read_bytes().rstrip()
    with pytest.raises(Exception, match="not valid by its schema"):
        load(text, allow_keyless=True)
