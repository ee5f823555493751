"""A model by days computes the days that new files touch, and equals a whole build."""

from __future__ import annotations

import json
import random
import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest
from deltalake import write_deltalake

from target_parquet_lake.names import TableName
from wv_transforms.errors import ProjectError
from wv_transforms.lint import lint
from wv_transforms.project import Project
from wv_transforms.runner import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from target_parquet_lake.lake import Lake

TABLES = ("daily", "weekly")


@pytest.fixture
def days() -> Any:
    return sys.modules["transforms_tests_days"]


@pytest.fixture
def make(tmp_path: Path, days: Any) -> Callable[..., Project]:
    def load(changes: dict[str, str] | None = None) -> Project:
        root = tmp_path / "project"
        for name, text in (days.texts() | (changes or {})).items():
            path = root / "models" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return Project.load(root / "models", root / "checks")

    return load


@pytest.fixture
def shop(tmp_path: Path, days: Any, make: Callable[..., Project]) -> Any:
    made = days.Shop(tmp_path / "lake", make())
    made.put({f"v{day}": (day, 10 + day) for day in range(10)})
    made.build()
    return made


def test_the_first_build_computes_all(shop: Any):
    assert shop.window("daily") is None
    assert {model: shop.rows(model) for model in TABLES} == shop.expected()


def test_new_rows_compute_the_days_they_touch_and_those_that_rest_on_them(shop: Any):
    shop.append(4, n=100)

    result = shop.build()

    assert result.built == TABLES
    assert shop.window("daily") == ("2024-01-05", "2024-01-05")
    assert shop.window("weekly") == ("2024-01-05", "2024-01-07")
    assert {model: shop.rows(model) for model in TABLES} == shop.expected()


def test_days_outside_the_window_are_not_read(
    shop: Any, days: Any, make: Callable[..., Project]
):
    """A row tells how many visits were read for it."""
    telling = "select day, (select count(*) from visits) as n from visits group by day"
    usual = days.DAILY
    header = usual[: usual.index("with rate")]
    project = make({"staging/daily.sql": header + telling})
    shop.build(project)
    shop.append(9)

    shop.build(project)

    assert [n for _, n in shop.rows("daily")] == [10] * 9 + [2]


@pytest.mark.parametrize("seed", range(3))
def test_any_course_of_changes_ends_in_what_a_whole_build_makes(shop: Any, seed: int):
    chance = random.Random(seed)  # noqa: S311  # Not for secrets.
    for _ in range(4):
        for _ in range(chance.randrange(1, 4)):
            known = chance.choice([*shop.visits])
            name = known if chance.random() < 0.5 else None
            shop.append(chance.randrange(25), chance.randrange(1, 9), name)
        if chance.random() < 0.3:
            (raw,) = shop.lake.tables()
            shop.lake.open(raw).optimize.compact()
        shop.build()

    assert {model: shop.rows(model) for model in TABLES} == shop.expected()


def test_a_row_that_moves_to_another_day_leaves_its_old_one(shop: Any):
    shop.append(20, n=7, name="v3")

    shop.build()

    assert {model: shop.rows(model) for model in TABLES} == shop.expected()
    assert date(2024, 1, 4) not in dict(shop.rows("daily"))


def test_another_text_computes_all(shop: Any, days: Any, make: Callable[..., Project]):
    shop.append(9)
    changed = make({"staging/daily.sql": days.DAILY.replace("sum(n)", "2 * sum(n)")})

    shop.build(changed)

    assert shop.window("daily") is None
    assert shop.window("weekly") is None
    doubled = [(day, 2 * n) for day, n in shop.expected()["daily"]]
    assert shop.rows("daily") == doubled


def test_force_computes_all(shop: Any):
    shop.append(9)

    shop.build(force=True)

    assert shop.window("daily") is None


def test_a_change_of_what_is_read_whole_computes_all(shop: Any):
    shop.lake.write("raw", "default", "shop__rates", pa.table({"factor": [3]}))

    shop.build()

    assert shop.window("daily") is None
    assert shop.rows("daily") == [(d, 3 * n) for d, n in shop.expected()["daily"]]


