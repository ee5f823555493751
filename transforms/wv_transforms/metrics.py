"""Metrics: defined once in `schemas/metrics.yaml`, their keys generated from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlglot import exp

from wv_transforms.columns import reject_unknown_keys
from wv_transforms.errors import ProjectError
from wv_transforms.graph import parse
from wv_transforms.metric import Metric, NullRule
from wv_transforms.portability import (
    column_complaints,
    portability_complaints,
    schema_of,
)
from wv_transforms.project import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from wv_transforms.project import Project

_HEADER = '''"""The key of every metric.

Generated: change schemas/metrics.yaml and run `make schemas`.
"""
# ruff: noqa: E501 - sentences stand here as the dictionary has them.

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from wv_transforms.metric import Metric, NullRule

if TYPE_CHECKING:
    from collections.abc import Mapping

'''


def load_metrics(path: Path, project: Project) -> tuple[Metric, ...]:
    """Read the metrics and hold each against the model it is computed from.

    Args:
        path: The dictionary, `schemas/metrics.yaml`.
        project: Its models.

    Raises:
        ProjectError: With every complaint, one a line: a part is missing or unknown, a
            column does not exist, the SQL is not portable, a quotient may divide by 0.
    """
    metrics = tuple(_metric(key, spec, path) for key, spec in read_yaml(path).items())
    complaints = [f"\n  {m.key}: {c}" for m in metrics for c in _about(m, project)]
    if complaints:
        raise ProjectError(
            what=f"Metrics are wrong ({len(complaints)}):{''.join(complaints)}\n",
            where=str(path),
            next_step="correct them; no data was read",
        )
    return metrics


def module_text(metrics: Iterable[Metric]) -> str:
    """The generated module: an enum of keys, and each metric by its key."""
    metrics = tuple(metrics)
    lines = ["class MetricKey(StrEnum):", '    """What a number is called."""', ""]
    for metric in metrics:
        lines += [
            f'    {metric.key.upper()} = "{metric.key}"',
            f'    """{metric.description}"""',
        ]
    lines += ["", "", "METRICS: Final[Mapping[MetricKey, Metric]] = {"]
    for metric in metrics:
        lines += [f"    MetricKey.{metric.key.upper()}: {_source(metric)},"]
    lines += ["}", '"""Every metric by its key."""', ""]
    return _HEADER + "\n" + "\n".join(lines)


def _source(metric: Metric) -> str:
    parts = [
        f"        key=MetricKey.{metric.key.upper()},",
        f"        name={_quoted(metric.name)},",
        f"        description={_quoted(metric.description)},",
        f"        model={_quoted(metric.model)},",
        f"        expression={_quoted(metric.expression)},",
        *_grain(metric.grain),
        f"        unit={_quoted(metric.unit)},",
        f"        null_rule=NullRule.{metric.null_rule.name},",
        f"        owner={_quoted(metric.owner)},",
    ]
    return "\n".join(["Metric(", *parts, "    )"])


def _grain(grain: Sequence[str]) -> list[str]:
    """As the formatter breaks a tuple of one, or of many with a comma at the end."""
    if len(grain) == 1:
        return [f"        grain=({_quoted(grain[0])},),"]
    lines = [f"            {_quoted(part)}," for part in grain]
    return ["        grain=(", *lines, "        ),"]


def _quoted(value: str) -> str:
    """A text as Python source, in the quotes that the formatter likes."""
    return repr(value) if '"' in value else f'"{value}"'


def _metric(key: str, spec: dict[str, Any], path: Path) -> Metric:
    parts = set(Metric.__slots__) - {"key"}
    reject_unknown_keys(spec, parts, path)
    missing = sorted(part for part in parts if not spec.get(part))
    if missing:
        raise ProjectError(
            what=f"The metric {key} lacks {', '.join(missing)}.",
            where=str(path),
            next_step="add them",
        )
    rules = [rule.value for rule in NullRule]
    if spec["null_rule"] not in rules:
        raise ProjectError(
            what=f"{spec['null_rule']!r} is no null rule; known: {', '.join(rules)}.",
            where=str(path),
            next_step=f"correct the metric {key}",
        )
    return Metric(
        key=key,
        **{part: spec[part] for part in parts - {"grain", "null_rule"}},
        grain=tuple(spec["grain"]),
        null_rule=NullRule(spec["null_rule"]),
    )


def _about(metric: Metric, project: Project) -> Iterator[str]:
    model = project.models.get(metric.model)
    if model is None:
        yield f"there is no model {metric.model}"
        return
    strangers = sorted(set(metric.grain) - {column.name for column in model.columns})
    if strangers:
        yield f"its grain names no columns of {model.name}: {', '.join(strangers)}"
        return
    query = parse(metric.sql(), model.path)
    yield from portability_complaints(query)
    yield from column_complaints(query, schema_of(project.relation_columns()))
    for quotient in query.find_all(exp.Div):
        if not isinstance(quotient.expression, exp.Nullif | exp.Literal):
            yield f"{quotient.sql()} may divide by 0: use nullif(…, 0)"
