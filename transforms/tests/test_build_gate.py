"""A build promotes only what passes the gate, and names what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from target_parquet_lake.errors import SettingsError, StorageError
from wv_transforms import runner
from wv_transforms.errors import GateError, ProjectError, RunError
from wv_transforms.promotion import promotion_path, read_promoted
from wv_transforms.runner import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from target_parquet_lake.lake import Lake
    from wv_transforms.project import Project
    from wv_transforms.runner import BuildResult

    RunBuild = Callable[..., BuildResult]
    Put = Callable[..., int]

FUTURE = """
    select * replace (timestamptz '2024-03-31 00:00+00' as as_of) from {usual}
"""
HEALTH = ("connector_health", "wx_health")


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
    lake: Lake, project: Project, monkeypatch: pytest.MonkeyPatch
):
    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "write_promoted", power_cut)
    with pytest.raises(KeyboardInterrupt):
        build(lake.root, models=["calendar_windows"], project=project)
    monkeypatch.undo()
    assert read_promoted(lake, "default") is None

    result = build(lake.root, models=["calendar_windows"], project=project)

    assert result.built == ()
    assert result.promoted


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
        ({"engine": "abacus"}, "unknown engine 'abacus'; known: duckdb, spark"),
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
