"""Poison by name: each kind is put aside alone, or kept exactly; the rest is loaded.

By both engines, and with counts that agree to the line.
"""

from __future__ import annotations

import io
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow.dataset as ds
import pytest

from target_parquet_lake.errors import LakeError, PartialError
from target_parquet_lake.target import TargetParquetLake

if TYPE_CHECKING:
    from pathlib import Path

ENGINES = pytest.mark.parametrize("engine", ["bulk", "records"])

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
    "stream not utf-8": b'{"type":"RECORD","stream":"\xf6","record":{"id":2}}',
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


@pytest.fixture(autouse=True)
def _few(monkeypatch) -> None:
    """The bulk engine reads a window together however few its records are."""
    monkeypatch.setattr("target_parquet_lake.bulk.LEAST_ROWS", 1)


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        yield connection


class Run:
    """One run of the target over some lines; nothing is synced, which takes time."""

    def __init__(self, root: Path, *lines: str | bytes, **config: Any) -> None:
        data = b"".join(
            (line.encode() if isinstance(line, str) else line) + b"\n" for line in lines
        )
        settings = {"lake_root": str(root), "fsync": False, **config}
        target = TargetParquetLake(config=settings)
        self.lake = target.loader.lake
        self.error: LakeError | None = None
        try:
            target.process_lines(io.BytesIO(data))
            target.process_endofpipe()
        except LakeError as error:
            self.error = error
        (path,) = self.lake.control("runs").glob("*.json")
        self.summary = json.loads(path.read_text())
        parts = [*self.summary["streams"].values(), self.summary["astray"]]
        names = ("read", "written", "dead_lettered", "filtered")
        self.counts = {n: sum(part[f"rows_{n}"] for part in parts) for n in names}

    def rows(self, con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
        self.lake.pin(tenant="default").register(con)
        table = con.sql("SELECT * FROM raw.singer__s ORDER BY id").to_arrow_table()
        return table.to_pylist()

    def letters(self) -> list[dict[str, Any]]:
        (table,) = self.lake.pin(layer="dead_letters").tables.values()
        return ds.dataset([*table.files]).to_table().to_pylist()


@ENGINES
@pytest.mark.parametrize("poison", REFUSED.values(), ids=REFUSED.keys())
def test_a_poisoned_line_is_put_aside_alone(
    engine, poison, tmp_path, capsys, con
) -> None:
    state = '{"type":"STATE","value":{"n":3}}'
    lines = (json.dumps(SCHEMA), GOOD[0], poison, GOOD[1], state)
    run = Run(tmp_path / "lake", *lines, engine=engine)
    assert [row["id"] for row in run.rows(con)] == [1, 3]
    assert isinstance(run.error, PartialError)
    assert capsys.readouterr().out == '{"n":3}\n'
    counts = {"read": 3, "written": 2, "dead_lettered": 1, "filtered": 0}
    assert run.counts == counts
    (letter,) = run.letters()
    assert letter["line"] == 3
    assert letter["run_id"] == run.summary["run_id"]
    assert run.summary["exit_code"] == 6


@ENGINES
@pytest.mark.parametrize(("column", "text", "kept"), KEPT.values(), ids=KEPT.keys())
def test_what_looks_like_poison_and_is_none_is_kept_exactly(  # noqa: PLR0917 - a table.
    engine, column, text, kept, tmp_path, con
) -> None:
    lines = (json.dumps(SCHEMA), GOOD[0], value(column, text), GOOD[1])
    run = Run(tmp_path / "lake", *lines, engine=engine)
    found = {row["id"]: row[column] for row in run.rows(con)}
    assert found == {1: None, 2: kept, 3: None}
    counts = {"read": 3, "written": 3, "dead_lettered": 0, "filtered": 0}
    assert run.counts == counts


@ENGINES
def test_all_poisons_at_once_are_counted_to_the_line(engine, tmp_path, con) -> None:
    """Read = written + put aside + filtered, with some of each, in many commits."""
    good = [GOOD[0].replace(":1}", f":{n}}}") for n in range(900)]
    lines = [json.dumps(SCHEMA), *good]
    for number, poison in enumerate(REFUSED.values()):
        lines.insert(2 + number * 13, poison)
    config = {"engine": engine, "commit_rows": 130}
    run = Run(tmp_path / "lake", *lines, **config)
    counts = {"read": 900 + len(REFUSED), "written": 900, "filtered": 0}
    assert run.counts == {**counts, "dead_lettered": len(REFUSED)}
    assert [row["id"] for row in run.rows(con)] == [*range(900)]
    assert sorted(x["line"] for x in run.letters()) == [
        3 + number * 13 for number in range(len(REFUSED))
    ]
    assert all(letter["occurrences"] == 1 for letter in run.letters())


@ENGINES
def test_what_a_map_filters_is_counted_beside_what_is_put_aside(
    engine, tmp_path, con
) -> None:
    poisons = [value("whole", '"x"'), value("at", '"yesterday"')]
    good = [GOOD[0].replace(":1}", f":{n}}}") for n in range(9)]
    maps = {"s": {"__filter__": "id != 4"}}
    lines = (json.dumps(SCHEMA), *good, *poisons)
    run = Run(tmp_path / "lake", *lines, engine=engine, stream_maps=maps)
    counts = {"read": 11, "written": 8, "dead_lettered": 2, "filtered": 1}
    assert run.counts == counts
    assert [row["id"] for row in run.rows(con)] == [0, 1, 2, 3, 5, 6, 7, 8]


@ENGINES
def test_a_letter_tells_all_and_shows_nothing(engine, tmp_path) -> None:
    canary = "jane.doe@example.org"
    poison = value("whole", f'"{canary}","text":"{canary}"')
    lines = (json.dumps(SCHEMA), GOOD[0], poison)
    run = Run(tmp_path / "lake", *lines, engine=engine, correlation_id="pipe-7")
    (letter,) = run.letters()
    assert canary not in json.dumps(letter, default=str)
    shape = {"id": "integer", "whole": "string", "text": "string"}
    assert json.loads(letter["payload"]) == shape
    assert letter["stream"] == "s"
    assert (letter["line"], letter["ordinal"]) == (3, 2)
    assert letter["correlation_id"] == "pipe-7"
    assert letter["error_class"] == "InvalidRecordError"
    assert letter["error_code"] == 5
    assert "whole" in letter["message"]
    assert len(letter["schema_version"]) == 16
    assert letter["replay_command"].startswith("tap-singer --config")


def test_lines_that_differ_in_anything_are_letters_of_their_own(tmp_path) -> None:
    """A reader that is lax would take each pair for one: the first would be lost."""
    pairs = [
        (value("text", '"a","text":"b"'), value("text", '"c","text":"b"')),
        (value("whole", '"1"'), value("whole", "1.5")),
        (
            value("whole", "1.50000000000000000001"),
            value("whole", "1.5000000000000001"),
        ),
        ('{"stream":"s","record":{"id":2}}', '{"type":"X","stream":"s","record":{}}'),
    ]
    lines = [line for pair in pairs for line in pair]
    run = Run(tmp_path / "lake", json.dumps(SCHEMA), *lines)
    assert sorted(x["line"] for x in run.letters()) == [*range(2, 10)]


def test_a_line_that_comes_again_at_another_time_is_the_same_letter(tmp_path) -> None:
    sent = value("whole", '"x"')[:-1]
    later = sent + ',"version":7,"time_extracted":"2026-11-21T00:00:00Z"}'
    run = Run(tmp_path / "lake", json.dumps(SCHEMA), sent + "}", later)
    (letter,) = run.letters()
    assert (letter["occurrences"], letter["line"]) == (2, 3)
