"""What is promoted can be held against today's rules, without building anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from target_parquet_lake.errors import StorageError
from wv_transforms.cli import main
from wv_transforms.promoted_gate import check_promoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from target_parquet_lake.lake import Lake
    from wv_transforms.project import Project

CELLS = ["stg_openmeteo__cells"]


def test_tables_that_passed_still_pass(
    run_build: Callable[..., Any], lake: Lake, project: Project
):
    run_build(models=[*CELLS, "connector_health"])

    found = check_promoted(lake.root, project=project)

    assert {finding.model for finding in found} == {*CELLS, "connector_health"}
    assert all(finding.holds for finding in found)


def test_a_stricter_contract_finds_rows_that_were_promoted(
    run_build: Callable[..., Any],
    lake: Lake,
    project_with: Callable[..., Project],
    text_of: Callable[[str], str],
):
    run_build(models=CELLS)
    name = "models/staging/stg_openmeteo__cells.yml"
    text = text_of(name)
    assert "  name: {type: string," in text
    stricter = project_with(
        {name: text.replace("  name: {", "  name: {values: [Berlin], ", 1)},
        *CELLS,
    )

    broken = [f for f in check_promoted(lake.root, project=stricter) if not f.holds]

    assert [(f.rule, f.count, f.fails) for f in broken] == [("name.values", 1, True)]


def test_where_nothing_is_promoted_it_says_so(lake: Lake, project: Project):
    with pytest.raises(StorageError, match=r"for tenant 'default' yet.*build"):
        check_promoted(lake.root, project=project)


def test_the_command_counts_the_rules_that_hold(
    run_build: Callable[..., Any], lake: Lake, capsys: pytest.CaptureFixture[str]
):
    run_build(models=CELLS)

    assert main(["gate", "--lake-root", str(lake.root)]) == 0

    said = capsys.readouterr().err.split()
    assert said[0] == said[2]
    assert said[3:] == ["rules", "hold."]
