"""A build computes what has changed, and nothing else."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from wv_transforms.promotion import read_promoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from target_parquet_lake.lake import Lake
    from wv_transforms.project import Project
    from wv_transforms.runner import BuildResult

    RunBuild = Callable[..., BuildResult]
    Put = Callable[..., int]
    Read = Callable[..., list[dict[str, Any]]]
    ProjectWith = Callable[..., Project]
    TextOf = Callable[[str], str]

CLIMATOLOGY = {
    "calendar_days",
    "calendar_windows",
    "climatology_daily",
    "climatology_precip_counts",
}
HEALTH = ("connector_health", "wx_health")
WEATHER = ("weather_daily", "connector_health")


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
    assert f"{len(tables)} tables built, 0 unchanged; promoted" in result.summary()


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
    run_build(models=WEATHER)
    put("weather_hourly_forecast", "select * from {usual}")

    second = run_build(models=WEATHER)

    assert set(second.skipped) >= CLIMATOLOGY
    assert "weather_daily" in second.built
    assert "connector_health" in second.skipped


def test_a_setting_rebuilds_the_models_that_use_it(run_build: RunBuild, read: Read):
    run_build(models=WEATHER)

    second = run_build(models=WEATHER, settings={"freeze_below_c": "5"})

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
