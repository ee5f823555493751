"""JSON Schema to the lake's types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from target_parquet_lake.schema import stream_type
from target_parquet_lake.storable import is_storable
from target_parquet_lake.types import (
    BOOL,
    DATE,
    DOUBLE,
    INT,
    JSON,
    TEXT,
    TIMESTAMP,
    Column,
    ListOf,
    Struct,
    arrow_schema,
    decimal,
    lake_struct,
    named,
)

XY = {"x": {"type": "integer"}, "y": {"type": ["null", "string"]}}
XY_STRUCT = Struct((Column("x", INT), Column("y", TEXT)))

CASES = [
    ({"type": "boolean"}, BOOL),
    ({"type": ["null", "integer"]}, INT),
    ({"type": "number"}, DOUBLE),
    ({"type": "string"}, TEXT),
    ({"type": "string", "format": "date-time"}, TIMESTAMP),
    ({"type": "string", "format": "date"}, DATE),
    ({"type": "string", "format": "time"}, TEXT),
    ({"type": "string", "format": "uuid"}, TEXT),
    ({"type": "string", "format": "singer.decimal"}, decimal(38, 9)),
    (
        {"type": "string", "format": "x-singer.decimal", "precision": 12, "scale": 2},
        decimal(12, 2),
    ),
    (
        {"type": "string", "format": "decimal", "precision": 99, "scale": 50},
        decimal(38, 38),
    ),
    (
        {"type": "string", "format": "decimal", "precision": "x", "scale": -1},
        decimal(38, 9),
    ),
    ({"type": "number", "multipleOf": 0.01}, decimal(38, 2)),
    ({"type": "number", "multipleOf": 1e-9}, decimal(38, 9)),
    ({"type": "number", "multipleOf": 10}, decimal(38, 0)),
    ({"type": "number", "multipleOf": 1e-50}, DOUBLE),
    ({"type": "number", "multipleOf": True}, DOUBLE),
    ({"type": ["integer", "number"]}, DOUBLE),
    ({"type": ["string", "integer"]}, JSON),
    ({"type": ["string", "object"], "properties": XY}, JSON),
    ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, INT),
    ({"oneOf": [{"type": "integer"}, {"type": "number"}]}, DOUBLE),
    ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, JSON),
    ({"allOf": [{"type": "string"}]}, TEXT),
    ({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string"}]}, JSON),
    ({}, JSON),
    (True, JSON),
    ({"type": "anything"}, JSON),
    ({"enum": ["a", "b"]}, TEXT),
    ({"enum": ["a", 1]}, JSON),
    ({"const": "a"}, TEXT),
    ({"type": "object"}, JSON),
    ({"type": "object", "properties": {}}, JSON),
    ({"type": "object", "properties": {"n": {"type": "null"}}}, JSON),
    ({"type": "object", "properties": XY}, XY_STRUCT),
    ({"properties": XY}, XY_STRUCT),
    ({"type": "object", "properties": XY, "additionalProperties": False}, XY_STRUCT),
    ({"type": "object", "properties": XY, "additionalProperties": True}, JSON),
    ({"type": "object", "properties": XY, "additionalProperties": {}}, JSON),
    ({"type": "object", "properties": XY, "patternProperties": {}}, JSON),
    ({"type": "array", "items": {"type": "string"}}, ListOf(TEXT)),
    ({"type": "array", "items": {"properties": XY}}, ListOf(XY_STRUCT)),
    ({"type": "array", "items": {"type": "null"}}, JSON),
    ({"type": "array", "items": [{"type": "string"}]}, ListOf(JSON)),
    ({"type": "array"}, ListOf(JSON)),
    ({"$ref": "#/definitions/xy"}, XY_STRUCT),
    ({"$ref": "#/definitions/self"}, Struct((Column("next", JSON),))),
    ({"$ref": "#/definitions/none"}, JSON),
    ({"$ref": "#/definitions/xy/type/deep"}, JSON),
    ({"$ref": "other.json"}, JSON),
    ({"$ref": 5}, JSON),
]
DEFINITIONS = {
    "xy": {"type": "object", "properties": XY},
    "self": {"type": "object", "properties": {"next": {"$ref": "#/definitions/self"}}},
}


@pytest.mark.parametrize(("spec", "kind"), CASES, ids=[str(spec) for spec, _ in CASES])
def test_a_property_becomes(spec, kind) -> None:
    schema = {"properties": {"c": spec}, "definitions": DEFINITIONS}
    assert stream_type(schema) == Struct((Column("c", kind),))


def test_a_column_that_can_only_be_null_waits_for_its_type() -> None:
    schema = {"properties": {"a": {"type": "null"}, "b": {"type": "integer"}}}
    assert stream_type(schema) == Struct((Column("b", INT),))


WORDS = st.sampled_from(
    ["string", "integer", "number", "boolean", "null", "array", "object", "other"]
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.fixed_dictionaries({"type": WORDS | st.lists(WORDS, max_size=3)}),
    st.fixed_dictionaries({"multipleOf": st.integers() | st.floats() | st.text()}),
    st.fixed_dictionaries({"$ref": st.sampled_from(["#/properties", "#", "x"])}),
)
SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"type": st.just("array"), "items": inner}),
        st.fixed_dictionaries(
            {"type": st.just("object")},
            optional={
                "properties": st.dictionaries(st.text(max_size=4), inner, max_size=4),
                "additionalProperties": inner,
            },
        ),
        st.fixed_dictionaries({"anyOf": st.lists(inner, max_size=3)}),
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=4), SCHEMAS, max_size=5))
def test_any_schema_becomes_types_that_delta_keeps_and_gives_back(properties) -> None:
    kind = named(stream_type({"properties": properties}))
    arrow = arrow_schema(kind)
    assert all(is_storable(field.type) for field in arrow)
    assert lake_struct(arrow) == kind
