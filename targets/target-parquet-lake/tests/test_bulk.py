"""Bulk and record by record: whatever comes, the same rows, errors and STATE."""

from __future__ import annotations

import io
import json
import random
import re
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from target_parquet_lake.lake import Lake
from target_parquet_lake.target import TargetParquetLake

MOMENTS = ["_sdc_received_at", "_sdc_batched_at", "_sdc_sequence", "_lake_run_id"]
MOMENTS = {*MOMENTS, "_sdc_sync_started_at"}
KINDS: dict[str, dict[str, Any]] = {
    "integer": {"type": ["null", "integer"]},
    "strict_integer": {"type": "integer"},
    "number": {"type": ["null", "number"]},
    "string": {"type": ["null", "string"]},
    "short": {"type": ["null", "string"], "maxLength": 3},
    "choice": {"enum": ["a", "b", None]},
    "one_of": {"type": "string", "enum": ["a", "b", "2026-02-28"]},
    "one_or_none": {"type": ["string", "null"], "enum": ["a", None]},
    "odd_choice": {"type": ["string", "integer"], "enum": ["a", 1]},
    "chosen": {
        "type": ["object", "null"],
        "properties": {
            "a": {"type": ["string", "null"], "enum": ["x"]},
            "items": {"type": "array", "items": {"type": "string", "enum": ["y"]}},
        },
    },
    "boolean": {"type": ["null", "boolean"]},
    "date": {"type": ["null", "string"], "format": "date"},
    "time": {"type": ["null", "string"], "format": "date-time"},
    "clock": {"type": ["null", "string"], "format": "time"},
    "decimal": {"type": ["null", "string"], "format": "singer.decimal"},
    "money": {"type": ["null", "number"], "multipleOf": 0.01},
    "union": {"anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "null"}]},
    "open": {"type": ["null", "object"]},
    "any": {},
    "list": {"type": ["null", "array"], "items": {"type": ["null", "number"]}},
    "times": {"type": "array", "items": {"type": "string", "format": "date-time"}},
    "whole": {"type": "array", "items": {"type": "integer"}},
    "full": {
        "type": ["null", "object"],
        "properties": {
            "a": {"type": "integer"},
            "b": {"type": "object", "properties": {"c": {"type": ["null", "string"]}}},
        },
        "required": ["b"],
    },
    "struct": {
        "type": ["null", "object"],
        "properties": {
            "a": {"type": ["null", "integer"]},
            "at": {"type": ["null", "string"], "format": "date-time"},
            "items": {
                "type": ["null", "array"],
                "items": {
                    "type": "object",
                    "properties": {"x": {"type": ["null", "string"]}},
                    "required": ["x"],
                },
            },
        },
    },
}
SPELLED = re.split(
    r"\s{2,}|\n",
    r"""null  true  false  "true"  0  -0  -0.0  1  1.0  1.7  1e3  9007199254740993
9007199254740993.0  12345678901234567.5  -1  9223372036854775807
9223372036854775808  -9223372036854775809  123456789012345678901234567890  0.1
19.99  1e400  1e-400  -2.5e-310  NaN  Infinity
11111111111111111111111111111111111111111111111111  99999999999.999999999  ""  "a"
"b"  "abcd"  "1"  "1.50"  "12345678901234567890.123456789"  "\u0000"  "\ud800"
"\ud83d\ude00"  "\"e-300\\"  "e-1"  "2026-02-28"  "2026-02-30"  "20260228"
"2026-2-8"  "0000-01-01"  "2026-01-01T00:00:00Z"  "2026-01-01T00:00:00"
"2026-01-01 00:00:00.5+02:00"  "2026-01-01T10:00:00.1234567Z"
"2026-01-01T10:00:00z"  "2026-01-01T10+02"  "0001-01-01T00:00:00+05:00"
"9999-12-31T23:59:59-05:00"  "infinity"  "2026-01-01T10:00:00,5"  "12:30:00"
"epoch"  "2026-W01-1"  1767225600  []  {}  [1,null,2.5]  [[1]]
["2026-01-01T00:00:00Z"]  [null]  ["x"]  {"a":1}  {"a":1,"a":2}  {"a":1.5}  {"A":1}
{"a":null,"extra":null}  {"items":[{"x":"y"}]}  {"items":[{"x":"y","z":1}]}
{"items":[{}]}  {"items":[{"x":"y","x":"z"}]}  {"items":[null]}
{"at":"2026-01-01T00:00"}  {"b":{"c":"x"}}  {"a":1,"b":{"c":null}}
{"a":null,"b":{}}  {"b":null}  "1e5"  "+1"  "007.50"  "-0.00"  "1."  [0.0,-0]
[1,null]  "2026-01-01T10:00:00.123456789Z"  "1600-01-01T10:00:00.1234567Z"
"2026-01-01T10:00:00.123456000+02:00"  "2026-01-01T10:00:00.1234567890Z"
{"b":{"c":[1,{"d":1.10}]}}  {"b" :1, "b": 2}  {"a":"x"}  {"a":"y","items":["y"]}
{"items":["y","x"]}  {"a":null,"items":["y"]}""",
)
SPELLED += ["0." + "0" * 330 + "1", "1" * 50, "[" * 60 + "]" * 60]
SPELLED += ['"é\u2028"', '"\u0661"']
ODD_LINES = [
    '{"type":"RECORD","stream":"s","record":{"id":1},"stream":"s"}',
    '{"type":"RECORD","stream":"s","record":{"id":1},"type":"RECORD"}',
    '{"type":"RECORD","stream":"s","record":{"id":1,"id":2}}',
    '{"type":"RECORD","stream":"s","record":{"id":null}}',
    '{"type":"RECORD","stream":"s","record":{}}',
    '{"type":"RECORD","stream":"s","record":{"id":1},"foo":1}',
    '{"type":"RECORD","stream":"s","record":{"id":1},"foo":1,"foo":2}',
    '{"type":"RECORD","stream":"s","record":{"id":7,"undeclared":[1.5]}}',
    '{"type":"RECORD","stream":"s","record":{"id":7,"undeclared":1,"undeclared":2}}',
    '{"type":"RECORD","stream":"s","record":{"id":7,"undeclared":null,"other":2}}',
    '{"type":"RECORD","stream":"s","record":{"id":7,"_sdc_sequence":5}}',
    '{"type":"RECORD","stream":"s","record":{"id":7,"_sdc_deleted_at":"2026-01-01"}}',
    '{"type":"RECORD","stream":"s","record":{"id":8},"version":3}',
    '{"type":"RECORD","stream":"s","record":{"id":8},"version":"x"}',
    '{"type":"RECORD","stream":"s","record":{"id":8},"time_extracted":"2026-01-01T1"}',
    '{"type":"RECORD","stream":"s","record":{"id":8},"time_extracted":7}',
    '{"type":"RECORD","stream":"s","record":{"id":9}} trailing',
    '{"type":"RECORD","stream":"s","record":[1]}',
    '{"type":"RECORD","stream":"s","record":null}',
    '{"type":"RECORD","stream":"s","record":{"id":1}} null',
    '{"type":"RECORD","stream":"s","record":{"id":1}}{"record":{"id":2}}',
    '{"type":"RECORD","stream":"s","record":{"id":1}} ,',
    '{"type":"RECORD","stream":"s","record":{"id":1}}{"type":"RECORD","record":',
    '{"type":"RECORD","stream":"s","record":{"id":3}}}',
    '{"type":"RECORD","stream":"s","record":{"id":1',
    '{"type":"RECORD","stream":"s","record":{"id":4}}  \t',
    '{"type":"RECORD","stream":"s","record":{"id":4}}\0',
    r'{"type":"RECORD","stream":"s","record":{"id":4,"\u0069d":5}}',
    r'{"type":"RECORD","stream":"s","record":{"id":4,"v" :null,"\u0076":null}}',
    '{"type":"RECORD","stream":"s","record":{"id":7,"more":1,"more" :2}}',
    r'{"type":"RECORD","stream":"s","record":{"id":7,"more":1,"mor\u0065":2}}',
    r'{"type":"RECORD","stream":"s","record":{"id":7,"more":{"more":"\":"}}}',
    '{"type":"RECORD","stream":"s","record":{"id":9,"v":"\udcff"}}',
    '{"record":{"id":10},"stream":"s","type":"RECORD"}',
    ' { "stream" : "s", "type" : "RECORD", "record" : {"id":11, "v" : null} }\r',
    "nonsense",
    '{"type":"STATE"}',
]


ENGINES = ("bulk", "records")


def message(number: int, value: str, extracted: int) -> str:
    more = ',"time_extracted":"2026-01-01T00:00:00.5+00:00"' if extracted else ""
    return (
        f'{{"type":"RECORD","stream":"s","record":{{"id":{number},"v":{value}}}{more}}}'
    )


@st.composite
def inputs(draw: Any) -> tuple[bytes, dict[str, Any]]:
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    plain = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(st.text(max_size=2), inner, max_size=2)
        ),
        max_leaves=4,
    ).map(json.dumps)
    times = st.datetimes().map(lambda t: json.dumps(t.isoformat()))
    fitting = [v for v in SPELLED if _fits(v, kind)] or ["null"]
    value = st.sampled_from(fitting) | (st.sampled_from(SPELLED) | plain | times)
    good = st.builds(
        message, st.integers(1, 6), st.sampled_from(fitting), st.booleans()
    )
    record = st.builds(message, st.integers(1, 6), value, st.integers(0, 1))
    states = st.integers(1, 9).map(lambda n: f'{{"type":"STATE","value":{{"n":{n}}}}}')
    some = st.lists(st.one_of(good, good, states), max_size=8)
    odd = st.sampled_from(ODD_LINES)
    last = st.lists(st.one_of(good, record, states, odd), max_size=6)
    lines = draw(some) + draw(last)
    head = {
        "type": "SCHEMA",
        "stream": "s",
        "schema": {"properties": {"id": {"type": "integer"}, "v": kind}},
        "key_properties": ["id"],
    }
    config = {
        "validate_records": draw(st.booleans()),
        "add_record_metadata": draw(st.booleans()),
        "on_bad_record": draw(st.sampled_from(["fail", "dead_letter"])),
        "load_method": draw(st.sampled_from(["upsert", "append-only"])),
    }
    text = "\n".join([json.dumps(head), *lines])
    return text.encode("utf-8", "surrogateescape"), config


