"""Each build tells its runs, tables, columns and rules as OpenLineage events."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from wv_transforms.errors import GateError, RunError
from wv_transforms.report import lineage_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from target_parquet_lake.lake import Lake
    from wv_transforms.runner import BuildResult

    RunBuild = Callable[..., BuildResult]
    Put = Callable[..., int]

HEALTH = ("connector_health", "wx_health")
BROKEN = "select *, 91.0 as latitude from {usual}"


@pytest.fixture
def events(lake: Lake) -> Callable[[], list[dict[str, Any]]]:
    def read() -> list[dict[str, Any]]:
        lines = lineage_path(lake, "default").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    return read


def of_job(
    events: list[dict[str, Any]], job: str, kind: str | None = "COMPLETE"
) -> dict[str, Any]:
    (found,) = (
        event
        for event in events
        if event["job"]["name"] == job and event.get("eventType") == kind
    )
    return found


@pytest.mark.parametrize("models", [None, HEALTH])
def test_every_event_is_one_of_the_standard(
    run_build: RunBuild, events: Callable[..., Any], models: tuple[str, ...] | None
):
    oracle = sys.modules["transforms_tests_openlineage_oracle"]
    run_build(models=models)

    told = events()

    assert told
    for event in told:
        oracle.check(event)


@pytest.mark.parametrize(
    ("job", "path", "value"),
    [
        ("build", ("run", "runId"), "a run"),
        ("build", ("eventTime",), "yesterday"),
        ("build", ("schemaURL",), "https://openlineage.io/spec/1-0-0"),
        ("quality.wx_health", ("job", "facets", "sql", "query"), None),
        ("quality.wx_health", ("outputs", 0, "facets", "version", "v"), "1"),
    ],
)
def test_the_oracle_would_refuse_what_is_none(
    run_build: RunBuild,
    events: Callable[..., Any],
    job: str,
    path: tuple[Any, ...],
    value: object,
):
    """Else the test above would prove nothing."""
    oracle = sys.modules["transforms_tests_openlineage_oracle"]
    run_build(models=HEALTH)
    event = of_job(events(), job)
    part: Any = event
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value

    with pytest.raises((AssertionError, ValueError, TypeError)):
        oracle.check(event)


def test_every_run_starts_and_ends_once(
    run_build: RunBuild, events: Callable[..., Any]
):
    result = run_build(models=HEALTH)

    told = [event for event in events() if "run" in event]

    runs: dict[str, list[str]] = {}
    for event in told:
        runs.setdefault(event["run"]["runId"], []).append(event["eventType"])
    assert set(map(tuple, runs.values())) == {("START", "COMPLETE")}
    assert len(runs) == len(result.built) + 2
    assert told[0]["run"]["runId"].replace("-", "") == result.run_id


def test_a_table_tells_its_version_rows_columns_and_where_they_come_from(
    run_build: RunBuild, events: Callable[..., Any], lake: Lake
):
    result = run_build(models=HEALTH)

    (table,) = of_job(events(), "quality.connector_health")["outputs"]

    assert table["namespace"] == "weathervane://default"
    assert table["name"] == "quality.connector_health"
    told = table["facets"]
    version = str(result.versions["connector_health"])
    assert told["version"]["datasetVersion"] == version
    (place,) = told["symlinks"]["identifiers"]
    assert place["namespace"] == "file"
    assert place["name"] == f"{lake.root}/quality/default__connector_health"
    assert table["outputFacets"]["outputStatistics"]["rowCount"] == 1
    first = told["schema"]["fields"][0]
    assert (first["name"], first["type"]) == ("connector", "VARCHAR")
    origins = told["columnLineage"]["fields"]["connector"]["inputFields"]
    assert "staging.stg_openmeteo__connector_runs" in {o["name"] for o in origins}
    assert {origin["field"] for origin in origins} == {"connector"}


def test_a_view_leads_from_raw_tables_to_what_reads_it(
    run_build: RunBuild, events: Callable[..., Any]
):
    run_build(models=HEALTH)

    view = of_job(events(), "staging.stg_openmeteo__connector_runs", None)

    assert [table["name"] for table in view["inputs"]] == [
        "raw.openmeteo__connector_runs"
    ]
    assert view["outputs"][0]["facets"]["datasetType"]["datasetType"] == "VIEW"
    assert "version" in view["inputs"][0]["facets"]


def test_the_gate_tells_each_rule_as_an_assertion(
    run_build: RunBuild, events: Callable[..., Any]
):
    run_build(models=HEALTH)

    gate = of_job(events(), "gate")

    tables = {table["name"]: table for table in gate["inputs"]}
    told = tables["quality.connector_health"]["inputFacets"]["dataQualityAssertions"]
    rules = {rule["name"]: rule for rule in told["assertions"]}
    assert rules["success_rate.maximum"] == {
        "assertion": "maximum",
        "name": "success_rate.maximum",
        "column": "success_rate",
        "success": True,
        "severity": "error",
        "expected": "0",
        "actual": "0",
        "params": {"severity": "V3"},
    }
    assert "column" not in rules["keys.unique"]


def test_a_refused_build_ends_with_fail_and_names_the_rule(
    run_build: RunBuild, put: Put, events: Callable[..., Any]
):
    put("cells", BROKEN)
    with pytest.raises(GateError):
        run_build(models=["stg_openmeteo__cells"])

    gate = of_job(events(), "gate", "FAIL")

    (told,) = (
        table["inputFacets"]["dataQualityAssertions"] for table in gate["inputs"]
    )
    broken = [rule for rule in told["assertions"] if not rule["success"]]
    assert [(rule["name"], rule["actual"]) for rule in broken] == [
        ("latitude.maximum", "2")
    ]
    build = of_job(events(), "build", "FAIL")
    assert build["run"]["facets"]["errorMessage"]["message"].startswith("GateError: ")


def test_a_model_that_fails_ends_the_build_with_fail_and_no_value_of_the_data(
    run_build: RunBuild, put: Put, events: Callable[..., Any]
):
    put("cells", "select * replace ('Mars/Olympus' as timezone) from {usual}")
    with pytest.raises(RunError):
        run_build(models=["local_day_hours"])

    told = events()

    message = of_job(told, "build", "FAIL")["run"]["facets"]["errorMessage"]["message"]
    assert "local_day_hours.sql" in message
    assert "Olympus" not in json.dumps(told)


def test_a_build_that_does_nothing_tells_nothing(run_build: RunBuild, lake: Lake):
    run_build(models=HEALTH)
    before = lineage_path(lake, "default").read_bytes()

    run_build(models=HEALTH)

    assert lineage_path(lake, "default").read_bytes() == before
