"""The files of the project say all that is needed; who leaves something out is told."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from wv_transforms import project as module
from wv_transforms.columns import NUMBERS
from wv_transforms.errors import ProjectError
from wv_transforms.project import PACKAGE, Project, shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    ProjectWith = Callable[[dict[str, str | None]], Project]
    TextOf = Callable[[str], str]

NAME = "models/weather/calendar_days"


def test_every_column_says_what_it_is(project: Project):
    """Of the raw tables and the settings too."""
    for relation, columns in project.relation_columns().items():
        assert columns, relation
        for column in columns:
            assert column.description.endswith("."), f"{relation}.{column.name}"
            assert (column.type in NUMBERS) == (column.unit is not None), column.name


def test_every_model_has_a_test_and_an_owner(project: Project):
    for model in project.models.values():
        assert model.tests, model.name
        assert model.owner
        assert model.grain


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("grain:", "grane:", "Unknown keys grane"),
        ("owner: weather\n", "", "The contract of calendar_days lacks owner"),
        ("materialized: table", "materialized: cloud", "'cloud' is no materialisation"),
        ("keys: [month, day, calendar_day]", "keys: []", "The keys of calendar_days"),
        ("keys: [month, day, calendar_day]", "keys: [hour]", "hour"),
        ("type: boolean", "type: text", "has type 'text'; known: string, bigint"),
        ("unit: month, ", "", "Column month is a number without unit"),
        ('description: "Month."', "unit: month", "Column month has no description"),
        ("type: boolean", "typ: boolean", "Unknown keys typ"),
        ("    given: {}", "    gives: {}", "Unknown keys gives"),
        ("columns:", "columns: [", "is no YAML"),
    ],
)
def test_a_contract_with_a_fault_is_told(
    project_with: ProjectWith, text_of: TextOf, old: str, new: str, message: str
):
    text = text_of(f"{NAME}.yml")
    assert old in text

    with pytest.raises(ProjectError, match=message) as refused:
        project_with({f"{NAME}.yml": text.replace(old, new, 1)})

    assert "calendar_days.yml" in str(refused.value)


def test_a_model_without_contract_is_told(project_with: ProjectWith):
    with pytest.raises(
        ProjectError, match=r"cannot be read: No such file.*calendar_days\.yml"
    ):
        project_with({f"{NAME}.yml": None})


def test_a_contract_is_a_mapping(project_with: ProjectWith):
    with pytest.raises(ProjectError, match="holds no mapping"):
        project_with({f"{NAME}.yml": "- a list\n"})


def test_two_models_do_not_share_a_name(project_with: ProjectWith, text_of: TextOf):
    with pytest.raises(ProjectError, match="Two models are called calendar_days"):
        project_with(
            {
                "models/quality/calendar_days.sql": text_of(f"{NAME}.sql"),
                "models/quality/calendar_days.yml": text_of(f"{NAME}.yml"),
            }
        )


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "nothing__x",
            "-- a\n-- Severity: V2\n-- Next: b\n",
            "is named after no model",
        ),
        (
            "wx_health__x",
            "-- a\n-- Severity: V9\n-- Next: b\n",
            "The header of the check wx_health__x",
        ),
        ("wx_health__x", "select 1", "begin with three lines"),
    ],
)
def test_a_check_with_a_fault_is_told(
    project_with: ProjectWith, name: str, text: str, message: str
):
    with pytest.raises(ProjectError, match=message):
        project_with({f"checks/{name}.sql": text})


def test_models_and_checks_are_found_beside_the_package_or_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A checkout has them beside the package, a wheel inside."""
    assert shipped("models") == PACKAGE.parent / "models"
    (tmp_path / "checks").mkdir()
    monkeypatch.setattr(module, "PACKAGE", tmp_path)

    assert shipped("checks") == tmp_path / "checks"


def test_a_wheel_carries_models_and_checks():
    pyproject = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text())

    included = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]

    assert included == {
        "models": "wv_transforms/models",
        "checks": "wv_transforms/checks",
    }