def _fits(value: str, kind: dict[str, Any]) -> bool:
    names = kind.get("type", ["string", "integer", "object", "null"])
    first = {"n": "null", "t": "boolean", "f": "boolean", '"': "string", "[": "array"}
    return {**first, "{": "object"}.get(value[0], "integer") in names


@st.composite
def turns(draw: Any) -> tuple[bytes, dict[str, Any]]:
    """Streams that take turns, each of another kind, bad lines and STATE among them."""
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=2, max_size=4))
    lines = []
    for place, kind in enumerate(kinds):
        properties = {"id": {"type": "integer"}, "v": KINDS[kind]}
        head = {"type": "SCHEMA", "stream": f"s{place}", "key_properties": ["id"]}
        lines.append(json.dumps({**head, "schema": {"properties": properties}}))
    number = 0
    for _ in range(draw(st.integers(1, 4))):
        for _ in range(draw(st.integers(1, 6))):
            for place, kind in enumerate(kinds):
                number += 1
                fitting = [v for v in SPELLED if _fits(v, KINDS[kind])] or ["null"]
                value = fitting[draw(st.integers(0, 99)) % len(fitting)]
                line = message(draw(st.integers(1, 4)), value, number % 2)
                lines.append(line.replace('"s"', f'"s{place}"', 1))
        odd = draw(st.sampled_from(["", *ODD_LINES])).replace('"s"', '"s0"')
        lines += [odd, f'{{"type":"STATE","value":{{"n":{number}}}}}']
    config = {
        "commit_rows": draw(st.sampled_from([3, 10, 1000])),
        "on_bad_record": draw(st.sampled_from(["fail", "dead_letter"])),
    }
    return "\n".join(lines).encode("utf-8", "surrogateescape"), config


