"""Poison by name: each kind is put aside alone, or kept exactly; the rest is loaded."""

from __future__ import annotations

import io
import json
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from target_parquet_lake.errors import DataError, LakeError, PartialError
from target_parquet_lake.target import TargetParquetLake

SCHEMA = {
    "type": "SCHEMA",
    "stream": "s",
    "key_properties": ["id"],
    "schema": {
        "properties": {
            "id": {"type": "integer"},
            "text": {"type": ["null", "string"]},
            "whole": {"type": ["null", "integer"]},
            "number": {"type": ["null", "number"]},
            "flag": {"type": ["null", "boolean"]},
            "at": {"type": ["null", "string"], "format": "date-time"},
            "day": {"type": ["null", "string"], "format": "date"},
            "money": {"type": ["null", "string"], "format": "decimal"},
            "part": {
                "type": ["null", "object"],
                "properties": {"a": {"type": ["null", "integer"]}},
            },
            "list": {"type": ["null", "array"], "items": {"type": "integer"}},
            "any": {},
        }
    },
}
HEAD = '{"type":"RECORD","stream":"s","record":{"id":2'
GOOD = [f'{{"type":"RECORD","stream":"s","record":{{"id":{n}}}}}' for n in (1, 3)]


def value(name: str, text: str) -> str:
    return f'{HEAD},"{name}":{text}}}}}'


def deep(levels: int) -> str:
    return value("any", "[" * levels + "]" * levels)


