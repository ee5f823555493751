"""Examples of the rooms' READMEs do what is said beside them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.request import urlopen

import duckdb
import pyarrow as pa

from target_parquet_lake.lake import Lake
from tests.pages import Page
from tools.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TARGET = Page(ROOT / "targets/target-parquet-lake/README.md")
SANDBOX = Page(ROOT / "sandbox/README.md")
ROWS = """
CREATE TABLE ads_daily AS FROM (VALUES
  ('kept', DATE '2026-11-05', 'run2'), ('taken back', DATE '2026-11-06', 'run1'),
  ('never told', DATE '2026-11-07', NULL), ('outside', DATE '2026-11-08', 'run1'),
  ('held', DATE '2026-11-20', 'run1')
) AS t(ad_id, date_start, _window_run_id);
CREATE TABLE ads_daily_windows AS FROM (VALUES
  (DATE '2026-11-01', DATE '2026-11-08', 'run2', 1),
  (DATE '2026-11-20', DATE '2026-11-21', 'run2', 1)
) AS w(_window_start, _window_end, _window_run_id, row_count);
"""
"""Two windows were pulled again; of the second not all rows have come."""


def test_the_sql_for_other_targets_takes_back_what_a_pull_did_not_bring():
    [sql] = TARGET.blocks("sql")
    with duckdb.connect() as con:
        con.execute(ROWS)
        con.execute(sql)
        left = con.sql("SELECT ad_id FROM ads_daily ORDER BY ad_id").fetchall()

    assert [ad for (ad,) in left] == ["held", "kept", "outside"]


def test_the_lake_is_read_and_written_as_the_target_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    lake = Lake("storage/lake")
    rows = pa.table({"id": ["a"]})
    lake.write("raw", "default", "openmeteo__cells", rows.to_reader(), metadata={})
    with duckdb.connect() as con:
        names = {"con": con, "reader": rows.to_reader()}
        [code] = TARGET.blocks("python")
        exec(compile(code, TARGET.name, "exec"), names)  # noqa: S102  # The page's own.
        cells = con.sql('FROM raw."openmeteo__cells"').fetchall()

    assert cells == [("a",)]
    assert [str(name) for name in lake.tables("weather")] == [
        "weather/default__weather_daily"
    ]


def test_the_sandbox_is_used_as_it_shows():
    now = datetime(2026, 11, 15, 6, tzinfo=UTC)
    asked: list[int] = []

    def run(api_base_url: str) -> None:
        place = "latitude=52.5&longitude=13.4&hourly=rain"
        with urlopen(f"{api_base_url}/api/v1/forecast?{place}", timeout=30) as answer:  # noqa: S310  # Loopback.
            asked.append(answer.status)

    [code] = SANDBOX.blocks("python")
    names = {"datetime": datetime, "UTC": UTC, "now": now, "run": run}
    exec(compile(code, SANDBOX.name, "exec"), names)  # noqa: S102  # The page's own.

    assert asked == [200]