def run(data: bytes, **config: Any) -> tuple[Any, ...]:
    """What a run leaves: how it ended, the rows, their types and the notes."""
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder) / "lake")
        target = TargetParquetLake(config={"lake_root": str(lake.root), **config})
        ended = ""
        try:
            target.process_lines(io.BytesIO(data))
            target.process_endofpipe()
        except Exception as error:  # noqa: BLE001 - whatever it is, both must end so.
            ended = re.sub(
                "run [0-9a-f]{32}", "run", f"{type(error).__name__}: {error}"
            )
        summary = target.loader.summary
        streams = {name: dict(s.notes) for name, s in summary.streams.items()}
        counts = {n: (s.rows_read, s.rows_written) for n, s in summary.streams.items()}
        return ended, _tables(lake), streams, counts, target._latest_state


def _tables(lake: Lake) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not lake.root.exists():
        return found
    for name in lake.tables():
        if "dead_letters" in name.name:
            continue
        with duckdb.connect() as con:
            con.execute("SET TimeZone = 'UTC'")
            lake.pin([name]).register(con)
            table = con.table(f'raw."{name.name}"').to_arrow_table()
        kept = [c for c in table.column_names if c not in MOMENTS]
        rows = sorted(repr(sorted(r.items())) for r in table.select(kept).to_pylist())
        found[str(name)] = (str(table.select(kept).schema), rows)
    return found


