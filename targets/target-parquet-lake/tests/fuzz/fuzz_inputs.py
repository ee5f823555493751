"""What is fuzzed: bytes become lines, values, schemas or states of a run.

Each takes bytes and raises what is a defect: an error that the target does not know how
to tell, a STATE ahead of the data, a count that is wrong, engines that differ.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import fuzz_harness
from fuzz_harness import MARK, line

from target_parquet_lake.decode import LineError, decode, state_value

if TYPE_CHECKING:
    from pathlib import Path

KINDS: tuple[Any, ...] = (
    {"type": ["null", "string"]},
    {"type": ["null", "integer"]},
    {"type": ["null", "number"]},
    {"type": ["null", "boolean"]},
    {"type": ["null", "string"], "format": "date-time"},
    {"type": ["null", "string"], "format": "date"},
    {"type": ["null", "string"], "format": "time"},
    {"type": ["null", "string"], "format": "singer.decimal"},
    {"type": ["null", "number"], "multipleOf": 0.01},
    {"type": ["null", "string"], "maxLength": 4, "pattern": "^[a-z]*$"},
    {"enum": ["a", 1, None]},
    {"anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "null"}]},
    {"type": ["null", "object"]},
    {},
    {"type": ["null", "array"], "items": {"type": ["null", "number"]}},
    {"type": "array", "items": {"type": "string", "format": "date-time"}},
    {
        "type": ["null", "object"],
        "properties": {
            "a": {"type": ["null", "integer"]},
            "b": {
                "type": "array",
                "items": {"type": "object", "properties": {"c": {}}},
            },
        },
    },
)
TURNS = ["s", "t", "u"]
_FILES = (b"BATCH", b"\\u")
"""A line may name a file of this machine; it may spell that in escapes."""


def _schema(stream: str = "s", **more: Any) -> bytes:
    kinds = {MARK: {"type": "integer"}, **more}
    parts = {"schema": {"properties": kinds}, "key_properties": [MARK]}
    return line({"type": "SCHEMA", "stream": stream, **parts})


def _good(number: int, stream: str = "s") -> bytes:
    return line({"type": "RECORD", "stream": stream, "record": {MARK: number}})


def _state(number: int) -> bytes:
    return line({"type": "STATE", "value": {"covers": number}})


def _config(choice: int) -> dict[str, Any]:
    return {
        "validate_records": not choice & 1,
        "add_record_metadata": not choice & 2,
        "load_method": "append-only" if choice & 4 else "upsert",
        "commit_rows": 2 if choice & 8 else 100_000,
        "schema_policy": "strict" if choice & 16 else "evolve",
    }


def lines(data: bytes, root: Path) -> None:
    """Lines of any kind between good ones of streams that take turns.

    A STATE follows each of them and covers it.
    """
    if not data or any(word in data for word in _FILES):
        return
    kinds = {f"c{number}": kind for number, kind in enumerate(KINDS[:12])}
    sent = [_schema(stream, **kinds) for stream in TURNS]
    for number, odd in enumerate(data[1:].split(b"\n")[:12]):
        first, *rest = TURNS[number % len(TURNS) :] + TURNS[: number % len(TURNS)]
        sent += [odd, _good(number, first), _state(number + 1)]
        sent += [_good(100 + number, stream) for stream in rest]
    fuzz_harness.differential(b"\n".join(sent), root, **_config(data[0]))


def values(data: bytes, root: Path) -> None:
    """Values of any kind in a column of any kind, each in a record of its own."""
    if len(data) < 3:
        return
    kind = KINDS[data[0] % len(KINDS)]
    sent = [_schema(v=kind), _schema("t")]
    for number, value in enumerate(data[2:].split(b"\n")[:12]):
        head = _good(number)[:-2]
        sent += [head + b',"v":' + value + b"}}", _good(100 + number, "t")]
    fuzz_harness.differential(b"\n".join(sent), root, **_config(data[1]))


def schemas(data: bytes, root: Path) -> None:
    """A schema of any kind, and records that may or may not be its own."""
    if len(data) < 3:
        return
    parts = b'{"type":"SCHEMA","stream":"t","key_properties":["a"],"schema":'
    record = b'{"type":"RECORD","stream":"t","record":'
    shape, *records = data[1:].split(b"\n")[:6]
    sent = [_schema(), _good(0), _state(1), parts + shape + b"}"]
    sent += [record + x + b"}" for x in records]
    sent += [_good(1), _state(2)]
    fuzz_harness.differential(b"\n".join(sent), root, **_config(data[0]))


def states(data: bytes, root: Path) -> None:
    """A STATE of any kind is passed byte for byte, or it is refused."""
    sent = b'{"type":"STATE","value":' + data.replace(b"\n", b" ") + b"}"
    outcome = fuzz_harness.differential(_schema() + b"\n" + sent, root)
    try:
        known = set(decode(sent)) >= {"type", "value"}
        expected = [state_value(sent)] if known and _is_state(sent) else []
    except LineError:
        expected = []
    if outcome.ended == "" and _is_state(sent):
        assert outcome.memory.states == [state for state in expected if state]


def _is_state(sent: bytes) -> bool:
    try:
        return bool(json.loads(sent)["type"] == "STATE")
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


ALL = {"lines": lines, "values": values, "schemas": schemas, "states": states}
