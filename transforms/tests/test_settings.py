"""Thresholds are read by their type, within their bounds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from wv_transforms.errors import ProjectError
from wv_transforms.settings import override, select_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_transforms.project import Project


def values(project: Project, **changes: Any) -> dict[str, Any]:
    return {s.name: s.value for s in override(project.settings, changes)}


def test_defaults_stand_where_nothing_is_said(project: Project):
    assert values(project)["freeze_below_c"] == 0.0
    assert values(project)["as_of_utc"] is None


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("freeze_below_c", "-1.5", -1.5),
        ("freeze_below_c", 2, 2.0),
        ("years_standard", "20", 20),
        ("years_standard", 20.0, 20),
        ("climatology_model", "icon", "icon"),
        (
            "as_of_utc",
            "2026-11-15T10:00:00+01:00",
            datetime(2026, 11, 15, 9, tzinfo=UTC),
        ),
        ("as_of_utc", None, None),
    ],
)
def test_a_value_is_read_by_its_type(
    project: Project, name: str, given: Any, expected: Any
):
    assert values(project, **{name: given})[name] == expected


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("freeze_below_c", "cold", "'cold' is no double for freeze_below_c"),
        ("freeze_below_c", "nan", "'nan' is no double"),
        ("freeze_below_c", "inf", "'inf' is no double"),
        ("years_standard", "2.5", "'2.5' is no bigint"),
        ("as_of_utc", "2026-11-15T10:00:00", "is no timestamp for as_of_utc"),
        ("climatology_half_window_days", 31, "is 31; it must lie between 0 and 30"),
        ("wet_day_mm", -1, "it must lie between 0 and None"),
    ],
)
def test_a_value_that_does_not_fit_is_told(
    project: Project, name: str, given: Any, message: str
):
    with pytest.raises(ProjectError, match=message):
        values(project, **{name: given})


def test_settings_are_one_row_of_their_types(project: Project):
    changed = override(
        project.settings,
        {"climatology_model": "it's", "as_of_utc": "2026-01-01T00:00Z"},
    )

    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        relation = con.sql(select_settings(changed))
        row = dict(zip(relation.columns, relation.fetchall()[0], strict=True))
        kinds = dict(zip(relation.columns, map(str, relation.types), strict=True))

    assert row["climatology_model"] == "it's"
    assert row["heatwave_min_c"] == 25
    assert kinds == {s.name: s.column.type.value for s in changed}


def test_a_misspelt_part_of_a_setting_is_told(
    project_with: Callable[[dict[str, str | None]], Project],
    text_of: Callable[[str], str],
):
    text = text_of("models/settings.yml").replace("default: 0.8", "defualt: 0.8")

    with pytest.raises(ProjectError, match="Unknown keys defualt"):
        project_with({"models/settings.yml": text})
