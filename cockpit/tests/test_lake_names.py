"""A wrong name or query is answered with the next step, not with the whole lake."""

from __future__ import annotations

import pyarrow as pa
import pytest

from target_parquet_lake.lake import Lake

STREAMS = (
    "orders",
    "order_lines",
    "refunds",
    "payouts",
    "customers",
    "products",
    "tags",
)


@pytest.fixture
def shop(tmp_path):
    lake = Lake(tmp_path)
    for stream in STREAMS:
        lake.write("raw", "default", f"shop__{stream}", pa.table({"id": [1]}))
    return tmp_path


def asked(wv, shop, *line):
    return wv("lake", *line, "--lake-root", shop)


@pytest.mark.parametrize("name", ["orders", "shop__ordres", "raw/orders"])
def test_what_may_be_meant_is_offered(wv, shop, name):
    code, _, err = asked(wv, shop, "show", name)

    assert code == 2
    assert "raw/default__shop__orders" in err
    assert "shop__tags" not in err


def test_where_nothing_is_near_the_way_to_all_names_is_told(wv, shop):
    _, _, err = asked(wv, shop, "history", "zzz")

    assert "Next:  `wv lake list` names all 7" in err


def test_an_empty_lake_asks_for_data(wv, tmp_path):
    Lake(tmp_path).prepare()

    code, _, err = asked(wv, tmp_path, "show", "orders")

    assert (code, "load something first" in err) == (2, True)


@pytest.mark.parametrize("query", ["SELEC 1", "SELECT 1 FROM nope", "SELECT nope"])
def test_a_wrong_query_is_exit_2(wv, shop, query):
    assert asked(wv, shop, "sql", query)[0] == 2


def test_a_value_that_a_query_cannot_take_is_exit_5(wv, shop):
    query = "SELECT CAST('x' AS INTEGER) FROM raw.shop__orders"

    assert asked(wv, shop, "sql", query)[0] == 5


def test_a_version_that_is_not_there_is_answered_with_the_newest(wv, shop):
    line = ("sql", "SELECT 1", "--at", "shop__orders=9")

    code, _, err = asked(wv, shop, *line)

    assert code == 2
    assert "raw/default__shop__orders has no version 9; its newest is 0" in err
