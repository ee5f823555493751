"""A lake whose raw tables the target could have written, and days that go by."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from target_parquet_lake.pinned import KEYS
from wv_transforms.column_types import ColumnType
from wv_transforms.columns import Column
from wv_transforms.project import Project, Source
from wv_transforms.quality.watch import Watched, watch

if TYPE_CHECKING:
    from pathlib import Path

START = datetime(2024, 1, 1, 6, tzinfo=UTC)
DATASET = "openmeteo__weather_hourly_observed"


@dataclass
class Days:
    """A tenant's raw table day by day: a run of the tap, then a build's watch.

    Attributes:
        lake: The lake.
        project: Declares what models rely on.
        hours: Hours gone by.
        batches: Runs of the tap.
        rows: SELECT of all rows so far.
    """

    lake: Lake
    project: Project
    hours: float = 0
    batches: int = 0
    rows: str = ""

    def bring(
        self, hours: int = 24, temp: str = "10 + 3 * sin(n)", source: str = "api"
    ) -> None:
        """A run of the tap: the next hours of a cell."""
        self.batches += 1
        batch = (
            f"SELECT 'c' AS cell_id, 'm' AS model, "  # noqa: S608  # Given by the test.
            f"TIMESTAMPTZ '2024-01-01' + INTERVAL ({self.batches * 24} + h) HOUR "
            f'AS "time", ({temp})::DOUBLE AS temperature_2m, '
            f"'{source}' AS _wv_source, {self.batches}::BIGINT AS _sdc_sequence "
            f"FROM (SELECT h, {self.batches * 24} + h AS n "
            f"FROM (SELECT unnest(range({hours})) AS h))"
        )
        self.rows = f"{self.rows} UNION ALL {batch}" if self.rows else batch
        self.write(self.rows)

    def write(self, sql: str, dataset: str = DATASET) -> None:
        """Replace a raw table by a SELECT."""
        with duckdb.connect() as con:
            con.execute("SET TimeZone = 'UTC'")
            table = con.sql(sql).to_arrow_table()
        self.lake.write("raw", "default", dataset, table)
        opened = self.lake.open(TableName("raw", "default", dataset))
        if KEYS not in opened.metadata().configuration:
            keys = json.dumps(["cell_id", "time"])
            opened.alter.set_table_properties({KEYS: keys}, raise_if_not_exists=False)

    def look(self, after: float = 24) -> Watched:
        """Let time pass [h], then watch."""
        self.hours += after
        now = START + timedelta(hours=self.hours)
        run_id = f"run{self.hours:g}"
        return watch(self.lake, "default", run_id, now, self.project)

    def set_thresholds(self, text: str) -> None:
        """Write the tenant's own thresholds."""
        path = self.lake.control("thresholds", "default.yml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def pass_by(self, days: int) -> None:
        """Let usual days go by."""
        for _ in range(days):
            self.bring()
            self.look()


@pytest.fixture(scope="session")
def project() -> Project:
    """A project whose models read one raw table."""
    types = {"cell_id": ColumnType.STRING, "temperature_2m": ColumnType.DOUBLE}
    columns = tuple(Column(name, kind, name) for name, kind in types.items())
    source = Source(DATASET, "Hours.", columns, frozenset())
    return Project({}, {source.relation: source}, (), ())


@pytest.fixture
def days(tmp_path: Path, project: Project) -> Days:
    """A tenant on its first day."""
    return Days(Lake(tmp_path / "lake"), project)


@pytest.fixture(scope="session")
def usual(tmp_path_factory: pytest.TempPathFactory, project: Project) -> Days:
    """A tenant after 8 usual days, to be copied; statistics may speak early."""
    first = Days(Lake(tmp_path_factory.mktemp("usual") / "lake"), project)
    first.set_thresholds("defaults: {least_runs: 6}")
    first.pass_by(8)
    return first


@pytest.fixture
def later(usual: Days, tmp_path: Path) -> Days:
    """A tenant after 8 usual days."""
    root = shutil.copytree(usual.lake.root, tmp_path / "lake")
    return replace(usual, lake=Lake(root))
