"""Rows gather, one a key, and columns widen with the values in them."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from target_parquet_lake.batch import Batch
from target_parquet_lake.errors import DataError
from target_parquet_lake.types import DOUBLE, INT, JSON, TEXT, Column, Struct, decimal

KIND = Struct(
    (Column("id", INT), Column("v", DOUBLE), Column("n", Struct((Column("a", INT),))))
)


def batch(*keys: str) -> Batch:
    return Batch(KIND, keys, Counter())


def test_the_last_record_of_a_key_wins_in_its_first_place() -> None:
    made = batch("id")
    assert not made.add({"id": 1, "v": 1})
    assert not made.add({"id": 2, "v": 2})
    assert made.add({"id": 1, "v": 3})
    assert made.table().select(["id", "v"]).to_pylist() == [
        {"id": 1, "v": 3.0},
        {"id": 2, "v": 2.0},
    ]
    assert (made.rows, made.records) == (2, 3)


def test_without_a_key_every_record_is_kept() -> None:
    made = batch()
    made.add({"id": 1})
    made.add({"id": 1})
    assert made.table().num_rows == 2


@pytest.mark.parametrize("bad", [{"id": "x"}, {"id": 2, "v": "x"}, {"v": 1}])
def test_a_refused_record_leaves_the_batch_as_it_was(bad) -> None:
    made = batch("id")
    made.add({"id": 1, "v": 1})
    with pytest.raises(DataError):
        made.add(bad)
    assert made.table().num_rows == 1
    assert made.records == 1


@pytest.mark.parametrize(
    ("column", "value", "kind", "stored", "first"),
    [
        ("id", 2**63, decimal(38, 0), Decimal(2**63), Decimal(1)),
        ("id", 10**38, TEXT, str(10**38), "1"),
        ("v", 2**53 + 1, TEXT, str(2**53 + 1), "1.5"),
        ("v", Decimal("1E+400"), TEXT, "1E+400", "1.5"),
        ("n", {"a": 2**63}, JSON, f'{{"a":{2**63}}}', '{"a":1}'),
    ],
)
def test_a_misfit_widens_its_column_exactly(column, value, kind, stored, first) -> None:
    made = batch()
    made.add({"id": 1, "v": Decimal("1.5"), "n": {"a": 1}})
    made.add({column: value})
    assert made.kind.by_name()[column].type == kind
    assert made.table().column(column).to_pylist() == [first, stored]


def test_a_key_that_widens_still_finds_its_rows() -> None:
    made = batch("id")
    for number in (1, 2**63, 1, 10**38, 2**63):
        made.add({"id": number})
    assert made.table().column("id").to_pylist() == ["1", str(2**63), str(10**38)]


def test_a_decimal_column_that_became_text_takes_decimal_strings() -> None:
    kind = Struct((Column("m", decimal(5, 2)),))
    made = Batch(kind, (), Counter())
    for value in ("1.50", "1.234", 7, Decimal("2.5")):
        made.add({"m": value})
    assert made.table().column("m").to_pylist() == ["1.50", "1.234", "7", "2.5"]
    with pytest.raises(DataError, match="a number"):
        made.add({"m": True})


def test_a_long_integer_that_was_a_double_keeps_its_digits_as_text() -> None:
    made = batch()
    values = [59_806_439_829_649_408, 2**70, Decimal("0.5"), 2**53 + 1]
    for value in values:
        made.add({"v": value})
    assert made.table().column("v").to_pylist() == [*map(str, values)]


def test_undeclared_properties_are_counted_not_kept() -> None:
    notes: Counter[str] = Counter()
    Batch(KIND, (), notes).add({"id": 1, "extra": 5, "empty": None})
    assert sum(notes.values()) == 1
