"""A small project whose models go by days, and a lake that is written bit by bit."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
from deltalake import write_deltalake

from target_parquet_lake.lake import Lake
from wv_transforms.runner import build

if TYPE_CHECKING:
    from pathlib import Path

    from wv_transforms.project import Project

NOW = datetime(2024, 4, 1, 6, tzinfo=UTC)
SETTINGS = """
as_of_utc: {type: timestamp, description: "A replay's moment."}
"""
SOURCE = """
source: shop
columns_of_all: {}
streams:
  visits:
    description: Visits.
    columns:
      id: {type: string, description: "Id."}
      came_at: {type: timestamp, description: "When."}
      n: {type: bigint, unit: "1", description: "How many."}
  rates:
    description: Rates.
    columns:
      factor: {type: bigint, unit: "1", description: "A factor."}
"""
VIEW = """-- What?
-- Grain: visit.
-- Period: all.
-- Window: none.
-- Source: raw.
select id, came_at, cast(came_at as date) as day, n from raw.shop__visits
"""
DAILY = """-- How many a day?
-- Grain: day.
-- Period: all.
-- Window: none.
-- Source: visits.
with rate as (select max(factor) as factor from raw.shop__rates)
select day, cast(coalesce(max(rate.factor), 1) * sum(n) as bigint) as n
from visits cross join rate group by day
"""
WEEKLY = """-- How many in the last three days?
-- Grain: day.
-- Period: all.
-- Window: three days.
-- Source: daily.
select daily.day, cast(sum(before.n) as bigint) as n
from daily inner join daily as before
on before.day between daily.day - interval 2 day and daily.day
group by daily.day
"""
CONTRACT = """
description: A row.
grain: row
keys: [{key}]
materialized: {materialized}
owner: tests
{incremental}
columns:
{columns}
tests: [{{name: none, given: {{}}, expect: []}}]
"""
DAY = '  day: {type: date, required: true, description: "Day."}\n'
COUNT = '  n: {type: bigint, unit: "1", description: "How many."}\n'
BY_DAY = """incremental:
  column: day
  lookback_days: {lookback}
  lookahead_days: 0
  inputs: {{{inputs}}}
"""


def contract(columns: str, incremental: str = "", **parts: str) -> str:
    spec = {"key": "day", "materialized": "table"} | parts
    return CONTRACT.format(columns=columns, incremental=incremental, **spec)


def texts() -> dict[str, str]:
    """The files of the project, by name."""
    visits = contract(
        '  id: {type: string, description: "Id."}\n'
        '  came_at: {type: timestamp, description: "When."}\n' + DAY + COUNT,
        key="id",
        materialized="view",
    )
    of_daily = BY_DAY.format(lookback=0, inputs="raw.shop__visits: came_at")
    of_weekly = BY_DAY.format(lookback=2, inputs="daily: day")
    return {
        "sources/shop.yml": SOURCE,
        "settings.yml": SETTINGS,
        "staging/visits.sql": VIEW,
        "staging/visits.yml": visits,
        "staging/daily.sql": DAILY,
        "staging/daily.yml": contract(DAY + COUNT, of_daily),
        "shop/weekly.sql": WEEKLY,
        "shop/weekly.yml": contract(DAY + COUNT, of_weekly),
    }


class Shop:
    """A lake whose visits are written as the target writes: append, or merge."""

    def __init__(self, root: Path, project: Project) -> None:
        self.lake = Lake(root)
        self.project = project
        self.visits: dict[str, tuple[datetime, int]] = {}

    def append(self, day: int, n: int = 1, name: str | None = None) -> None:
        self.put({name or f"v{len(self.visits)}": (day, n)})

    def put(
        self, rows: dict[str, tuple[int, int]], properties: dict[str, str] | None = None
    ) -> None:
        start = datetime(2024, 1, 1, 23, 30, tzinfo=UTC)
        new = {i: (start + timedelta(days=day), n) for i, (day, n) in rows.items()}
        fields = [("id", pa.string()), ("came_at", pa.timestamp("us", "UTC"))]
        schema = pa.schema([*fields, ("n", pa.int64())])
        listed = [{"id": i, "came_at": at, "n": n} for i, (at, n) in new.items()]
        self.commit(pa.Table.from_pylist(listed, schema=schema), set(new), properties)
        self.visits |= new

    def commit(
        self, rows: pa.Table, ids: set[str], properties: dict[str, str] | None
    ) -> None:
        if not self.visits:
            where = ("raw", "default", "shop__visits")
            self.lake.write(*where, rows)
            table = self.lake.open(*self.lake.tables())
            table.alter.set_table_properties(
                properties or {}, raise_if_not_exists=False
            )
            return
        (name,) = self.lake.tables()
        table = self.lake.open(name)
        if ids & set(self.visits):
            merge = table.merge(rows, "s.id = t.id", source_alias="s", target_alias="t")
            merge.when_matched_update_all().when_not_matched_insert_all().execute()
        else:
            write_deltalake(table, rows, mode="append")

    def build(self, project: Project | None = None, **options: Any) -> Any:
        return build(
            self.lake.root,
            project=project or self.project,
            now=lambda: NOW,
            **options,
        )

    def rows(self, model: str) -> list[tuple[date, int]]:
        layer = self.project.models[model].layer
        found = self.lake.pin(layer=layer).tables
        (table,) = (t for name, t in found.items() if name.name == model)
        with duckdb.connect() as con:
            table.view(con, "model")
            return con.sql("select day, n from model order by day").fetchall()

    def expected(self) -> dict[str, list[tuple[date, int]]]:
        """Both tables by plain Python."""
        daily: dict[date, int] = {}
        for at, n in self.visits.values():
            daily[at.date()] = daily.get(at.date(), 0) + n
        back = [timedelta(days=days) for days in range(3)]
        weekly = {day: sum(daily.get(day - d, 0) for d in back) for day in daily}
        return {"daily": sorted(daily.items()), "weekly": sorted(weekly.items())}

    def window(self, model: str) -> tuple[str, str] | None:
        """The days that the last commit of a model replaced."""
        layer = self.project.models[model].layer
        (name,) = (n for n in self.lake.tables(layer) if n.name == model)
        noted = (self.lake.last_write(name) or {}).get("wv.window")
        return noted and (json.loads(noted)["first"], json.loads(noted)["last"])
