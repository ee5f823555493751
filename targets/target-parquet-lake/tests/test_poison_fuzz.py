"""Lines, schemas and states of any kind, by hypothesis; by coverage: see fuzz/."""

from __future__ import annotations

import io
import json
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from target_parquet_lake.errors import DataError, LakeError, PartialError
from target_parquet_lake.target import TargetParquetLake

GOOD = [f'{{"type":"RECORD","stream":"s","record":{{"id":{n}}}}}' for n in (-99, 99)]
KINDS = {
    "id": {"type": "integer"},
    "text": {"type": ["null", "string"]},
    "number": {"type": ["null", "number"]},
    "at": {"type": ["null", "string"], "format": "date-time"},
    "money": {"type": ["null", "string"], "format": "decimal"},
    "part": {"type": "object", "properties": {"a": {"type": ["null", "integer"]}}},
    "list": {"type": ["null", "array"], "items": {"type": "integer"}},
    "any": {},
}
SCHEMA = {
    "type": "SCHEMA",
    "stream": "s",
    "key_properties": ["id"],
    "schema": {"properties": KINDS},
}


class Run:
    """One run of the target over some lines, with the default settings."""

    def __init__(self, root: str, *lines: str | bytes, **config: Any) -> None:
        data = b"".join(
            (line.encode() if isinstance(line, str) else line) + b"\n" for line in lines
        )
        self.target = TargetParquetLake(config={"lake_root": root, **config})
        self.error: LakeError | None = None
        try:
            self.target.process_lines(io.BytesIO(data))
            self.target.process_endofpipe()
        except LakeError as error:
            self.error = error
        self.dead = self.target.dead_letters.count

    def ids(self) -> set[str]:
        with duckdb.connect() as con:
            self.target.loader.lake.pin(tenant="default").register(con)
            found = con.sql("SELECT id FROM raw.singer__s").fetchall()
        return {str(row[0]) for row in found}


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
PARTS = ("type", "stream", "record", "schema", "key_properties", "value", "properties")
MESSAGES = st.fixed_dictionaries(
    {"type": st.sampled_from(["RECORD", "STATE", "OTHER"]) | JSONS},
    optional=dict.fromkeys(PARTS[1:], JSONS),
)
RECORDS = st.dictionaries(st.sampled_from([*KINDS, "more"]), JSONS, max_size=6).map(
    lambda record: {"type": "RECORD", "stream": "s", "record": record}
)
LINES = (
    st.binary(max_size=60)
    | st.text(max_size=60)
    | MESSAGES.map(json.dumps)
    | RECORDS.map(json.dumps)
).map(lambda line: line.encode("utf-8", "replace") if isinstance(line, str) else line)
FUZZ = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@given(st.lists(LINES, max_size=6))
@FUZZ
def test_no_line_of_any_kind_takes_the_good_ones_along(lines) -> None:
    """Lines that a SCHEMA could hide in may end the run; then with a typed error."""
    lines = [line.replace(b"\n", b" ").replace(b"\r", b" ") for line in lines]
    with TemporaryDirectory() as folder:
        run = Run(f"{folder}/lake", json.dumps(SCHEMA), GOOD[0], *lines, GOOD[1])
        if isinstance(run.error, DataError):
            assert b"SCHEMA" in b"".join(lines) or b"schema" in b"".join(lines)
            return
        assert isinstance(run.error, PartialError) == (run.dead > 0)
        assert {"-99", "99"} <= run.ids()


@given(JSONS, JSONS, st.lists(JSONS, max_size=2))
@FUZZ
def test_a_schema_of_any_kind_is_taken_or_refused_by_name(kind, keys, more) -> None:
    schema: Any = {"properties": {"id": kind, "v": more[0] if more else {}}}
    message = {"type": "SCHEMA", "stream": "s", "schema": schema}
    with TemporaryDirectory() as folder:
        line = json.dumps({**message, "key_properties": keys})
        run = Run(f"{folder}/lake", line, GOOD[0], allow_keyless=True)
        assert run.error is None or run.error.code in {5, 6}


@given(JSONS)
@FUZZ
def test_a_state_of_any_kind_is_passed_as_it_came_or_put_aside(value) -> None:
    line = '{"type":"STATE","value":' + json.dumps(value) + "}"
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        passed: list[bytes] = []
        patch.setattr("target_parquet_lake.target._write_line", passed.append)
        run = Run(f"{folder}/lake", json.dumps(SCHEMA), line)
        sent = [] if value is None else [json.dumps(value).encode()]
        assert passed == ([] if run.dead else sent)