def test_where_the_log_does_not_tell_all_is_computed(shop: Any):
    """A row without a day: no bounds say where it belongs."""
    (name,) = shop.lake.tables()
    kinds = pa.schema(shop.lake.open(name).schema().to_arrow())
    row = pa.Table.from_pylist([{"id": "v", "came_at": None, "n": 1}], schema=kinds)
    write_deltalake(shop.lake.open(name), row, mode="append")

    with pytest.raises(Exception, match=r"day\.required"):
        shop.build()

    assert shop.window("daily") is None


def test_of_an_append_only_table_all_is_computed(
    tmp_path: Path, days: Any, make: Callable[..., Project]
):
    """A newer row may hide one of a day that no new file touches."""
    shop = days.Shop(tmp_path / "lake", make())
    method = {"lake.load_method": "append-only", "lake.keys": "[]"}
    shop.put({"a": (1, 1)}, method)
    shop.build()
    shop.append(5)

    shop.build()

    assert shop.window("daily") is None
    assert {model: shop.rows(model) for model in TABLES} == shop.expected()


def test_the_shop_s_orders_go_by_days(lake: Lake, project: Project):
    """The model as it is shipped: a window equals the whole."""
    schema = pa.schema(
        [
            *(("id", pa.string()), ("created_at", pa.timestamp("us", "UTC"))),
            *(("_sdc_sequence", pa.int64()), ("total_price", pa.decimal128(38, 6))),
        ]
    )
    start = datetime(2024, 3, 1, 12, tzinfo=UTC)

    def orders(days: range, price: int) -> pa.Table:
        made = ((f"o{day}", start + timedelta(days=day), 1, price) for day in days)
        return pa.Table.from_pylist(
            [dict(zip(schema.names, row, strict=True)) for row in made], schema=schema
        )

    def built(**options: Any) -> list[dict[str, Any]]:
        build(lake.root, models=[name.name], project=project, **options)
        with duckdb.connect() as con:
            lake.pin([name]).tables[name].view(con, "orders")
            return con.sql("from orders order by order_id").to_arrow_table().to_pylist()

    name = TableName("staging", "default", "stg_shopify__orders")
    raw = TableName("raw", "default", "shopify_wv__orders")
    lake.write(*("raw", "default", raw.name), orders(range(9), 5))
    built()
    write_deltalake(lake.open(raw), orders(range(9, 12), 6), mode="append")

    found = built()

    noted = json.loads((lake.last_write(name) or {})["wv.window"])
    assert (noted["first"], noted["last"]) == ("2024-03-10", "2024-03-12")
    assert len(found) == 12
    assert found == built(force=True)


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("  lookback_days: 0\n", "", "incremental lacks lookback_days"),
        (
            "column: day",
            "column: n",
            "names no required date or timestamp; there.* day",
        ),
        ("lookback_days: 0", "lookback_days: -1", "whole days that are not negative"),
        ("inputs: {raw.shop__visits: came_at}", "inputs: {}", "needs inputs"),
        ("lookahead_days", "look_days", "Unknown keys look_days"),
        ("materialized: table", "materialized: view", "A view cannot be incremental"),
        (
            "raw.shop__visits: came_at",
            "visits: came_at",
            "does not rest on the table visits",
        ),
        (
            "raw.shop__visits: came_at",
            "raw.shop__visits: n",
            "n of raw.shop__visits is no day",
        ),
        (
            "raw.shop__visits: came_at",
            "raw.shop__visits: x",
            "x of raw.shop__visits is no day",
        ),
    ],
)
def test_a_wrong_declaration_is_refused_before_data_is_read(
    make: Callable[..., Project], days: Any, right: str, wrong: str, complaint: str
):
    usual = days.texts()["staging/daily.yml"]
    text = usual.replace(right, wrong, 1)
    assert text != usual

    with pytest.raises(ProjectError, match=complaint):
        lint(make({"staging/daily.yml": text}))
