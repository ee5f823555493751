"""What both engines read, but not alike, is refused or put right before it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from wv_transforms.column_types import ColumnType
from wv_transforms.columns import Column
from wv_transforms.graph import parse
from wv_transforms.portability import (
    column_complaints,
    portability_complaints,
    schema_of,
)
from wv_transforms.spark_sql import declared, spark_types, translated, view_name

COLUMNS = (
    Column("n", ColumnType.BIGINT, "Whole.", unit="1"),
    Column("x", ColumnType.DOUBLE, "Not whole.", unit="1"),
    Column("price", ColumnType.DECIMAL, "Money.", unit="EUR"),
    Column("day", ColumnType.DATE, "Day."),
    Column("moment", ColumnType.TIMESTAMP, "Instant."),
)


def complaints(expression: str) -> list[str]:
    query = parse(f"select {expression} as found from facts", Path("a.sql"))  # noqa: S608  # Given below.
    schema = schema_of({"facts": COLUMNS})
    return [*portability_complaints(query), *column_complaints(query, schema)]


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("cast(x as bigint)", "DuckDB rounds, Spark cuts off"),
        ("cast(price / 2 as bigint)", "DuckDB rounds, Spark cuts off"),
        ("cast((x + 1) as bigint)", "DuckDB rounds, Spark cuts off"),
        ("(day + interval 1 hour) at time zone 'UTC'", "Spark turns it the other way"),
        ("date_diff('week', day, day)", "date_diff of WEEK: use DAY, HOUR"),
        ("strftime(moment, '%A')", "strftime %A: use %Y, %m"),
        ("strftime(moment, 'x' || 'y')", "write the format of strftime as a text"),
    ],
)
def test_what_spark_would_compute_otherwise_is_refused(expression: str, reason: str):
    assert reason in " ".join(complaints(expression))


@pytest.mark.parametrize(
    "expression",
    [
        "cast(floor(x) as bigint)",
        "cast(round(price / 2) as bigint)",
        "cast(n as bigint)",
        "cast(moment at time zone 'Asia/Kolkata' as date)",
        "date_diff('day', day, day)",
    ],
)
def test_what_both_compute_alike_passes(expression: str):
    assert complaints(expression) == []


def test_a_series_is_read_through_unnest():
    query = parse("select 1 as a from generate_series(1, 2) as t (n)", Path("a.sql"))

    found = [*column_complaints(query, schema_of({}))]

    assert any("write unnest(generate_series(...))" in one for one in found)


@pytest.mark.parametrize(
    ("ours", "spark"),
    [
        ("n / 2", "CAST(n AS DOUBLE) / 2"),
        ("avg(price)", "AVG(CAST(price AS DOUBLE))"),
        ("isodow(day)", "(WEEKDAY(day) + 1)"),
        (
            "strftime(moment, '%Y-%m-%dT%H')",
            "DATE_FORMAT(moment, 'yyyy-MM-dd\\'T\\'HH')",
        ),
        (
            "date_diff('day', day, moment)",
            "DATEDIFF(DAY, CAST(day AS DATE), CAST(moment AS DATE))",
        ),
    ],
)
def test_a_name_that_means_something_else_there_is_put_right(ours: str, spark: str):
    assert translated(f"select {ours} as found") == f"SELECT {spark} AS found"


def test_qualify_stays_and_raw_tables_are_views():
    found = translated(
        "select t.*, 1 as one from raw.shop__orders as t "
        "qualify row_number() over (order by id) = 1"
    )

    assert found.startswith("SELECT t.*, 1 AS one FROM raw__shop__orders AS t QUALIFY ")
    assert view_name("pinned.raw/a__b") == "pinned__raw__a__b"


def test_columns_are_declared_in_sparks_own_types():
    amounts = Column("taxes", ColumnType.AMOUNTS, "Taxes.")

    found = declared((*COLUMNS[3:], amounts), ["day", "taxes"])

    assert found == (
        "CAST(`day` AS DATE) AS `day`, CAST(NULL AS TIMESTAMP) AS `moment`, "
        "TRANSFORM(`taxes`, thing -> NAMED_STRUCT('amount', "
        "CAST(thing.amount AS DECIMAL(38, 6)))) AS `taxes`"
    )
    assert spark_types({"a": "VARCHAR", "b": "TIMESTAMP WITH TIME ZONE"}) == {
        "`a`": "STRING",
        "`b`": "TIMESTAMP",
    }
