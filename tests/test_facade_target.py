"""The facade of the target agrees with its code."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from target_parquet_lake.delta import ATTEMPTS
from target_parquet_lake.errors import ExitCode, PartialError
from target_parquet_lake.lake import Lake
from target_parquet_lake.target import TargetParquetLake
from tools.write_facades import FACADES

if TYPE_CHECKING:
    from pathlib import Path

ROOM = FACADES[-1]
TOLD = ROOM.connector
SETTINGS = TargetParquetLake.config_jsonschema["properties"]
GONE = "2026-11-15T09:00:00Z"


def test_versions_are_those_of_the_project():
    needs = [f"{name}{version}" for name, version in TOLD["api_versions"].items()]

    assert TOLD["name"] == ROOM.name
    assert TOLD["version"] == ROOM.project["version"]
    assert {*needs} <= {*ROOM.project["dependencies"]}


def test_a_commit_is_made_anew_as_often_as_told():
    assert TOLD["retry"]["more_tries"] == ATTEMPTS - 1


def test_a_commit_waits_no_longer_than_told():
    [(path, setting)] = TOLD["set_by"].items()

    assert path == "timeout.commit_interval_seconds"
    waits = TOLD["timeout"]["commit_interval_seconds"]
    assert waits == SETTINGS[setting]["default"]


def test_the_exit_codes_are_those_of_the_code():
    assert {*TOLD["observability"]["exit_codes"]} == {int(code) for code in ExitCode}


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    """A lake that took a row, a deletion and a line that no table could take."""
    about = {"type": "integer"}, {"type": "string", "format": "date-time"}
    properties = dict(zip(("id", "_sdc_deleted_at"), about, strict=True))
    records: list[dict[str, Any]] = [
        {"id": 1},
        {"id": 2, "_sdc_deleted_at": GONE},
        {"id": "x"},
    ]
    schema = {"properties": properties, "type": "object"}
    told = [
        {"type": "SCHEMA", "stream": "s", "schema": schema, "key_properties": ["id"]}
    ] + [{"type": "RECORD", "stream": "s", "record": record} for record in records]
    target = TargetParquetLake(config={"lake_root": str(tmp_path)})
    with pytest.raises(PartialError):
        target.listen(io.StringIO("\n".join(map(json.dumps, told)) + "\n"))
    return tmp_path


def columns(lake: Path, layer: str) -> set[str]:
    """The columns of a layer's one table."""
    [name] = Lake(lake).tables(layer)
    return {field.name for field in Lake(lake).open(name).schema().fields}


def test_audit_fields_are_columns(loaded: Path):
    found = columns(loaded, "raw")
    letters = {f"dead_letters.{name}" for name in columns(loaded, "dead_letters")}

    assert {*TOLD["audit_fields"].values()} <= found | letters


def test_what_can_be_watched_is_there(loaded: Path):
    told = TOLD["observability"]
    control = loaded / "_control"
    [summary] = (control / "runs").glob("*.json")
    [events] = (control / "events").glob("*.ndjson")
    found = {
        "summary": f"_control/runs/{summary.name}".replace(summary.stem, "<run_id>"),
        "events": f"_control/events/{events.name}".replace(events.stem, "<date>"),
    }

    assert {name: told[name] for name in found} == found
    assert (loaded / told["refused"]).is_dir()