REFUSED = {
    "lone high surrogate": value("text", '"\\ud800"'),
    "lone low surrogate": value("text", '"a\\udfffb"'),
    "lone surrogate in a key": f'{HEAD},"\\ud800":1}}}}',
    "raw surrogate bytes": HEAD.encode() + b',"text":"\xed\xa0\x80"}}',
    "not utf-8": HEAD.encode() + b',"text":"\xff\xfe"}}',
    "utf-16": f"{HEAD}}}}}".encode("utf-16-le"),
    "nan": value("number", "NaN"),
    "infinity": value("number", "Infinity"),
    "minus infinity": value("number", "-Infinity"),
    "key twice": value("text", '"a","text":"b"'),
    "key twice, spaced": value("text", '"a", "text" : "b"'),
    "key twice, escaped": value("text", '"a","te\\u0078t":"b"'),
    "100,000 levels deep": deep(100_000),
    "1,100 levels deep": deep(1_100),
    "cut off": HEAD,
    "cut off in a string": HEAD + ',"text":"abc',
    "two messages in a line": f"{GOOD[0]}{GOOD[1]}",
    "trailing comma": f"{HEAD},}}}}",
    "single quotes": "{'type':'RECORD','stream':'s','record':{'id':2}}",
    "comment": f"{HEAD}}}}} // comment",
    "control character": HEAD.encode() + b',"text":"a\x01b"}}',
    "nul outside of strings": HEAD.encode() + b"\x00}}",
    "bom in the middle": b"\xef\xbb\xbf" + HEAD.encode() + b"}}",
    "html": "<html><body>502 Bad Gateway</body></html>",
    "log line": "INFO: 2026-11-21 starting tap",
    "no object": "[1, 2, 3]",
    "a number": "7",
    "null": "null",
    "no type": '{"stream":"s","record":{"id":2}}',
    "type of another case": '{"type":"record","stream":"s","record":{"id":2}}',
    "type unknown": '{"type":"GREETING","stream":"s"}',
    "type is a list": '{"type":["RECORD"],"stream":"s","record":{"id":2}}',
    "no record": '{"type":"RECORD","stream":"s"}',
    "record is a list": '{"type":"RECORD","stream":"s","record":[2]}',
    "record is null": '{"type":"RECORD","stream":"s","record":null}',
    "stream is a number": '{"type":"RECORD","stream":7,"record":{"id":2}}',
    "stream unknown": '{"type":"RECORD","stream":"../../etc","record":{"id":2}}',
    "state without value": '{"type":"STATE"}',
    "key missing": '{"type":"RECORD","stream":"s","record":{"text":"a"}}',
    "key null": '{"type":"RECORD","stream":"s","record":{"id":null}}',
    "text for an integer": value("whole", '"7"'),
    "fraction for an integer": value("whole", "1.9"),
    "true for an integer": value("whole", "true"),
    "number for text": value("text", "7"),
    "number for true": value("flag", "1"),
    "object for text": value("text", '{"a":1}'),
    "list for an object": value("part", "[1]"),
    "text for a list": value("list", '"1"'),
    "null in a list of integers": value("list", '["a"]'),
    "wrong inside an object": value("part", '{"a":"x"}'),
    "no time": value("at", '"yesterday"'),
    "february 30": value("day", '"2026-02-30"'),
    "month 13": value("at", '"2026-13-01T00:00:00Z"'),
    "hour 25": value("at", '"2026-11-21T25:00:00Z"'),
    "year 10000": value("at", '"10000-01-01T00:00:00Z"'),
    "year 0": value("day", '"0000-01-01"'),
    "offset before the first year": value("at", '"0001-01-01T00:00:00+14:00"'),
    "offset beyond the last year": value("at", '"9999-12-31T23:59:59-14:00"'),
    "time in a date": value("day", '"2026-11-21T10:00:00Z"'),
    "empty date": value("day", '""'),
    "decimal of words": value("money", '"12 EUR"'),
    "decimal nan": value("money", '"NaN"'),
    "hexadecimal": value("whole", "0x10"),
    "5,000 digits": value("whole", "1" * 5000),
    "leading zeros": value("whole", "007"),
    "plus sign": value("number", "+1"),
}
KEPT = {
    "nul in a string": ("text", '"a\\u0000b"', "a\0b"),
    "line separators": ("text", '"a\\u2028\\u2029\\u0085b"', "a\u2028\u2029\u0085b"),
    "emoji by surrogates": ("text", '"\\ud83d\\ude00"', "😀"),
    "right to left": ("text", '"\u202eabc"', "\u202eabc"),
    "sql": ("text", '"\'; DROP TABLE s; --"', "'; DROP TABLE s; --"),
    "a megabyte": ("text", f'"{"x" * (1 << 20)}"', "x" * (1 << 20)),
    "10^30": ("whole", str(10**30), 10**30),
    "2^63": ("whole", str(2**63), 2**63),
    "2^53+1": ("number", str(2**53 + 1), str(2**53 + 1)),
    "1e999": ("number", "1e999", "1E+999"),
    "1e-999": ("number", "1e-999", "1E-999"),
    "minus zero": ("number", "-0.0", 0.0),
    "whole fraction": ("whole", "7.0", 7),
    "50 digits of a fraction": ("any", f"0.{'1' * 50}", f"0.{'1' * 50}"),
    "200 levels deep": ("any", "[" * 200 + "]" * 200, "[" * 200 + "]" * 200),
    "leap second of a date": ("day", '"2024-02-29"', datetime(2024, 2, 29).date()),  # noqa: DTZ001 - a date.
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

    @property
    def dead(self) -> int:
        return self.target.dead_letters.count

    def rows(self) -> list[dict[str, Any]]:
        lake = self.target.loader.lake
        with duckdb.connect() as con:
            lake.pin(tenant="default").register(con)
            table = con.sql("SELECT * FROM raw.singer__s ORDER BY id").to_arrow_table()
        return table.to_pylist()


@pytest.mark.parametrize("poison", REFUSED.values(), ids=REFUSED.keys())
def test_a_poisoned_line_is_put_aside_alone(poison, tmp_path, capsys) -> None:
    state = '{"type":"STATE","value":{"n":3}}'
    lines = (json.dumps(SCHEMA), GOOD[0], poison, GOOD[1], state)
    run = Run(str(tmp_path / "lake"), *lines)
    assert [row["id"] for row in run.rows()] == [1, 3]
    assert run.dead == 1
    assert isinstance(run.error, PartialError)
    assert capsys.readouterr().out == '{"n":3}\n'
    summary = run.target.loader.summary
    every = [*summary.streams.values(), summary.astray]
    assert sum(s.rows_read for s in every) == 3
    assert [s.unaccounted for s in every] == [0] * len(every)


@pytest.mark.parametrize(("column", "text", "kept"), KEPT.values(), ids=KEPT.keys())
def test_what_looks_like_poison_and_is_none_is_kept_exactly(
    column, text, kept, tmp_path
) -> None:
    lines = (json.dumps(SCHEMA), GOOD[0], value(column, text), GOOD[1])
    run = Run(str(tmp_path / "lake"), *lines)
    found = {row["id"]: row[column] for row in run.rows()}
    assert run.dead == 0
    assert found == {1: None, 2: kept, 3: None}


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
RECORDS = st.dictionaries(
    st.sampled_from([*SCHEMA["schema"]["properties"], "more"]), JSONS, max_size=6
).map(lambda record: {"type": "RECORD", "stream": "s", "record": record})
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
        good = (GOOD[0].replace(":1}", ":-99}"), GOOD[1].replace(":3}", ":99}"))
        run = Run(f"{folder}/lake", json.dumps(SCHEMA), good[0], *lines, good[1])
        if isinstance(run.error, DataError):
            assert b"SCHEMA" in b"".join(lines) or b"schema" in b"".join(lines)
            return
        assert isinstance(run.error, PartialError) == (run.dead > 0)
        ids = {str(row["id"]) for row in run.rows()}
        assert {"-99", "99"} <= ids


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
        sent = [] if value in (None, {}) else [json.dumps(value).encode()]
        assert passed == ([] if run.dead else sent)
