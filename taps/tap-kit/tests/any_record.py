"""Schemas of any shape, and records for them: mostly honest, partly hostile."""

from __future__ import annotations

import enum
import uuid
from collections import OrderedDict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from hypothesis import strategies as st


class Color(enum.Enum):
    RED = "red"


class Word(str, enum.Enum):  # noqa: UP042 - as old code has it.
    YES = "yes"


class Level(enum.IntEnum):
    LOW = 1


class Text(str):
    __slots__ = ()


class Ratio(float):
    def __repr__(self) -> str:
        return "ratio"


class Number(int):
    pass


class Row(dict):  # type: ignore[type-arg]
    pass


class Pair(NamedTuple):
    a: int
    b: int


HOSTILE: list[Any] = [
    float("nan"),
    float("inf"),
    -0.0,
    2**64,
    -(10**30),
    "\ud800",
    "\x00\u2028\x7f",
    Decimal("1.10"),
    Decimal("-0"),
    Decimal("1E+400"),
    Decimal("12345678901234567.8901234567890"),
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("-Infinity"),
    b"\x00",
    b"\x01\xff",
    bytearray(b"x"),
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(2026, 1, 1, 12, 30, 0, 7),  # noqa: DTZ001 - naive ones come, too.
    date(2026, 1, 1),
    time(1, 2, 3),
    timedelta(days=1),
    uuid.UUID(int=1),
    Color.RED,
    Word.YES,
    Level.LOW,
    Text("text"),
    Ratio(1.5),
    Number(7),
    Row(a=1),
    OrderedDict(b=2),
    Pair(1, 2),
    (1, "x"),
    (),
    frozenset({1}),
    frozenset(),
    1,
    0,
    "true",
]
"""What a record may hold that JSON does not, or prints in more ways than one."""

NAMES = ["a", "b", "c", "d e", "é/$", "ID", "id"]
TYPES = ["string", "integer", "number", "boolean", "object", "array", "null"]

# ---------- schemas

kinds = st.one_of(
    st.sampled_from(TYPES),
    st.lists(st.sampled_from(TYPES), min_size=1, max_size=3, unique=True),
    st.just(["boolean", "null"]),
)
leaves = st.one_of(
    kinds.map(lambda kind: {"type": kind}),
    st.just({}),
    st.just({"type": ["string", "null"], "format": "date-time"}),
    st.just({"anyOf": [{"type": "string"}, {"type": "null"}]}),
    st.just({"anyOf": [{"type": "object", "properties": {}}, {"type": "array"}]}),
    st.just({"oneOf": [{"type": "string"}, {"type": "object"}]}),
    st.just({"type": ["array", "null"], "items": [{"type": "string"}]}),
    st.just({"type": "array", "prefixItems": [{"type": "string"}], "items": {}}),
    st.just({"type": "array", "allOf": [{"type": "string"}]}),
    st.just({"type": ["object", "null"]}),
)


def objects(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda properties, more, kind: {
            "type": kind,
            "properties": properties,
            **({} if more is None else {"additionalProperties": more}),
        },
        st.dictionaries(st.sampled_from(NAMES), children, max_size=4),
        st.sampled_from([None, True, False, {"type": "string"}]),
        st.sampled_from(["object", ["object", "null"], ["object", "array", "null"]]),
    )


def arrays(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda items, kind: {"type": kind, "items": items},
        children,
        st.sampled_from(["array", ["array", "null"], ["array", "string", "null"]]),
    )


schemas = st.recursive(
    leaves,
    lambda children: st.one_of(objects(children), arrays(children)),
    max_leaves=6,
)
booleans = st.sampled_from([{"type": "boolean"}, {"type": ["boolean", "null"]}])
columns = st.one_of(leaves, booleans, arrays(leaves), objects(leaves), schemas)
roots = st.dictionaries(st.sampled_from(NAMES), columns, min_size=1, max_size=5)

# ---------- values

honest = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
hostile = st.one_of(st.sampled_from(HOSTILE), st.just(set()))
leaf_values = st.one_of(honest, honest, hostile)
names = st.one_of(st.sampled_from(NAMES), st.sampled_from(["zz", "", 'q"', "\\"]))
odd_names = st.one_of(names, st.sampled_from([1, 1.5, True, None, Text("a"), Word.YES]))
values = st.recursive(
    leaf_values,
    lambda children: st.one_of(
        st.lists(children, max_size=3),
        st.dictionaries(names, children, max_size=4),
        st.dictionaries(odd_names, children, max_size=2),
    ),
    max_leaves=8,
)


def values_of(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values as the schema says, mostly; hostile ones in between."""
    kinds = schema.get("type", "string")
    honest_ones = [
        as_the_schema_says(schema, kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    ]
    often = st.one_of(honest_ones)
    return st.one_of(often, often, often, often, often, leaf_values, values)


def as_the_schema_says(schema: dict[str, Any], kind: str) -> st.SearchStrategy[Any]:
    if kind == "object":
        return records_of(schema.get("properties", {}))
    if kind == "array":
        items = schema.get("items", {})
        one = values_of(items if isinstance(items, dict) else {})
        return st.lists(one, max_size=3)
    by_kind = {"boolean": st.booleans(), "null": st.none()}
    return by_kind.get(kind, st.one_of(honest, leaf_values))


@st.composite
def records_of(draw: st.DrawFn, properties: dict[str, Any]) -> dict[Any, Any]:
    record = {
        name: draw(values_of(schema))
        for name, schema in properties.items()
        if draw(st.integers(0, 9))
    }
    if draw(st.integers(0, 4)) == 0:
        record |= draw(st.dictionaries(odd_names, values, max_size=2))
    return record
