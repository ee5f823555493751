"""A build computes what has changed, and promotes only what passes the gate."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from target_parquet_lake.errors import SettingsError, StorageError
from target_parquet_lake.lake import Lake
from wv_transforms.errors import GateError, ProjectError, RunError
from wv_transforms.promotion import promotion_path, read_promoted
from wv_transforms.runner import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wv_transforms.project import Project
    from wv_transforms.runner import BuildResult

    RunBuild = Callable[..., BuildResult]
    Put = Callable[..., int]
    Read = Callable[..., list[dict[str, Any]]]
    ProjectWith = Callable[..., Project]
    TextOf = Callable[[str], str]

FUTURE = """
    select * replace (timestamptz '2024-03-31 00:00+00' as as_of) from {usual}
"""
CLIMATOLOGY = {
    "calendar_days",
    "calendar_windows",
    "climatology_daily",
    "climatology_precip_counts",
}
HEALTH = ("connector_health", "wx_health")


def test_all_tables_are_built_and_promoted(
    lake: Lake, run_build: RunBuild, project: Project
):
    result = run_build()

    promoted = read_promoted(lake, "default")
    tables = {model.name for model in project.models.values() if model.is_table}
    assert set(result.built) == tables
    assert promoted is not None
    assert {
        name.name: version for name, version in promoted.tables.items()
    } == result.versions
    assert promoted.run_id == result.run_id
    assert promoted.promoted_at == datetime(2024, 4, 1, 6, tzinfo=UTC)
    assert "13 tables built, 0 unchanged; promoted" in result.summary()


def test_nothing_changed_is_nothing_to_do(run_build: RunBuild):
    first = run_build(models=HEALTH)
    before = first.promotion_path.read_bytes()

    second = run_build(models=HEALTH)

    assert second.built == ()
    assert not second.promoted
    assert second.versions == first.versions
    assert first.promotion_path.read_bytes() == before
    assert "nothing to do" in second.summary()


def test_only_what_rests_on_a_changed_table_is_built_anew(
    run_build: RunBuild, put: Put
):
    """Normals take the longest, and their base does not change."""
    run_build()
    put("weather_hourly_forecast", "select * from {usual}")

    second = run_build()

    assert set(second.skipped) >= CLIMATOLOGY
    assert "weather_daily" in second.built
    assert "connector_health" in second.skipped


def test_a_setting_rebuilds_the_models_that_use_it(run_build: RunBuild, read: Read):
    run_build()

    second = run_build(settings={"freeze_below_c": "5"})

    assert second.built == ("weather_daily",)
    assert all(
        row["freeze_flag"] for row in read("weather", "weather_daily", "temp_min_c < 5")
    )


def test_a_comment_makes_no_other_table(
    run_build: RunBuild, project_with: ProjectWith, text_of: TextOf
):
    run_build(models=HEALTH)
    name = "models/quality/wx_health.sql"
    commented = project_with({name: text_of(name) + "-- Nothing new.\n"})

    assert run_build(project=commented, models=HEALTH).built == ()


def test_another_select_makes_another_table(
    run_build: RunBuild, project_with: ProjectWith, text_of: TextOf
):
    run_build(models=HEALTH)
    name = "models/quality/wx_health.sql"
    changed = project_with(
        {name: text_of(name).replace("min(valid_at)", "max(valid_at)")}
    )

    assert run_build(project=changed, models=HEALTH).built == ("wx_health",)


def test_force_computes_all(run_build: RunBuild):
    run_build(models=["calendar_windows"])

    result = run_build(models=["calendar_windows"], force=True)

    assert result.built == ("calendar_days", "calendar_windows")
    assert result.promoted


def test_some_models_bring_what_they_rest_on_and_leave_the_others_promoted(
    lake: Lake, run_build: RunBuild
):
    run_build(models=["connector_health"])

    result = run_build(models=["calendar_windows"])

    promoted = read_promoted(lake, "default")
    assert promoted is not None
    assert set(result.versions) == {"calendar_days", "calendar_windows"}
    assert {name.name for name in promoted.tables} == {
        *result.versions,
        "connector_health",
    }


def test_a_model_that_is_gone_is_no_longer_promoted(
    lake: Lake, run_build: RunBuild, project_with: ProjectWith
):
    run_build(models=["connector_health", "calendar_days"])
    smaller = project_with(
        {
            "models/quality/connector_health.sql": None,
            "models/quality/connector_health.yml": None,
        }
    )

    run_build(project=smaller, models=["calendar_days"])

    promoted = read_promoted(lake, "default")
    assert promoted is not None
    assert [name.name for name in promoted.tables] == ["calendar_days"]


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


def test_a_failed_check_leaves_what_was_promoted_to_the_byte(
    run_build: RunBuild, put: Put
):
    """A forecast fetched before its model run began would leak the future."""
    path = run_build(models=HEALTH).promotion_path
    before = path.read_bytes()
    put("weather_hourly_forecast", FUTURE)

    with pytest.raises(GateError) as refused:
        run_build(models=HEALTH)

    assert path.read_bytes() == before
    assert refused.value.exit_code == 5
    rule = "stg_openmeteo__weather_hourly__is_not_from_the_future"
    assert f"[V3] rule {rule} of stg_openmeteo__weather_hourly: 336 rows." in str(
        refused.value
    )
    assert "Next: look at issued_at and as_of" in str(refused.value)
    assert "tenant default" in str(refused.value)


def test_a_refused_candidate_is_refused_again_without_computing(
    run_build: RunBuild, put: Put
):
    run_build(models=HEALTH)
    put("weather_hourly_forecast", FUTURE)
    with pytest.raises(GateError):
        run_build(models=HEALTH)

    with pytest.raises(GateError):
        run_build(models=HEALTH)


def test_what_is_repaired_is_promoted(run_build: RunBuild, put: Put):
    put("weather_hourly_forecast", FUTURE)
    with pytest.raises(GateError):
        run_build(models=HEALTH)
    put("weather_hourly_forecast", "select * from {usual}")

    assert run_build(models=HEALTH).promoted


def test_a_broken_contract_is_named_with_model_rule_and_count(
    run_build: RunBuild, put: Put
):
    put(
        "cells",
        "select * replace ('nowhere' as grid_cell_id), 91.0 as latitude from {usual}",
    )

    with pytest.raises(GateError) as refused:
        run_build(models=["stg_openmeteo__cells"])

    assert "rule grid_cell_id.pattern of stg_openmeteo__cells: 2 rows" in str(
        refused.value
    )
    assert "rule latitude.maximum of stg_openmeteo__cells: 2 rows" in str(refused.value)


def test_a_warning_does_not_keep_a_candidate_back(run_build: RunBuild, put: Put):
    hot = "select * replace (temperature_2m + 40 as temperature_2m) from {usual}"
    put("weather_hourly_observed", hot)

    result = run_build()

    assert result.promoted
    assert [finding.rule for finding in result.warnings] == [
        "weather_daily__is_plausible"
    ]
    assert "[V1] rule weather_daily__is_plausible" in result.summary()


def test_a_model_that_fails_on_the_data_is_named(
    run_build: RunBuild, put: Put, lake: Lake
):
    before = run_build(models=["local_day_hours"]).promotion_path.read_bytes()
    put("cells", "select * replace ('Mars/Olympus' as timezone) from {usual}")

    with pytest.raises(
        RunError, match=r"Model local_day_hours failed: .*Mars/Olympus"
    ) as failed:
        run_build(models=["local_day_hours"])

    assert failed.value.exit_code == 5
    assert promotion_path(lake, "default").read_bytes() == before


def test_a_build_that_died_before_promotion_is_promoted_by_the_next(
    lake: Lake, project: Project
):
    def power_cut() -> datetime:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(lake.root, models=["calendar_windows"], project=project, now=power_cut)
    assert read_promoted(lake, "default") is None

    result = build(lake.root, models=["calendar_windows"], project=project)

    assert result.built == ()
    assert result.promoted


def test_two_builds_at_once_take_turns(run_build: RunBuild):
    results: list[BuildResult] = []
    threads = [
        threading.Thread(
            target=lambda: results.append(run_build(models=["calendar_windows"]))
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(len(result.built) for result in results) == [0, 2]


def test_nothing_is_left_in_the_scratch_folder(lake: Lake, run_build: RunBuild):
    run_build(models=["calendar_windows"])

    scratch = lake.control("scratch")
    assert not scratch.exists() or not list(scratch.iterdir())


def test_a_folder_that_is_no_lake_is_refused_and_left_alone(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(StorageError, match="This is no lake"):
        build(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"models": ["weather_dayly"]},
            "unknown table 'weather_dayly'; known: .*write 'weather_daily'",
        ),
        ({"engine": "abacus"}, "unknown engine 'abacus'; known: duckdb"),
        (
            {"settings": {"freeze": 1}},
            "Unknown setting freeze; known: .*freeze_below_c",
        ),
    ],
)
def test_a_wrong_name_is_told_with_the_known_ones(
    run_build: RunBuild, options: dict[str, Any], message: str
):
    with pytest.raises(ProjectError, match=message) as refused:
        run_build(**options)

    assert refused.value.exit_code == 2


def test_a_tenant_cannot_leave_the_lake(run_build: RunBuild):
    with pytest.raises(SettingsError, match="tenant"):
        run_build(tenant="../other")
