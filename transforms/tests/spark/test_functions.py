"""What lint lets pass means the same in both engines: function by function."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlglot
import yaml
from sqlglot import exp

from wv_transforms.engine import connect
from wv_transforms.portability import PORTABLE_FUNCTIONS, portability_complaints

if TYPE_CHECKING:
    from wv_transforms.engines.spark_engine import Spark

SAMPLES = """with
samples as (
    select
        cast('2024-02-29' as date) as day,
        cast('2024-02-29 23:59:58.5+00' as timestamptz) as moment,
        cast('1234.565' as decimal(38, 6)) as money
),
numbers as (
    select * from (values (3.5, 1), (null, 2), (-2.25, 3), (10.0, 4)) as t (x, y)
),
texts as (
    select * from (values ('b', 2), ('ä', 1), ('a''c', 3), ('a', 4)) as t (s, n)
)
"""
HELD = yaml.safe_load(Path(__file__).with_name("functions.yml").read_text("utf-8"))
QUERIES = [
    *(f"{SAMPLES}select {e} as x from samples" for e in HELD["expressions"]),  # noqa: S608 - the file's own text.
    *(f"{SAMPLES}{one}" for one in HELD["selects"]),
]
NAMES = [*HELD["expressions"], *HELD["selects"]]


def value(item: Any) -> Any:
    if isinstance(item, datetime):
        return item if item.tzinfo else item.replace(tzinfo=UTC)
    return item


def same(one: Any, other: Any) -> bool:
    numbers = isinstance(one, float) or isinstance(other, float)
    if numbers and None not in {one, other}:
        return math.isclose(float(one), float(other), rel_tol=1e-12)
    return value(one) == value(other)


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
def test_a_query_finds_the_same_in_both_engines(spark: Spark, query: str):
    with connect() as con:
        expected = sorted(con.sql(query).fetchall(), key=repr)

    found = sorted(spark.rows(query), key=repr)

    assert len(found) == len(expected)
    for one, other in zip(expected, found, strict=True):
        assert all(same(a, b) for a, b in zip(one, other, strict=True)), (one, other)


def test_every_function_that_lint_lets_pass_is_held_here():
    trees = [sqlglot.parse_one(query, read="duckdb") for query in QUERIES]
    used = {type(node) for tree in trees for node in tree.find_all(exp.Func)}

    missing = {function.__name__ for function in PORTABLE_FUNCTIONS - used}

    assert missing == {"And", "Or"}


def test_every_query_held_here_is_one_that_lint_lets_pass():
    trees = [sqlglot.parse_one(query, read="duckdb") for query in QUERIES]

    assert [c for tree in trees for c in portability_complaints(tree)] == []
