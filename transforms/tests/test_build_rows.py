"""What a build makes of raw rows: every day once, nothing of the future."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from target_parquet_lake.lake import Lake
from wv_transforms.promotion import read_promoted
from wv_transforms.runner import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wv_transforms.runner import BuildResult

    RunBuild = Callable[..., BuildResult]
    Put = Callable[..., int]
    Read = Callable[..., list[dict[str, Any]]]


def test_raw_tables_that_do_not_exist_are_empty_and_told(tmp_path: Path):
    """A shop without some source builds what it can."""
    lake = Lake(tmp_path / "lake")
    lake.prepare()

    result = build(lake.root)

    assert "raw.openmeteo__cells" in result.empty_sources
    assert "raw.openmeteo__cells: no such table yet, read as empty" in result.summary()
    assert result.promoted


def test_a_column_that_an_older_tap_never_sent_is_unknown(
    run_build: RunBuild, put: Put, read: Read
):
    put("weather_hourly_forecast", "select * exclude (uv_index) from {usual}")

    run_build()

    rows = read(
        "weather",
        "weather_daily",
        "observation_type = 'forecast' and temp_c is not null",
    )
    assert {(row["uv_index_max"], row["uv_alert_flag"]) for row in rows} == {
        (None, None)
    }


def test_the_clock_change_makes_a_day_of_23_hours(run_build: RunBuild, read: Read):
    run_build(models=["weather_daily"])

    (day,) = read(
        "weather", "weather_daily", "cell_id = 'dr5ru' and local_date = '2024-03-10'"
    )

    assert day["n_hours"] == 23
    assert day["temp_c"] is not None
    assert day["utc_datetime"] == datetime(2024, 3, 10, 5, tzinfo=UTC)
    assert day["source"] == "stub"


def test_every_calendar_day_has_a_row(run_build: RunBuild, read: Read):
    """The days between the last observation and the forecast are stubs."""
    run_build(models=["weather_daily"])

    rows = read("weather", "weather_daily", "cell_id = 'u33db' order by local_date")

    days = [row["local_date"] for row in rows]
    assert days == [date.fromordinal(days[0].toordinal() + n) for n in range(len(days))]
    stubs = [row["local_date"].day for row in rows if row["observation_type"] == "stub"]
    assert stubs == [28, 29, 30, 31]


def test_a_replay_knows_nothing_that_came_later(run_build: RunBuild, read: Read):
    run_build(models=["weather_daily"], as_of=datetime(2024, 3, 20, tzinfo=UTC))

    rows = read("weather", "weather_daily")

    assert {row["observation_type"] for row in rows} == {"observed"}
    assert max(row["as_of_utc"] for row in rows) <= datetime(2024, 3, 20, tzinfo=UTC)


def test_tenants_do_not_see_each_other(
    lake: Lake, run_build: RunBuild, put: Put, read: Read
):
    put("cells", "select * replace ('Acme' as name) from {usual}", tenant="acme")

    run_build(models=["stg_openmeteo__cells"], tenant="acme")

    rows = read("staging", "stg_openmeteo__cells", tenant="acme")
    assert {row["name"] for row in rows} == {"Acme"}
    assert read_promoted(lake, "default") is None
