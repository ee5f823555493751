"""The cast matrix: what meets is united without loss, or becomes text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from target_parquet_lake.casts import (
    InexactError,
    adapt,
    conform,
    extends,
    json_text,
    unite,
    unite_structs,
)
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
    bare,
    decimal,
    named,
)

MONEY = decimal(12, 2)
A = Struct((Column("a", INT),))
AB = Struct((Column("a", INT), Column("b", TEXT)))
SCALARS = [BOOL, INT, DOUBLE, MONEY, TEXT, JSON, DATE, TIMESTAMP]
KINDS = [*SCALARS, A, AB, ListOf(INT), ListOf(A)]

MATRIX = [
    (INT, DOUBLE, DOUBLE),
    (INT, MONEY, decimal(21, 2)),
    (INT, decimal(38, 37), TEXT),
    (MONEY, decimal(20, 5), decimal(20, 5)),
    (decimal(38, 0), decimal(38, 10), TEXT),
    (MONEY, DOUBLE, TEXT),
    (INT, BOOL, TEXT),
    (DATE, TIMESTAMP, TEXT),
    (INT, TEXT, TEXT),
    (TIMESTAMP, TEXT, TEXT),
    (TEXT, JSON, JSON),
    (INT, JSON, JSON),
    (INT, A, JSON),
    (A, TEXT, JSON),
    (A, ListOf(A), JSON),
    (ListOf(INT), ListOf(DOUBLE), ListOf(DOUBLE)),
]


@pytest.mark.parametrize(("one", "other", "both"), MATRIX, ids=str)
def test_two_types_unite_either_way(one, other, both) -> None:
    assert unite(one, other) == both
    assert unite(other, one) == both


@given(st.sampled_from(KINDS))
def test_a_type_meets_itself_unchanged(kind) -> None:
    assert bare(unite(kind, kind)) == kind


@given(st.sampled_from(KINDS), st.sampled_from(KINDS), st.sampled_from(KINDS))
def test_uniting_is_stable(one, two, three) -> None:
    """What has met a type holds it: meeting it again changes nothing."""
    both = unite(one, two)
    assert bare(unite(both, one)) == bare(both)
    assert bare(unite(both, two)) == bare(both)
    assert unite(unite(both, three), two) == unite(both, three)


def test_structs_unite_member_by_member_and_new_ones_come_last() -> None:
    other = Struct((Column("c", BOOL), Column("a", DOUBLE)))
    assert bare(unite(AB, other)) == Struct(
        (Column("a", DOUBLE), Column("b", TEXT), Column("c", BOOL))
    )


def test_adding_is_told_from_changing() -> None:
    assert extends(A, AB)
    assert extends(ListOf(A), ListOf(AB))
    assert not extends(A, Struct((Column("a", DOUBLE),)))
    assert not extends(INT, TEXT)


MOMENT = datetime(2026, 1, 2, 3, 4, 5, 6, UTC)
ADAPTED = [
    (None, INT, TEXT, None),
    (5, INT, TEXT, "5"),
    (5, INT, JSON, "5"),
    (5, INT, DOUBLE, 5.0),
    (5, INT, MONEY, Decimal(5)),
    (1.5, DOUBLE, TEXT, "1.5"),
    (True, BOOL, TEXT, "true"),
    (Decimal("1.10"), MONEY, TEXT, "1.10"),
    (Decimal("1.10"), MONEY, JSON, "1.10"),
    (Decimal("1.10"), MONEY, decimal(20, 5), Decimal("1.10")),
    (MOMENT, TIMESTAMP, TEXT, "2026-01-02T03:04:05.000006Z"),
    (MOMENT, TIMESTAMP, JSON, '"2026-01-02T03:04:05.000006Z"'),
    (date(2026, 1, 2), DATE, TEXT, "2026-01-02"),
    ('a"b', TEXT, JSON, '"a\\"b"'),
    ({"a": 1}, A, JSON, '{"a":1}'),
    ({"a": 1}, A, AB, {"a": 1, "b": None}),
    ([{"a": 1}, None], ListOf(A), JSON, '[{"a":1},null]'),
    ([{"a": 1}, None], ListOf(A), ListOf(AB), [{"a": 1, "b": None}, None]),
    (['{"x":1.10}'], ListOf(JSON), JSON, '[{"x":1.10}]'),
]


@pytest.mark.parametrize(("value", "have", "want", "result"), ADAPTED, ids=str)
def test_a_value_goes_over_exactly(value, have, want, result) -> None:
    assert adapt(value, have, want) == result


@pytest.mark.parametrize("value", [2**53 + 1, 10**400])
def test_an_integer_that_no_double_holds_is_not_rounded(value) -> None:
    with pytest.raises(InexactError):
        adapt(value, INT, DOUBLE)


@given(st.integers(-(2**63), 2**63 - 1))
def test_an_integer_as_a_double_is_the_same_or_refused(value) -> None:
    try:
        assert int(adapt(value, INT, DOUBLE)) == value
    except InexactError:
        assert int(float(value)) != value


def test_json_text_keeps_the_digits_of_a_number() -> None:
    assert json_text({"a": Decimal("1.10"), "b": 10**30}) == (
        '{"a":1.10,"b":1000000000000000000000000000000}'
    )


def rows(kind: Struct, *values: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(values), schema=arrow_schema(kind))


def test_rows_are_brought_into_the_tables_columns_and_order() -> None:
    have = Struct((Column("n", A), Column("a", INT)))
    table = named(Struct((Column("a", DOUBLE), Column("new", BOOL), Column("n", AB))))
    done = conform(
        rows(have, {"a": 1, "n": {"a": 2}}, {"a": None, "n": None}), have, table
    )
    assert done.schema.equals(arrow_schema(table))
    assert done.to_pylist() == [
        {"a": 1.0, "new": None, "n": {"a": 2, "b": None}},
        {"a": None, "new": None, "n": None},
    ]


def test_a_renamed_column_is_found_by_its_source_name_at_any_depth() -> None:
    inner = Struct((Column("Id", INT), Column("id", TEXT)))
    have = Struct((Column("ID", INT), Column("id", INT), Column("n", inner)))
    table = named(have)
    arrow = rows(have, {"ID": 1, "id": 2, "n": {"Id": 3, "id": "x"}})
    done = conform(arrow, have, table).to_pylist()[0]
    assert sorted(done.values(), key=str) == [1, 2, done["n"]]
    assert done["id"] == 2
    assert sorted(done["n"].values(), key=str) == [3, "x"]
    back = conform(
        pa.Table.from_pylist([done], schema=arrow_schema(table)), table, table
    )
    assert back.to_pylist() == [done]


@pytest.mark.parametrize("kind", [DOUBLE, Struct((Column("a", DOUBLE),))])
def test_an_inexact_value_names_its_column(kind) -> None:
    have_type = INT if kind == DOUBLE else A
    value = 2**53 + 1 if kind == DOUBLE else {"a": 2**53 + 1}
    have, want = Struct((Column("c", have_type),)), Struct((Column("c", kind),))
    with pytest.raises(InexactError) as caught:
        conform(rows(have, {"c": value}), have, named(want))
    assert caught.value.args == ("c",)


def test_uniting_keeps_the_names_that_columns_are_stored_by() -> None:
    table = Struct((Column("Id", INT, "Id"),))
    both = unite_structs(table, Struct((Column("id", INT), Column("Id", INT))))
    stored = {column.name: column.stored for column in both.columns}
    assert stored["Id"] == "Id"
    assert stored["id"].startswith("id_x")
