"""A metric has one definition, and its key stands in one module."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
import sqlglot
from sqlglot import exp

from wv_transforms import metric_keys
from wv_transforms.cli import DICTIONARY, main
from wv_transforms.engine import connect, create_view, select_nothing
from wv_transforms.errors import ProjectError
from wv_transforms.metric import NullRule
from wv_transforms.metric_keys import METRICS, MetricKey
from wv_transforms.metrics import load_metrics, module_text
from wv_transforms.project import PACKAGE, Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOT = PACKAGE.parents[1]
ROOMS = (PACKAGE, ROOT / "cockpit/wv", ROOT / "tools", ROOT / "benchmarks")
"""Rooms that speak of our numbers; taps and sandbox speak in their vendors' words."""

GOOD = """
late_share:
  name: Late
  description: Share of late runs.
  model: connector_health
  expression: sum(runs - successes) / nullif(sum(runs), 0)
  grain: [connector]
  unit: "1"
  null_rule: unknown
  owner: tests
"""


def texts(source: str) -> Iterator[str]:
    """Texts that code works with: docstrings and other bare ones are for people."""
    tree = ast.parse(source)
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in bare:
            yield node.value


def keys_in(source: str) -> set[str]:
    words = {word for text in texts(source) for word in re.findall(r"\w+", text)}
    return words & {key.value for key in MetricKey}


def test_the_module_is_what_the_dictionary_says(project: Project):
    """After a change of metrics: `make schemas`."""
    generated = module_text(load_metrics(DICTIONARY, project))

    written = (PACKAGE / "metric_keys.py").read_text(encoding="utf-8")
    assert written == generated, "run `make schemas`"
    assert list(METRICS) == list(MetricKey)


def test_no_code_writes_a_metric_key_itself():
    generated = metric_keys.__file__
    foreign = {
        f"{path.relative_to(ROOT)} writes {key}: import it from metric_keys"
        for room in ROOMS
        for path in room.rglob("*.py")
        if str(path) != generated
        for key in keys_in(path.read_text(encoding="utf-8"))
    }

    assert not foreign


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('x = "connector_rows"', {"connector_rows"}),
        ('x = f"select {y} as connector_rows"', {"connector_rows"}),
        ('"""Tells connector_rows."""', set()),
        ('x = "my_connector_rows"', set()),
    ],
)
def test_a_key_is_found_wherever_code_writes_it(source: str, found: set[str]):
    assert keys_in(source) == found


def test_no_model_computes_a_metric_of_another(project: Project):
    """A second formula under the same name would sooner or later be another number."""
    foreign = {
        f"{model.name} computes {name}"
        for model in project.models.values()
        for alias in sqlglot.parse_one(model.sql, read="duckdb").find_all(exp.Alias)
        if (name := alias.alias) in METRICS
        if METRICS[MetricKey(name)].model != model.name
    }

    assert not foreign


@pytest.mark.parametrize("key", MetricKey)
def test_a_metric_keeps_its_null_rule_where_there_are_no_rows(
    project: Project, key: MetricKey
):
    metric = METRICS[key]
    with connect() as con:
        model = project.models[metric.model]
        create_view(con, model.name, select_nothing(model.columns))
        ((value,),) = con.execute(metric.sql()).fetchall()

    assert value == (0 if metric.null_rule is NullRule.ZERO else None)


@pytest.mark.parametrize("key", MetricKey)
def test_a_metric_can_be_told_by_its_grain(project: Project, key: MetricKey):
    metric = METRICS[key]
    with connect() as con:
        model = project.models[metric.model]
        create_view(con, model.name, select_nothing(model.columns))

        assert con.execute(metric.sql(metric.grain)).fetchall() == []


def test_a_metric_is_not_told_by_what_is_not_its_grain():
    with pytest.raises(
        ValueError, match="connector_rows cannot be told by last_run_id"
    ):
        METRICS[MetricKey.CONNECTOR_ROWS].sql(["last_run_id"])


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("  owner: tests\n", "", "The metric late_share lacks owner"),
        ("  unit:", "  unti:", "Unknown keys unti; known: "),
        ("unknown", "whatever", "'whatever' is no null rule; known: unknown, zero"),
        ("connector_health", "conector_health", "late_share: there is no model con"),
        ("[connector]", "[day]", "its grain names no columns of connector_health: day"),
        ("successes", "sucesses", "late_share: .*sucesses"),
        ("nullif(sum(runs), 0)", "sum(runs)", "may divide by 0: use nullif"),
        ("sum(runs -", "mode(runs -", "not portable: .*not on the allow-list"),
    ],
)
def test_a_wrong_metric_is_refused_by_name(
    tmp_path: Path, project: Project, right: str, wrong: str, complaint: str
):
    path = tmp_path / "metrics.yaml"
    path.write_text(GOOD.replace(right, wrong, 1))

    with pytest.raises(ProjectError, match=complaint):
        load_metrics(path, project)


def test_the_command_writes_the_module(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "metrics.yaml").write_text(GOOD)
    arguments = ["--dictionary", str(tmp_path / "metrics.yaml")]

    assert main(["metrics", *arguments, "--module", str(tmp_path / "keys.py")]) == 0

    assert 'LATE_SHARE = "late_share"' in (tmp_path / "keys.py").read_text()
    assert "1 metrics in" in capsys.readouterr().err
