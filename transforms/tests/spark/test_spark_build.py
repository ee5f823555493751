"""Spark builds the same tables from the same text, and says what it needs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from target_parquet_lake.lake import Lake as AnyLake
from target_parquet_lake.names import TableName
from wv_transforms import compare as comparing
from wv_transforms.cli import main
from wv_transforms.compare import Comparison, compare
from wv_transforms.errors import GateError, ProjectError
from wv_transforms.runner import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from target_parquet_lake.lake import Lake
    from wv_transforms.project import Project

MODELS = ["connector_health", "calendar_windows", "stg_openmeteo__cells"]


@pytest.mark.usefixtures("has_spark")
def test_tables_are_equal_on_both_engines(lake: Lake, project: Project):
    compared = compare(lake.root, models=MODELS, project=project)

    assert {one.model for one in compared} >= set(MODELS)
    assert [str(one) for one in compared if not one.is_equal] == []
    assert all(one.rows for one in compared)
    assert lake.layers() == ["raw"]


@pytest.mark.usefixtures("has_spark")
def test_the_gate_refuses_on_spark_what_it_refuses_on_duckdb(
    lake: Lake, put: Callable[..., int], project: Project
):
    put("cells", "select *, 91.0 as latitude from {usual}")
    refused: dict[str, Any] = {}
    for engine in ("duckdb", "spark"):
        with pytest.raises(GateError) as error:
            build(
                lake.root,
                models=["stg_openmeteo__cells"],
                engine=engine,
                project=project,
            )
        refused[engine] = error.value.findings

    assert refused["spark"] == refused["duckdb"]
    assert [finding.rule for finding in refused["spark"]] == ["latitude.maximum"]


def test_without_java_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
):
    from wv_transforms.engines.java import check_java  # noqa: PLC0415  # Beside its test.

    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("nothing")))
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(ProjectError, match=r"needs Java 17.*Next: install a JDK"):
        check_java()


def test_without_pyspark_it_says_what_to_install(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    module = "wv_transforms.engines.spark_engine"
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.delitem(sys.modules, module, raising=False)
    arguments = ["--lake-root", str(lake.root), "--engine", "spark"]

    assert main(["build", *arguments, "--model", "calendar_days"]) == 2

    assert "pip install 'weathervane-transforms[spark]'" in capsys.readouterr().err


@pytest.mark.usefixtures("has_spark")
def test_an_object_store_is_refused_before_anything_starts():
    from wv_transforms.engines.spark_engine import Spark  # noqa: PLC0415  # Where it is there.

    with (
        pytest.raises(ProjectError, match="file system that all its machines share"),
        Spark.opened(AnyLake("s3://a-bucket/lake", {}), "run", "local[1]"),
    ):
        pass


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, "m: 3 rows, equal"),
        (
            {"missing": 1},
            "1 missing and 0 too many in Spark; columns that differ: none",
        ),
        ({"differing": {"a": 2}}, "columns that differ: a 2"),
    ],
)
def test_a_comparison_says_what_differs(wrong: dict[str, Any], said: str):
    parts = {"rows": 3, "missing": 0, "extra": 0, "differing": {}} | wrong
    comparison = Comparison("m", **parts)

    assert said in str(comparison)
    assert comparison.is_equal == (not wrong)


def test_a_difference_of_any_kind_is_found(
    lake: Lake, project: Project, monkeypatch: pytest.MonkeyPatch
):
    """The second build, as if by another engine, reads rows that were changed."""

    def build_alike(root: Path, *names: Any, engine: str, **options: Any) -> Any:
        if engine == "spark":
            _change(AnyLake(root))
        return build(root, *names, **options)

    monkeypatch.setattr(comparing, "build", build_alike)

    (cells,) = compare(lake.root, models=["stg_openmeteo__cells"], project=project)

    assert (cells.missing, cells.extra) == (1, 1)
    assert cells.differing == {"name": 1, "timezone": 1}


def _change(copy: AnyLake) -> None:
    """One cell under another id, the other with another name and time zone."""
    name = TableName("raw", "default", "openmeteo__cells")
    table = copy.pin([name]).tables[name]
    with duckdb.connect() as con:
        table.view(con, "cells")
        rows = con.sql("""
            select * replace (
                case cell_id when 'u33db' then 'other' else cell_id end as cell_id,
                'Elsewhere' as name,
                'UTC' as timezone
            ) from cells
        """).to_arrow_table()
    copy.write("raw", "default", name.name, rows)
