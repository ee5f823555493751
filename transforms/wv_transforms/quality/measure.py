"""Measures a raw table in DuckDB: what the rules need to know of it, and no row of it.

The whole table is counted; columns are measured on the rows that are new.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from target_parquet_lake.views import SEQUENCE
from wv_transforms.engine import describe
from wv_transforms.quality import conditions
from wv_transforms.quality.drift import Profile
from wv_transforms.quality.observation import Observation
from wv_transforms.quality.statistics import aggregates
from wv_transforms.sql import identifier

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    import duckdb

    from target_parquet_lake.pinned import PinnedTable
    from wv_transforms.quality.thresholds import Thresholds

_EVERY = "dq_every_row"
_READ = "dq_rows"
_BATCH = 40
"""Columns measured in one pass over the new rows."""


@dataclass(frozen=True, slots=True)
class Measurer:
    """Measures the tables of one run.

    Attributes:
        con: An engine that may read the lake's files.
        run_id: The build.
        now: When (UTC).
        thresholds: Bounds, regulated columns and columns of time.
    """

    con: duckdb.DuckDBPyConnection
    run_id: str
    now: datetime
    thresholds: Thresholds

    def observe(self, table: PinnedTable, last: Observation | None) -> Observation:
        """Count the rows of a table.

        Args:
            table: The table.
            last: What the last run saw of it.
        """
        dataset = table.name.name
        table.view(self.con, _EVERY, every_row=True)
        table.view(self.con, _READ)
        columns = describe(self.con, f"FROM {_EVERY}")
        new = _new_rows(columns, last)
        time = self.thresholds.limits(dataset).time_column
        counts = self._row(conditions.counts(columns, new, time))
        wrong = conditions.out_of_bounds(columns, self.thresholds.bounds_of(dataset))
        clear = conditions.in_clear(dataset, columns, self.thresholds)
        return Observation(
            run_id=self.run_id,
            measured_at=self.now,
            dataset=dataset,
            version=table.version,
            rows_total=counts["total"],
            rows_new=self._rows_new(columns, counts, last),
            sequence=counts["sequence"],
            newest_at=counts["newest"],
            duplicates=self._duplicates(table.keys),
            stub_rows=counts["stub"],
            api_rows=counts["api"],
            columns=columns,
            out_of_bounds=self._count(wrong, new),
            in_clear=self._count(clear),
        )

    def profile(
        self, table: PinnedTable, last: Observation, columns: Collection[str]
    ) -> dict[str, Profile]:
        """Measure columns on the rows that are new since the last run.

        Args:
            table: The table, observed before.
            last: What the last run saw of it.
            columns: The columns.

        Returns:
            A profile for each column; none where there is no new row.
        """
        table.view(self.con, _EVERY, every_row=True)
        kinds = describe(self.con, f"FROM {_EVERY}")
        known = [name for name in columns if name in kinds]
        found: dict[str, Profile] = {}
        for start in range(0, len(known), _BATCH):
            batch = known[start : start + _BATCH]
            found |= self._profiles(batch, kinds, _new_rows(kinds, last))
        return found

    def _profiles(
        self, names: Collection[str], kinds: Mapping[str, str], new: str
    ) -> dict[str, Profile]:
        wanted = {name: aggregates(name, kinds[name]) for name in names}
        sql = {
            f"{place}.{statistic}": aggregate
            for place, own in enumerate(wanted.values())
            for statistic, aggregate in own.items()
        }
        row = self._row({"rows": "count(*)"} | sql, new)
        if not row["rows"]:
            return {}
        return {
            name: Profile(
                row["rows"], {s: _number(row[f"{place}.{s}"]) for s in wanted[name]}
            )
            for place, name in enumerate(wanted)
        }

    def _row(
        self, aggregates: Mapping[str, str], where: str = "true"
    ) -> dict[str, Any]:
        listed = ", ".join(
            f"{sql} AS {identifier(name)}" for name, sql in aggregates.items()
        )
        sql = f"SELECT {listed} FROM {_EVERY} WHERE {where}"  # noqa: S608 - names are quoted.
        # All of them: an unfinished result would keep the connection from new views.
        (values,) = self.con.execute(sql).fetchall()
        return dict(zip(aggregates, values, strict=True))

    def _count(
        self, conditions: Mapping[str, str], new: str = "true"
    ) -> dict[str, int]:
        """Rows that meet conditions, by name; only those that some row meets."""
        if not conditions:
            return {}
        counts = {n: f"count(*) FILTER (WHERE {sql})" for n, sql in conditions.items()}
        return {name: count for name, count in self._row(counts, new).items() if count}

    def _duplicates(self, keys: Collection[str]) -> int:
        if not keys:
            return 0
        listed = ", ".join(map(identifier, keys))
        twice = f"SELECT 1 FROM {_READ} GROUP BY {listed} HAVING count(*) > 1"  # noqa: S608 - names are quoted.
        ((count,),) = self.con.execute(f"SELECT count(*) FROM ({twice})").fetchall()  # noqa: S608 - as above.
        return int(count)

    def _rows_new(
        self,
        columns: Mapping[str, str],
        counts: Mapping[str, Any],
        last: Observation | None,
    ) -> int | None:
        if last is None or last.version is None:
            return None
        if SEQUENCE in columns:
            return int(counts["new"])
        return max(int(counts["total"]) - last.rows_total, 0)


def _new_rows(columns: Mapping[str, str], last: Observation | None) -> str:
    if last is None or last.sequence is None or SEQUENCE not in columns:
        return "true"
    return f"{SEQUENCE} > {last.sequence}"


def _number(value: object) -> float | None:
    """A statistic; None where there is none, or no finite one."""
    number = math.nan if value is None else float(str(value))
    return number if math.isfinite(number) else None
