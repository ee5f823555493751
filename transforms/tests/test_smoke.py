"""The replay of 48 hours passes, and notices what it is there to notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from target_parquet_lake.lake import Lake
from wv_transforms.cli import main
from wv_transforms.engine import connect, create_view, select_nothing
from wv_transforms.smoke import SmokeError, SmokeReport, replay, run_smoke
from wv_transforms.smoke.conditions import CONDITIONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wv_transforms.project import Project

CLOCK = "checks/stg_openmeteo__weather_hourly__is_not_from_the_future.sql"
HOURLY = "models/staging/stg_openmeteo__weather_hourly.sql"
GUARD = "coalesce(greatest(newest.as_of, newest.issued_at) <= settings.as_of_utc, true)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("smoke")


@pytest.fixture(scope="module")
def report(folder: Path, project: Project) -> SmokeReport:
    return run_smoke(folder, project=project)


def test_both_replays_have_the_same_rows_and_all_conditions_show(report: SmokeReport):
    assert {"weather_daily", "wx_asof", "weather_join"} <= set(report.hashes)
    assert all(report.hashes[name] for name in ("weather_daily", "weather_join"))
    assert report.conditions == tuple(CONDITIONS)
    assert str(report).endswith(
        f"{len(CONDITIONS)} conditions hold, no row from the future."
    )


@pytest.mark.usefixtures("report")
def test_a_condition_that_does_not_show_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(CONDITIONS, "pigs fly", "select false")

    with pytest.raises(SmokeError, match="does not show: pigs fly") as told:
        replay._shown(Lake(folder / "rough"))

    assert told.value.exit_code == 5


@pytest.mark.parametrize("sentence", CONDITIONS)
def test_no_condition_shows_where_there_are_no_rows(project: Project, sentence: str):
    with connect() as con:
        for model in project.models.values():
            create_view(con, model.name, select_nothing(model.columns))

        assert con.execute(CONDITIONS[sentence]).fetchall() != [(True,)]


@pytest.mark.usefixtures("report")
def test_a_wrong_clock_that_passes_is_told(
    folder: Path, project_with: Callable[..., Project]
):
    with pytest.raises(SmokeError, match="fetched before its run began"):
        replay._refuse_wrong_clock(Lake(folder / "rough"), project_with({CLOCK: None}))


def test_models_that_see_the_future_are_told(
    tmp_path: Path,
    project_with: Callable[..., Project],
    text_of: Callable[[str], str],
):
    assert GUARD in text_of(HOURLY)
    careless = project_with({HOURLY: text_of(HOURLY).replace(GUARD, "true")})

    with pytest.raises(SmokeError, match=r"differ in .*wx_asof"):
        run_smoke(tmp_path, project=careless)


def test_the_command_tells_what_it_found(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    report: SmokeReport,
):
    monkeypatch.setattr("wv_transforms.commands.replay", lambda: report)

    assert main(["smoke"]) == 0

    assert str(report) in capsys.readouterr().err
