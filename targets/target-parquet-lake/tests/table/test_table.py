"""Rows get into a table exactly, in one commit, beside other writers."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from deltalake import DeltaTable

from target_parquet_lake.errors import DataError
from target_parquet_lake.evolve import Policy, table_struct
from target_parquet_lake.schema import stream_type

INTEGER, NUMBER, STRING = ({"type": t} for t in ("integer", "number", "string"))
MOMENT = {"type": "string", "format": "date-time"}
DAY = {"type": "string", "format": "date"}
FLAG = {"type": "boolean"}


def test_an_upsert_replaces_and_adds(table, put, stored) -> None:
    users = table()
    put(users, {"id": INTEGER, "v": STRING}, {"id": 1, "v": "a"}, {"id": 2, "v": "b"})
    done = put(
        users, {"id": INTEGER, "v": STRING}, {"id": 2, "v": "c"}, {"id": 3, "v": "d"}
    )
    assert (done.inserted, done.updated) == (1, 1)
    assert [row["v"] for row in stored(users)] == ["a", "c", "d"]


EVOLUTIONS = [
    (INTEGER, 1, NUMBER, Decimal("1.9"), [1.0, 1.9]),
    (INTEGER, 2**53 + 1, NUMBER, Decimal("1.9"), [str(2**53 + 1), "1.9"]),
    (NUMBER, Decimal("1.5"), INTEGER, 2, [1.5, 2.0]),
    (NUMBER, Decimal("1.5"), INTEGER, 2**53 + 1, ["1.5", str(2**53 + 1)]),
    (INTEGER, 5, FLAG, True, ["5", "true"]),
    (FLAG, True, INTEGER, 5, ["true", "5"]),
    (
        DAY,
        "2026-01-02",
        MOMENT,
        "2026-01-02T03:00:00Z",
        ["2026-01-02", "2026-01-02T03:00:00Z"],
    ),
    (
        MOMENT,
        "2026-01-02T03:00:00Z",
        DAY,
        "2026-01-02",
        ["2026-01-02T03:00:00Z", "2026-01-02"],
    ),
    (INTEGER, 5, STRING, "x", ["5", "x"]),
    (STRING, "x", INTEGER, 5, ["x", "5"]),
    (STRING, "x", {}, {"a": 1}, ['"x"', '{"a":1}']),
    ({}, {"a": 1}, STRING, "x", ['{"a":1}', '"x"']),
    (INTEGER, 1, INTEGER, 2**63, [Decimal(1), Decimal(2**63)]),
    (INTEGER, 5, {"properties": {"a": INTEGER}}, {"a": 1}, ["5", '{"a":1}']),
]


@pytest.mark.parametrize("case", EVOLUTIONS, ids=str)
def test_what_delta_rs_would_cast_is_widened_exactly(case, table, put, stored) -> None:
    """Left to itself delta-rs stores 1.9 as 1, drops the time of day, makes 5 true."""
    first, a, second, b, both = case
    users = table()
    put(users, {"id": INTEGER, "v": first}, {"id": 1, "v": a})
    put(users, {"id": INTEGER, "v": second}, {"id": 2, "v": b})
    assert [row["v"] for row in stored(users)] == both


def test_a_widening_is_one_commit_and_the_old_version_stays_readable(
    table, put
) -> None:
    users = table()
    put(users, {"id": INTEGER, "v": INTEGER}, {"id": 1, "v": 1})
    before = DeltaTable(users.path).version()
    put(users, {"id": INTEGER, "v": NUMBER}, {"id": 2, "v": Decimal("1.5")})
    after = DeltaTable(users.path)
    assert after.version() == before + 2
    assert after.history()[1]["widened"] == ["v: int to double"]
    old = DeltaTable(users.path, version=before).to_pyarrow_table()
    assert old.column("v").to_pylist() == [1]


def test_new_columns_at_every_depth_are_null_in_old_rows(table, put, stored) -> None:
    users = table()
    small = {"type": "array", "items": {"properties": {"x": INTEGER}}}
    large = {"type": "array", "items": {"properties": {"x": INTEGER, "y": STRING}}}
    put(users, {"id": INTEGER, "l": small}, {"id": 1, "l": [{"x": 1}]})
    put(
        users,
        {"id": INTEGER, "l": large, "n": FLAG},
        {"id": 2, "l": [{"x": 2, "y": "b"}]},
    )
    put(users, {"id": INTEGER, "l": small}, {"id": 3, "l": [{"x": 3}]})
    assert stored(users) == [
        {"id": 1, "l": [{"x": 1, "y": None}], "n": None},
        {"id": 2, "l": [{"x": 2, "y": "b"}], "n": None},
        {"id": 3, "l": [{"x": 3, "y": None}], "n": None},
    ]


def test_a_nested_widening_keeps_its_shape(table, put, stored) -> None:
    users = table()
    put(
        users,
        {"id": INTEGER, "n": {"properties": {"a": INTEGER}}},
        {"id": 1, "n": {"a": 1}},
    )
    number = {"properties": {"a": NUMBER}}
    put(users, {"id": INTEGER, "n": number}, {"id": 2, "n": {"a": Decimal("1.5")}})
    assert [row["n"] for row in stored(users)] == [{"a": 1.0}, {"a": 1.5}]
    put(
        users,
        {"id": INTEGER, "n": {"properties": {"a": INTEGER}}},
        {"id": 3, "n": {"a": 2**53 + 1}},
    )
    assert [json.loads(row["n"])["a"] for row in stored(users)] == [1.0, 1.5, 2**53 + 1]


def test_a_strict_policy_adds_columns_but_changes_no_type(table, put, stored) -> None:
    users = table(policy=Policy.STRICT)
    put(users, {"id": INTEGER}, {"id": 1})
    put(users, {"id": INTEGER, "v": INTEGER}, {"id": 2, "v": 1})
    with pytest.raises(DataError, match="v: int to double"):
        put(users, {"id": INTEGER, "v": NUMBER}, {"id": 3, "v": 1})
    with pytest.raises(DataError, match="schema_policy"):
        users.check(stream_type({"properties": {"id": INTEGER, "v": NUMBER}}))
    assert len(stored(users)) == 2


def test_names_that_differ_in_case_live_side_by_side(table, put, stored) -> None:
    users = table()
    put(users, {"id": INTEGER, "Id": STRING}, {"id": 1, "Id": "a"})
    put(
        users,
        {"id": INTEGER, "ID": FLAG, "Id": STRING},
        {"id": 1, "Id": "b", "ID": True},
    )
    names = {c.name: c.stored for c in table_struct(DeltaTable(users.path)).columns}
    row = stored(users)[0]
    assert {name: row[names[name]] for name in names} == {
        "id": 1,
        "Id": "b",
        "ID": True,
    }


KEYS = [
    (INTEGER, [-(2**63), 0, 2**63 - 1]),
    (STRING, ["", "it's", "ä", "x" * 200 + "a", "x" * 200 + "b", "a\\b", "a\nb", "🦆"]),
    (DAY, ["0001-01-01", "2026-02-28", "9999-12-31"]),
    (MOMENT, ["1969-12-31T23:59:59.999999Z", "2026-02-28T00:00:00Z"]),
    (FLAG, [True, False]),
    (NUMBER, [Decimal("0.1"), 5, Decimal("-1E-300")]),
    ({"type": "string", "format": "decimal"}, ["0.10", "-5", "12345678901234567.89"]),
    ({}, [1, "1", {"a": 1}]),
]


@pytest.mark.parametrize(("kind", "values"), KEYS, ids=str)
@pytest.mark.parametrize("name", ["id", "Mixed Case.id", "select"])
def test_a_key_of_any_type_and_name_finds_its_row(
    kind, values, name, table, put
) -> None:
    """One commit a row: were a bound of the MERGE wrong, a row would be there twice."""
    users = table(keys=(name,))
    for turn in range(2):
        for value in values:
            put(users, {name: kind, "turn": INTEGER}, {name: value, "turn": turn})
    found = DeltaTable(users.path).to_pyarrow_table().column("turn").to_pylist()
    assert found == [1] * len(values)


def test_a_key_of_several_columns(table, put) -> None:
    users = table(keys=("a", "b"))
    kinds = {"a": INTEGER, "b": STRING, "v": INTEGER}
    for value in (1, 2):
        rows = [{"a": a, "b": b, "v": value} for a in range(3) for b in "xy"]
        put(users, kinds, *rows)
    assert DeltaTable(users.path).to_pyarrow_table().column("v").to_pylist() == [2] * 6
