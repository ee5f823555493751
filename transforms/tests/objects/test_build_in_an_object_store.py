"""A build reads, computes, gates and promotes in an object store as on a disk."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from wv_transforms.errors import GateError
from wv_transforms.promoted_gate import check_promoted
from wv_transforms.promotion import promotion_path, read_promoted
from wv_transforms.report import junit_path, lineage_path
from wv_transforms.report.gate_table import read_gate
from wv_transforms.runner import build

if TYPE_CHECKING:
    from target_parquet_lake.lake import Lake
    from wv_transforms.project import Project
    from wv_transforms.runner import BuildResult

MODELS = ["connector_health", "stg_openmeteo__cells"]


@pytest.fixture
def raw() -> Any:
    return sys.modules["transforms_tests_raw"]


@pytest.fixture
def far(empty_lake: Lake, raw: Any) -> Lake:
    for stream in ("cells", "connector_runs"):
        raw.write_raw(empty_lake, stream, raw.RAW[stream])
    return empty_lake


def run(far: Lake, project: Project) -> BuildResult:
    now = datetime(2024, 4, 1, 6, tzinfo=UTC)
    return build(str(far.root), models=MODELS, project=project, now=lambda: now)


def test_it_is_built_and_promoted_there(far: Lake, project: Project):
    result = run(far, project)

    promoted = read_promoted(far, "default")
    assert promoted is not None
    assert {name.name for name in promoted.tables} == set(MODELS)
    assert str(result.promotion_path).startswith("s3://")
    assert read_gate(far, "default").num_rows > 0
    assert junit_path(far, "default").exists()
    assert '"namespace": "s3://' in lineage_path(far, "default").read_text()


def test_what_has_not_changed_is_not_computed_again(far: Lake, project: Project):
    first = run(far, project)
    before = first.promotion_path.read_bytes()

    second = run(far, project)

    assert second.built == ()
    assert not second.promoted
    assert promotion_path(far, "default").read_bytes() == before


def test_a_refused_candidate_leaves_what_was_promoted(
    far: Lake, project: Project, raw: Any
):
    before = run(far, project).promotion_path.read_bytes()
    broken = f"select *, 91.0 as latitude from ({raw.RAW['cells']})"  # noqa: S608 - our own rows.
    raw.write_raw(far, "cells", broken)

    with pytest.raises(GateError, match=r"latitude\.maximum"):
        run(far, project)

    assert promotion_path(far, "default").read_bytes() == before


def test_what_is_promoted_is_held_against_its_rules_again(far: Lake, project: Project):
    run(far, project)

    found = check_promoted(str(far.root), project=project)

    assert found
    assert all(finding.holds for finding in found)
