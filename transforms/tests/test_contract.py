"""The JSON Schema for readers and the SQL of the gate say the same of every row."""

from __future__ import annotations

import json
from operator import methodcaller
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wv_transforms.contract import json_schema, results
from wv_transforms.engine import connect, select_declared
from wv_transforms.engines.duckdb_engine import DuckDB
from wv_transforms.project import PACKAGE
from wv_transforms.sql import literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_transforms.project import Model, Project

ISO = methodcaller("isoformat")
WRITTEN = PACKAGE.parents[1] / "schemas/weather_daily.schema.json"
CONTRACT = """
description: A row.
grain: row
keys: [name]
materialized: table
owner: tests
columns:
  name: {type: string, pattern: '[a-z]{2}', description: "A name."}
  kind: {type: string, values: [one, "it's"], description: "A kind."}
  level: {type: double, unit: mm, minimum: 0, maximum: 9.5, description: "A level."}
  count: {type: bigint, unit: "1", required: true, minimum: 1, description: "A count."}
  is_good: {type: boolean, description: "A flag."}
tests: [{name: one, given: {}, expect: []}]
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory, project: Project) -> Model:
    del project
    root = tmp_path_factory.mktemp("contract")
    (root / "models/weather").mkdir(parents=True)
    (root / "models/weather/things.sql").write_text("select 1")
    (root / "models/weather/things.yml").write_text(CONTRACT)
    (root / "models/settings.yml").write_text("{}")
    from wv_transforms.project import Project as Loader  # noqa: PLC0415  # Beside the fixture's own.

    return Loader.load(root / "models", root / "checks").models["things"]


def verdict(model: Model, rows: list[dict[str, Any]]) -> dict[str, int]:
    names = [column.name for column in model.columns]
    listed = ", ".join(f"({', '.join(literal(row[n]) for n in names)})" for row in rows)
    values = f"(VALUES {listed}) AS t ({', '.join(names)})"
    with connect() as con:
        engine = DuckDB(con)
        engine.show(model.name, select_declared(model.columns, names, values))
        found = results(engine, model)
    return {finding.rule: finding.count for finding in found if not finding.holds}


class Float(str):
    """A number that SQL only knows as a text."""

    __slots__ = ()


GOOD = {"name": "ab", "kind": "one", "level": 1.0, "count": 1, "is_good": True}


@settings(max_examples=60, deadline=None)
@given(
    row=st.fixed_dictionaries(
        {
            "name": st.none() | st.text("abA-", max_size=3),
            "kind": st.none() | st.sampled_from(["one", "it's", "two", ""]),
            "level": st.none() | st.floats(-1, 11),
            "count": st.none() | st.integers(-1, 3),
            "is_good": st.none() | st.booleans(),
        }
    )
)
def test_schema_and_gate_agree_on_every_row(model: Model, row: dict[str, Any]):
    valid = jsonschema.Draft202012Validator(json_schema(model)).is_valid(row)

    assert (verdict(model, [row]) == {}) == valid


def test_a_good_table_has_no_findings(model: Model):
    assert (
        verdict(model, [GOOD, GOOD | {"name": "cd", "kind": None, "level": None}]) == {}
    )


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"name": "ab"}, "keys.unique"),
        ({"name": None}, "name.required"),
        ({"name": "abc"}, "name.pattern"),
        ({"kind": "two"}, "kind.values"),
        ({"level": -0.1}, "level.minimum"),
        ({"level": 9.6}, "level.maximum"),
        ({"count": None}, "count.required"),
        ({"count": 0}, "count.minimum"),
    ],
)
def test_each_rule_counts_the_rows_that_break_it(
    model: Model, change: dict[str, Any], rule: str
):
    assert verdict(model, [GOOD, GOOD | {"name": "cd"} | change]) == {rule: 1}


def test_what_is_no_number_is_found(model: Model):
    """JSON has no word for it, so nothing that reads the contract could take it."""
    assert "level.finite" in verdict(model, [GOOD | {"level": Float("nan")}])
    assert "level.finite" in verdict(model, [GOOD | {"level": Float("-inf")}])


def test_the_written_contract_is_the_models(project: Project):
    """Write it anew with `python -m wv_transforms contract weather_daily`."""
    written = json.loads(WRITTEN.read_text(encoding="utf-8"))

    assert written == json_schema(project.models["weather_daily"])


def test_the_contract_is_a_valid_schema_that_describes_every_column(project: Project):
    schema = json_schema(project.models["weather_daily"])

    jsonschema.Draft202012Validator.check_schema(schema)
    for name, column in schema["properties"].items():
        assert column["description"], name
        if {"number", "integer"} & set(column["type"]):
            assert column["description"].endswith(f"[{column['x-unit']}]")


def test_the_rows_of_a_build_are_valid(
    project: Project,
    run_build: Callable[..., Any],
    read: Callable[..., list[dict[str, Any]]],
):
    """As a reader would check them, row by row."""
    schema = json_schema(project.models["weather_daily"])
    run_build(models=["weather_daily"])

    found = json.dumps(
        read("weather", "weather_daily"), default=lambda v: v.isoformat()
    )
    rows = json.loads(found)

    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    assert rows
    assert [error.message for row in rows for error in validator.iter_errors(row)] == []
