"""The fast road prints what the SDK prints, or is not taken: any schema, any value."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from singer_sdk.singerlib.catalog import Metadata, MetadataMapping
from tap_kit_tests_any_record import HOSTILE, TYPES, records_of, roots

from tap_kit.loop import RecordStream
from tap_kit.tap import KitTap
from tap_kit.testing import assert_same_as_sdk


class Things(RecordStream):
    """A stream whose schema and selection each example sets anew."""

    name = "things"
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}

    def get_records(self, context):  # noqa: ARG002 - the SDK's.
        return []


class TapThings(KitTap):
    name = "tap-things"
    source = "things"
    stream_types = (Things,)


@pytest.fixture(scope="module")
def things() -> Things:
    return TapThings().streams["things"]


def describe(
    stream: Things, schema: dict[str, Any], off: list[tuple[str, ...]]
) -> None:
    stream.schema = schema
    metadata = MetadataMapping.get_standard_metadata(schema=schema)
    metadata.root.selected = True
    for path in off:
        metadata[path] = Metadata(selected=False)
    stream._mask = metadata.resolve_selection()


def both_fail(stream: Things, record: dict[str, Any]) -> None:
    """Compare; where the SDK itself fails on a value, we must have left it to it."""
    try:
        assert_same_as_sdk(stream, [record])
    except AssertionError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is that the SDK raises.
        pytest.fail(f"we print what the SDK fails on: {error!r}")


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], list[Any], list[Any]]:
    properties = draw(roots)
    schema = {"type": "object", "properties": properties}
    if draw(st.integers(0, 4)) == 0:
        schema["additionalProperties"] = True
    paths = [("properties", name) for name in [*properties, "zz"]]
    paths += [(*path, "properties", "a") for path in paths]
    off = (
        draw(st.lists(st.sampled_from(paths), max_size=2))
        if draw(st.booleans())
        else []
    )
    records = draw(st.lists(records_of(properties), min_size=1, max_size=4))
    return schema, off, records


@settings(max_examples=400, deadline=None)
@given(case=cases())
def test_any_record_comes_out_as_the_sdk_prints_it(things, case):
    """The heart of it: whatever leaves by the fast road has the SDK's meaning."""
    schema, off, records = case
    describe(things, schema, off)
    for record in records:
        both_fail(things, record)


EVERY_KIND = [
    *({"type": [kind, "null"]} for kind in TYPES[:-1]),
    {},
    {"type": "boolean"},
    {"type": ["boolean", "string"]},
    {"anyOf": [{"type": "boolean"}, {"type": "null"}]},
    {"oneOf": [{"type": "object"}, {"type": "string"}]},
    {"type": "array", "items": {"type": "boolean"}},
    {"type": "array", "items": {"type": "object"}},
    {"type": "object", "properties": {"a": {"type": ["boolean", "null"]}}},
    {"type": ["object", "array"], "properties": {"a": {}}, "items": {"type": "string"}},
]
PLACES = {
    "root": (lambda kind: kind, lambda value: value),
    "object": (
        lambda kind: {"type": "object", "properties": {"a": kind}},
        lambda value: {"a": value},
    ),
    "list": (lambda kind: {"type": "array", "items": kind}, lambda value: [value]),
    "list of objects": (
        lambda kind: {
            "type": "array",
            "items": {"type": ["object"], "properties": {"a": kind}},
        },
        lambda value: [{"a": value}, {"a": None}],
    ),
    "list in an object": (
        lambda kind: {
            "type": "object",
            "properties": {"a": {"type": "array", "items": kind}},
        },
        lambda value: {"a": [value]},
    ),
    "no schema": (lambda _kind: {}, lambda value: [{"a": value}]),
}


@pytest.mark.parametrize("off", [(), ("b", "properties", "a")], ids=["all", "in parts"])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("kind", EVERY_KIND, ids=str)
def test_every_hostile_value_in_every_place(things, kind, place, off):
    """Each one by itself: what hypothesis finds by luck must not depend on it."""
    wrap_schema, wrap = place
    schema = {"type": "object", "properties": {"b": wrap_schema(kind)}}
    describe(things, schema, [("properties", *off)] if off else [])
    for value in (*HOSTILE, set(), {"a": 1, "b": [None]}, [1], {1: 2}, {None: 3}):
        both_fail(things, {"b": wrap(value)})
