"""Whatever is loaded is read back equal, by DuckDB and by deltalake."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import msgspec
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from target_parquet_lake.batch import Batch
from target_parquet_lake.casts import conform
from target_parquet_lake.evolve import Policy, table_struct
from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from target_parquet_lake.schema import stream_type
from target_parquet_lake.table import Table
from target_parquet_lake.types import Struct, arrow_schema, bare

TEXTS = st.text(max_size=6)
INTS = st.integers(-(2**63), 2**63 - 1)
BIG = st.integers(-(10**45), 10**45)
FLOATS = st.floats(allow_nan=False, allow_infinity=False).map(
    lambda f: Decimal(repr(f))
)
CENTS = st.decimals(-(10**12), 10**12, places=2)
MOMENTS = st.datetimes(timezones=st.just(UTC))
ANY = st.recursive(
    st.none() | st.booleans() | INTS | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
    ),
    max_leaves=5,
)

# Schema, values as JSON has them, and what a value is in the lake.
Case = tuple[dict[str, Any], st.SearchStrategy[Any], Any]
SCALARS: list[Case] = [
    ({"type": "boolean"}, st.booleans(), lambda v: v),
    ({"type": "integer"}, INTS, lambda v: v),
    ({"type": "string"}, TEXTS, lambda v: v),
    ({"type": "number"}, FLOATS, float),
    ({"type": "number", "multipleOf": 0.01}, CENTS, lambda v: v),
    (
        {"type": "string", "format": "decimal", "precision": 20, "scale": 2},
        CENTS.map(lambda d: f"{d:f}"),
        Decimal,
    ),
    (
        {"type": "string", "format": "date"},
        st.dates().map(date.isoformat),
        date.fromisoformat,
    ),
    (
        {"type": "string", "format": "date-time"},
        MOMENTS.map(datetime.isoformat),
        datetime.fromisoformat,
    ),
    (
        {},
        ANY.filter(lambda v: v is not None),
        lambda v: msgspec.json.encode(v).decode(),
    ),
]


def nullable(case: Case) -> Case:
    kind, values, meaning = case
    return kind, st.none() | values, lambda v: None if v is None else meaning(v)


def listed(case: Case) -> Case:
    kind, values, meaning = nullable(case)
    array = {"type": "array", "items": kind}
    return array, st.lists(values, max_size=3), lambda v: [meaning(x) for x in v]


def membered(case: Case) -> Case:
    kind, values, meaning = nullable(case)
    thing = {"type": "object", "properties": {"m": kind, "n": kind}}
    members = st.fixed_dictionaries({"m": values}, optional={"n": values})
    return thing, members, lambda v: {k: meaning(v.get(k)) for k in ("m", "n")}


SHAPES = st.sampled_from(SCALARS)
SHAPES |= SHAPES.map(listed) | SHAPES.map(membered)
SHAPES |= SHAPES.map(listed)


@st.composite
def streams(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Any]], list[Any]]:
    names = draw(st.lists(TEXTS.filter(bool), unique=True, max_size=4))
    cases = {name: nullable(draw(SHAPES)) for name in names}
    rows = draw(
        st.lists(
            st.fixed_dictionaries({name: case[1] for name, case in cases.items()}),
            min_size=1,
            max_size=5,
        )
    )
    meant = [{n: cases[n][2](v) for n, v in row.items()} for row in rows]
    return {name: case[0] for name, case in cases.items()}, rows, meant


def by_source_name(value: Any, kind: Any) -> Any:
    """Stored names back to the source's names, as far as structs go."""
    if isinstance(kind, Struct) and value is not None:
        return {
            c.name: by_source_name(value.get(c.stored or c.name), c.type)
            for c in kind.columns
        }
    if isinstance(value, list):
        return [by_source_name(item, kind.item) for item in value]
    return value


@given(streams())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rows_are_read_back_equal(stream) -> None:
    properties, records, meant = stream
    with TemporaryDirectory() as folder:
        lake = Lake(folder)
        lake.prepare()
        name = TableName.of_stream("default", "singer", "s")
        table = Table(
            lake,
            name,
            stream="s",
            keys=("__i",),
            method="upsert",
            policy=Policy.EVOLVE,
            sync=False,
            sleep=lambda _: None,
        )
        kind = stream_type({"properties": {"__i": {"type": "integer"}, **properties}})
        for half in (slice(0, None, 2), slice(1, None, 2)):
            batch = Batch(kind, ("__i",), Counter())
            for number, record in list(enumerate(records))[half]:
                batch.add({"__i": number, **record})
            if batch.rows:
                table.commit(batch.table(), batch.kind, {})
        pinned = lake.pin([name])
        final = table_struct(lake.open(name))
        with duckdb.connect() as con:
            con.execute("SET TimeZone = 'UTC'")
            pinned.register(con)
            by_duckdb = con.table(f"raw.{name.name}").to_arrow_table()
        by_delta = lake.open(name).to_pyarrow_table()
        for found in (by_duckdb, by_delta):
            rows = sorted(
                (by_source_name(row, final) for row in found.to_pylist()),
                key=lambda row: row["__i"],
            )
            assert rows == [{"__i": i, **row} for i, row in enumerate(meant)]


@given(st.lists(BIG | st.none(), min_size=1))
def test_integers_of_any_length_are_exact_in_one_column(values) -> None:
    batch = Batch(
        stream_type({"properties": {"n": {"type": "integer"}}}), (), Counter()
    )
    for value in values:
        batch.add({"n": value})
    found = batch.table().column("n").to_pylist()
    assert [None if v is None else int(v) for v in found] == values


@given(st.lists(BIG | FLOATS, min_size=1))
def test_numbers_are_doubles_only_while_integers_stay_exact(values) -> None:
    batch = Batch(stream_type({"properties": {"n": {"type": "number"}}}), (), Counter())
    for value in values:
        batch.add({"n": value})
    for value, found in zip(values, batch.table().column("n").to_pylist(), strict=True):
        exact = (
            json.loads(found, parse_float=Decimal) if isinstance(found, str) else found
        )
        assert (
            exact == value if isinstance(value, int) else float(exact) == float(value)
        )


@given(streams())
@settings(max_examples=60, deadline=None)
def test_conforming_to_the_same_type_changes_nothing(stream) -> None:
    properties, records, _ = stream
    batch = Batch(stream_type({"properties": properties}), (), Counter())
    for record in records:
        batch.add(record)
    rows = batch.table()
    assert conform(rows, batch.kind, batch.kind).equals(rows)
    assert rows.schema.equals(arrow_schema(batch.kind))
    assert bare(batch.kind) == batch.kind
    assert isinstance(rows, pa.Table)
