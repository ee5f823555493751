"""The gate's results as a table and as JUnit XML, of every build that it looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from target_parquet_lake.errors import StorageError
from wv_transforms import report
from wv_transforms.errors import GateError, RunError
from wv_transforms.promotion import promotion_path
from wv_transforms.report import gate_table, junit_path
from wv_transforms.report.gate_table import read_gate

if TYPE_CHECKING:
    from collections.abc import Callable

    from target_parquet_lake.lake import Lake
    from wv_transforms.runner import BuildResult

    RunBuild = Callable[..., BuildResult]
    Put = Callable[..., int]
    Read = Callable[..., list[dict[str, Any]]]

CELLS = ["stg_openmeteo__cells"]
BROKEN = "select *, 91.0 as latitude from {usual}"
HOT = "select * replace (temperature_2m + 40 as temperature_2m) from {usual}"


def junit(lake: Lake) -> ET.Element:
    text = junit_path(lake, "default").read_text(encoding="utf-8")
    return ET.fromstring(text)  # noqa: S314 - our own file.


def counts(element: ET.Element) -> tuple[int, int, int]:
    return tuple(int(element.attrib[n]) for n in ("tests", "failures", "errors"))


def test_each_rule_is_a_case_that_passes(run_build: RunBuild, lake: Lake):
    run_build(models=CELLS)

    root = junit(lake)

    (suite,) = root
    assert suite.attrib["name"] == "staging.stg_openmeteo__cells"
    names = [case.attrib["name"] for case in suite]
    assert names[0] == "keys.unique"
    assert "latitude.maximum" in names
    assert counts(root) == counts(suite) == (len(names), 0, 0)
    assert [child for case in suite for child in case] == []


def test_a_broken_rule_is_a_failure_that_says_what_to_do(
    run_build: RunBuild, put: Put, lake: Lake
):
    put("cells", BROKEN)
    with pytest.raises(GateError):
        run_build(models=CELLS)

    (failure,) = junit(lake).iter("failure")

    assert counts(junit(lake))[1:] == (1, 0)
    assert failure.attrib["type"] == "V3"
    assert failure.attrib["message"] == "2 rows break latitude.maximum"
    assert "Next: " in str(failure.text)


def test_a_warning_passes_and_is_told(run_build: RunBuild, put: Put, lake: Lake):
    put("weather_hourly_observed", HOT)
    run_build(models=["weather_daily"])

    (told,) = junit(lake).iter("system-out")

    assert counts(junit(lake))[1:] == (0, 0)
    assert "[V1] rule weather_daily__is_plausible" in str(told.text)


def test_a_model_that_fails_is_an_error(run_build: RunBuild, put: Put, lake: Lake):
    put("cells", "select * replace ('Mars/Olympus' as timezone) from {usual}")
    with pytest.raises(RunError):
        run_build(models=["local_day_hours"])

    assert counts(junit(lake)) == (1, 0, 1)
    (error,) = junit(lake).iter("error")
    assert error.attrib["type"] == "RunError"


def test_the_table_holds_every_rule_of_a_build(
    run_build: RunBuild, lake: Lake, read: Read
):
    result = run_build(models=CELLS)

    rows = read("quality", "gate_results")

    assert {row["run_id"] for row in rows} == {result.run_id}
    (row,) = (row for row in rows if row["rule"] == "latitude.maximum")
    assert row["column_name"] == "latitude"
    assert (row["severity"], row["wrong_rows"], row["holds"]) == ("V3", 0, True)
    assert len(rows) == counts(junit(lake))[0]


def test_a_refused_build_is_in_the_table_and_not_promoted(
    run_build: RunBuild, put: Put, lake: Lake
):
    path = run_build(models=CELLS).promotion_path
    before = path.read_bytes()
    put("cells", BROKEN)
    with pytest.raises(GateError):
        run_build(models=CELLS)

    refusing = [row for row in read_gate(lake, "default").to_pylist() if row["refuses"]]

    assert [(row["rule"], row["wrong_rows"]) for row in refusing] == [
        ("latitude.maximum", 2)
    ]
    assert path.read_bytes() == before


def test_the_table_keeps_the_last_builds_alone(
    run_build: RunBuild, read: Read, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(gate_table, "KEPT_RUNS", 2)
    runs = [run_build(models=["calendar_days"], force=True).run_id for _ in range(3)]

    kept = {row["run_id"] for row in read("quality", "gate_results")}

    assert len(kept) == 2
    assert runs[2] in kept


def test_before_the_first_build_there_are_no_results(lake: Lake):
    assert read_gate(lake, "default").num_rows == 0


def test_what_cannot_be_told_is_not_promoted(
    run_build: RunBuild, lake: Lake, monkeypatch: pytest.MonkeyPatch
):
    """Promotion is the last step: what was told is then always there."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(report, "write_atomic", full)

    with pytest.raises(StorageError, match="report of the build cannot be written"):
        run_build(models=CELLS)

    assert not promotion_path(lake, "default").exists()
