"""Every build watches the raw tables, whatever becomes of its candidate."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from wv_transforms.errors import GateError

if TYPE_CHECKING:
    from collections.abc import Callable

    from target_parquet_lake.lake import Lake
    from wv_transforms.project import Project
    from wv_transforms.runner import BuildResult

HEALTH = ("connector_health",)


def report(lake: Lake) -> dict[str, Any]:
    path = lake.root / "quality" / "default__dq_monitoring.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_a_build_tells_the_state_of_the_raw_tables(
    lake: Lake, run_build: Callable[..., BuildResult]
):
    result = run_build(models=HEALTH)

    found = report(lake)
    assert found["run_id"] == result.run_id
    assert found["status"] == "ok"
    assert "openmeteo__cells" in {one["dataset"] for one in found["datasets"]}


def test_a_refused_build_tells_it_too(
    lake: Lake,
    run_build: Callable[..., BuildResult],
    project: Project,
    project_with: Callable[..., Project],
):
    refuses = (
        "-- All.\n-- Severity: V3\n-- Next: nothing.\nselect connector from "
        "connector_health\n"
    )
    check = "connector_health__is_refused"
    staged = [name for name in project.models if name.endswith("__connector_runs")]
    kept = (*HEALTH, *staged, check)
    strict = project_with({f"checks/{check}.sql": refuses}, *kept)

    with pytest.raises(GateError):
        run_build(project=strict, models=HEALTH)

    assert report(lake)["status"] == "ok"


def test_a_replay_tells_nothing_new(lake: Lake, run_build: Callable[..., BuildResult]):
    run_build(models=HEALTH, as_of=datetime(2024, 1, 1, tzinfo=UTC))

    assert not (lake.root / "quality" / "default__dq_monitoring.json").exists()


def test_alarms_are_told_on_stderr_by_the_log(
    lake: Lake,
    run_build: Callable[..., BuildResult],
    caplog: pytest.LogCaptureFixture,
):
    path = lake.control("thresholds", "default.yml")
    path.parent.mkdir(parents=True)
    path.write_text("required: [shopify_wv__orders]")

    run_build(models=HEALTH)

    assert "[critical] shopify_wv__orders is required and is missing." in caplog.text
