"""The behaviours public target test-suites ask for, down to the value.

Each `messages/<name>.json` says what the lake must hold after the files of messages it
names, by the names the source uses. The files are our own; what they ask for is what
the suites of the Singer SDK and of public targets do: arrays, capitals, nesting, schema
updates, encoded strings, special characters, user locations, versions, deletes.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from deltalake import DeltaTable

from target_parquet_lake.names import TableName
from target_parquet_lake.types import source_name

if TYPE_CHECKING:
    import pyarrow as pa

MESSAGES = Path(__file__).with_name("messages")
NAMES = sorted(path.stem for path in MESSAGES.glob("*.json"))
HIDDEN = ("_sdc_", "_lake_")


@pytest.fixture(autouse=True)
def _few(monkeypatch) -> None:
    """The bulk engine reads a window together however few its records are."""
    monkeypatch.setattr("target_parquet_lake.bulk.LEAST_ROWS", 1)


@pytest.fixture
def table(lake):
    """A stream's rows, by the names the source uses."""

    def read(stream: str) -> list[dict[str, Any]]:
        name = TableName.of_stream("default", "singer", stream)
        with duckdb.connect() as con:
            con.execute("SET TimeZone = 'UTC'")
            lake.pin([name]).register(con)
            rows = con.table(f'raw."{name.name}"').to_arrow_table().to_pylist()
        fields = DeltaTable(lake.path(name)).to_pyarrow_dataset().schema
        return [_by_source(row, fields) for row in rows]

    return read


def _by_source(value: Any, fields: pa.Schema | pa.DataType) -> dict[str, Any]:
    own = [field for field in fields if not field.name.startswith(HIDDEN)]
    return {source_name(f): _value(value[f.name], f.type) for f in own}


def _value(value: Any, kind: pa.DataType) -> Any:
    if isinstance(value, dict):
        return _by_source(value, kind)
    if isinstance(value, list):
        return [_value(item, kind.value_type) for item in value]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if isinstance(value, int | float | None) else str(value)


def _shown(row: dict[str, Any], spec: dict[str, Any]) -> dict[str, Any]:
    """A row as the expectation tells it: long texts by their beginning and length."""
    measured = {name: row[name] for name in spec.get("measured", ())}
    short = {k: [v[: v.find(" ") + 6], len(v)] for k, v in measured.items()}
    return {**row, **short}


def _cases() -> list[Any]:
    cases = []
    for name in NAMES:
        spec = json.loads((MESSAGES / f"{name}.json").read_text())
        for number, more in enumerate([{}, *spec.get("also", ())]):
            for engine in ("bulk", "records"):
                label = f"{name}-{engine}" + (f"-{number}" if number else "")
                cases.append(pytest.param(spec, name, engine, more, id=label))
    return cases


@pytest.mark.parametrize(("spec", "name", "engine", "more"), _cases())
def test_messages_land_as_their_authors_expect(  # noqa: PLR0917 - a table of cases.
    spec, name, engine, more, load, table
) -> None:
    config = {**spec.get("config", {}), **more, "engine": engine}
    states = []
    for file in spec.get("files", [name]):
        states += load(
            (MESSAGES / f"{file}.singer").read_bytes().rstrip(b"\n"), **config
        )
    for stream, expected in spec["tables"].items():
        found = [_shown(row, spec) for row in table(stream)]
        assert sorted(found, key=repr) == sorted(expected, key=repr), spec["about"]
    assert states == spec.get("states", [])


def test_every_file_is_asked_for() -> None:
    asked = set()
    for name in NAMES:
        spec = json.loads((MESSAGES / f"{name}.json").read_text())
        asked |= set(spec.get("files", [name]))
    assert asked == {path.stem for path in MESSAGES.glob("*.singer")}
