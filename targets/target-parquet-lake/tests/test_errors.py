"""Bad input ends with its exit code and a next step, and the good is kept."""

from __future__ import annotations

import pytest

from target_parquet_lake.delta import first_line
from target_parquet_lake.errors import DataError

CANARY = "jane.doe@example.org"
USER = '{"type":"RECORD","stream":"users","record":'
NAMED = f'{USER}{{"id":2,"name":"{CANARY}"'
BATCH = '"encoding":{"format":"jsonl","compression":"none"},"manifest":["x"]'

BAD_LINES: dict[str, str | bytes] = {
    "cut short": NAMED[:-1],
    "no json": CANARY,
    "no object": f'["{CANARY}"]',
    "nan": f'{NAMED},"id2":NaN}}}}',
    "lone surrogate": f'{NAMED},"x":"\\ud800"}}}}',
    "invalid utf-8": NAMED.encode() + b',"x":"\xff"}}',
    "key twice": f'{NAMED},"id":3}}}}',
    "key twice, spaced": f'{NAMED},"id" :3}}}}',
    "stream twice": f'{NAMED}}},"stream":"b"}}',
    "nested too deep": f'{NAMED},"x":{"[" * 100_000}',
    "huge number": f'{NAMED},"x":{"1" * 5000}}}}}',
    "unknown type": '{"type":"NONSENSE","stream":"users"}',
    "no type": '{"stream":"users"}',
    "no stream": '{"type":"RECORD","record":{"id":2}}',
    "no record": '{"type":"RECORD","stream":"users"}',
    "record is a list": f"{USER}[2]}}",
    "state without value": '{"type":"STATE"}',
    "schema without schema": '{"type":"SCHEMA","stream":"other"}',
    "schema is a list": '{"type":"SCHEMA","stream":"other","schema":[]}',
    "schema without properties": '{"type":"SCHEMA","stream":"other","schema":{}}',
    "keys are no list": '{"type":"SCHEMA","stream":"other","key_properties":5,'
    '"schema":{"properties":{"id":{"type":"integer"}}}}',
    "version of no stream": '{"type":"ACTIVATE_VERSION","stream":"other","version":1}',
    "before its schema": '{"type":"RECORD","stream":"other","record":{"id":2}}',
    "missing key": f'{USER}{{"name":"{CANARY}"}}}}',
    "null key": f'{USER}{{"id":null,"name":"{CANARY}"}}}}',
    "wrong type": f'{USER}{{"id":"{CANARY}"}}}}',
    "a fraction as integer": f'{USER}{{"id":1.9,"name":"{CANARY}"}}}}',
    "batch": f'{{"type":"BATCH","stream":"users",{BATCH}}}',
}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_line_keeps_the_good_and_tells_its_place_but_not_its_content(
    line, good, load, rows, capsys
) -> None:
    with pytest.raises(DataError) as caught:
        load(good.rstrip(), line, NAMED + "}}")
    text = str(caught.value)
    assert caught.value.code == 5
    assert "line 4" in text
    assert "Next: " in text
    assert CANARY not in text
    assert rows() == [{"id": 1, "name": "a"}]
    captured = capsys.readouterr()
    assert captured.out == '{"n": 1}\n'
    assert CANARY not in captured.err


@pytest.mark.parametrize("validate", [True, False])
def test_a_wrong_value_is_refused_with_and_without_validation(
    validate, good, load, rows
) -> None:
    bad = b'{"type":"RECORD","stream":"users","record":{"id":true}}'
    with pytest.raises(Exception, match="schema"):
        load(good.rstrip(), bad, validate_records=validate)
    assert rows() == [{"id": 1, "name": "a"}]


def test_a_data_error_ends_the_process_with_5_and_no_traceback(process, good) -> None:
    done = process(good + b"nonsense\n")
    assert done.code == 5
    assert done.states == [{"n": 1}]
    assert "line 4" in done.err
    assert "Traceback" not in done.err


def test_the_input_may_lack_its_last_line_break(command, good, rows) -> None:
    assert command(good.rstrip()).code == 0
    assert len(rows()) == 1


def test_a_keyless_stream_is_refused_with_both_ways_out(load, singer) -> None:
    with pytest.raises(Exception, match="allow_keyless: true") as caught:
        load(singer.schema(keys=None))
    assert "key_properties" in str(caught.value)
    assert caught.value.code == 5


def test_a_key_that_is_no_plain_column_is_refused(load, singer) -> None:
    with pytest.raises(Exception, match="no plain column"):
        load(singer.schema(keys=("nothing",)))
    nested = {"id": {"type": "array", "items": {"type": "string"}}}
    with pytest.raises(Exception, match="no plain column"):
        load(singer.schema(properties=nested))


@pytest.mark.parametrize(
    "kind",
    [
        {"type": "objekt", "properties": {"id": {"type": "integer"}}},
        {"properties": {"id": {"$ref": "http://127.0.0.1:9/none.json"}}},
        {"properties": {"id": {"type": 5}}},
    ],
)
def test_a_schema_that_is_none_is_refused_offline(kind, load, singer) -> None:
    message = {**singer.schema(), "schema": kind}
    with pytest.raises(Exception, match="JSON Schema") as caught:
        load(message)
    assert caught.value.code == 5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It is full. \nstack:\n 0: f", "It is full."),
        ("No file. Detail: Python exception: Traceback (most recent):\n", "No file."),
        ("", "OSError."),
    ],
)
def test_what_a_library_says_is_told_without_its_stack(text, told) -> None:
    assert first_line(OSError(text)) == told
