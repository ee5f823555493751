"""JSON values become exact values, or are refused, or ask for a wider column."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

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
    decimal,
)
from target_parquet_lake.values import (
    CUT,
    NAIVE,
    UNDECLARED,
    MisfitError,
    WrongValueError,
    converter,
)

MONEY = decimal(6, 2)
A = Struct((Column("a", INT),))


def convert(kind, value):
    return converter(kind, "c", Counter())(value)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


EXACT = [
    (BOOL, True, True),
    (INT, -5, -5),
    (INT, Decimal("1.0"), 1),
    (INT, Decimal("1E+3"), 1000),
    (INT, 2**63 - 1, 2**63 - 1),
    (DOUBLE, 5, 5.0),
    (DOUBLE, Decimal("0.1"), 0.1),
    (DOUBLE, Decimal("-0.0"), 0.0),
    (DOUBLE, 2**60, 2.0**60),
    (MONEY, "12.50", Decimal("12.50")),
    (MONEY, 7, Decimal(7)),
    (MONEY, Decimal("1234.500"), Decimal("1234.5")),
    (decimal(2, 2), Decimal("0.00"), Decimal(0)),
    (decimal(38, 0), int("9" * 38), Decimal("9" * 38)),
    (TEXT, "ä\x00", "ä\x00"),
    (JSON, {"a": [Decimal("1.10"), None]}, '{"a":[1.10,null]}'),
    (DATE, "2026-02-28", date(2026, 2, 28)),
    (DATE, "2026-02-28T00:00:00Z", date(2026, 2, 28)),
    (TIMESTAMP, "2026-01-02T03:04:05Z", utc(2026, 1, 2, 3, 4, 5)),
    (TIMESTAMP, "2026-01-02T03:04:05.123456+02:00", utc(2026, 1, 2, 1, 4, 5, 123456)),
    (TIMESTAMP, "2026-01-02 03:04:05+00:00", utc(2026, 1, 2, 3, 4, 5)),
    (A, {"a": None}, {"a": None}),
    (ListOf(A), [{"a": 1}, None], [{"a": 1}, None]),
]


@pytest.mark.parametrize(("kind", "value", "result"), EXACT, ids=str)
def test_a_value_is_kept_exactly(kind, value, result) -> None:
    assert convert(kind, value) == result


WRONG = [
    (BOOL, 1),
    (BOOL, "true"),
    (INT, True),
    (INT, "5"),
    (INT, Decimal("1.9")),
    (DOUBLE, "1.5"),
    (DOUBLE, False),
    (MONEY, "1,5"),
    (MONEY, "NaN"),
    (MONEY, "1_000"),
    (MONEY, True),
    (TEXT, 5),
    (DATE, "2026-02-30"),
    (DATE, "2026-02-28T05:00:00Z"),
    (DATE, "2026-02-28T00:00:00+02:00"),
    (DATE, 20260228),
    (TIMESTAMP, "soon"),
    (TIMESTAMP, ""),
    (TIMESTAMP, "0000-00-00 00:00:00"),
    (TIMESTAMP, 1_700_000_000),
    (TIMESTAMP, "0001-01-01T00:00:00+12:00"),
    (A, [1]),
    (A, {"a": "x"}),
    (ListOf(INT), {"a": 1}),
    (ListOf(INT), [1, "x"]),
]


@pytest.mark.parametrize(("kind", "value"), WRONG, ids=str)
def test_a_value_of_another_type_is_refused(kind, value) -> None:
    with pytest.raises(WrongValueError):
        convert(kind, value)


MISFIT = [
    (INT, 2**63),
    (INT, Decimal("1E+999999999")),
    (DOUBLE, 2**53 + 1),
    (DOUBLE, 10**400),
    (DOUBLE, Decimal("1E+400")),
    (DOUBLE, Decimal("1E-400")),
    (MONEY, "12.345"),
    (MONEY, 12345),
    (MONEY, Decimal("1E+999999")),
    (decimal(38, 0), int("9" * 39)),
    (decimal(38, 10), Decimal("0." + "1" * 35)),
    (A, {"a": 2**63}),
]


@pytest.mark.parametrize(("kind", "value"), MISFIT, ids=str)
def test_a_value_that_the_type_cannot_hold_asks_for_a_wider_column(kind, value) -> None:
    with pytest.raises(MisfitError):
        convert(kind, value)


def test_what_is_altered_as_documented_is_counted() -> None:
    notes: Counter[str] = Counter()
    stamp = converter(TIMESTAMP, "t", notes)
    assert stamp("2026-01-02T03:04:05.1234567") == utc(2026, 1, 2, 3, 4, 5, 123456)
    stamp("2026-01-02T03:04:05.1234560Z")
    converter(A, "s", notes)({"a": 1, "more": 2})
    assert notes == {f"t: {NAIVE}": 1, f"t: {CUT}": 1, f"s.more: {UNDECLARED}": 1}