@pytest.fixture(params=["compiled", "arrow"])
def always(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few records there are, they are read in bulk where that is proved."""
    monkeypatch.setattr("target_parquet_lake.bulk.LEAST_ROWS", 1)
    if request.param == "arrow":
        monkeypatch.setattr("target_parquet_lake.lines.library", lambda: None)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(inputs())
@pytest.mark.usefixtures("always")
def test_bulk_and_record_by_record_leave_the_same(made) -> None:
    data, config = made
    assert run(data, engine="bulk", **config) == run(data, engine="records", **config)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(turns())
@pytest.mark.usefixtures("always")
def test_streams_that_take_turns_leave_the_same_too(made) -> None:
    data, config = made
    assert run(data, engine="bulk", **config) == run(data, engine="records", **config)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("always")
def test_each_value_is_read_alike_in_each_kind_of_column(kind) -> None:
    schema = {"properties": {"id": {"type": "integer"}, "v": KINDS[kind]}}
    head = {"type": "SCHEMA", "stream": "s", "schema": schema, "key_properties": ["id"]}
    lines = [message(i, value, i % 2) for i, value in enumerate(SPELLED)]
    chance = random.Random(kind)  # noqa: S311 - the same order each time.
    for valid in (True, False):
        chance.shuffle(lines)
        data = "\n".join([json.dumps(head), *lines]).encode()
        config = {"on_bad_record": "dead_letter", "validate_records": valid}
        assert run(data, engine="bulk", **config) == run(
            data, engine="records", **config
        )


@pytest.mark.parametrize("last", ['"b"', '"c"', "null", None])
@pytest.mark.usefixtures("always")
def test_a_key_of_few_texts_is_read_alike(last) -> None:
    kinds = {"v": {"type": ["string", "null"], "enum": ["a", "b", None]}}
    head = {"type": "SCHEMA", "stream": "s", "schema": {"properties": kinds}}
    start = '{"type":"RECORD","stream":"s","record":{'
    lines = [f'{start}"v":{v}}}}}' for v in ('"a"', '"b"', last) if v is not None]
    lines += [start + "}}"] if last is None else []
    text = "\n".join([json.dumps({**head, "key_properties": ["v"]}), *lines])
    config = {"on_bad_record": "dead_letter"}
    read = [run(text.encode(), engine=engine, **config) for engine in ENGINES]
    assert read[0] == read[1]
