"""What a table is made of, as one hash: equal hash, equal table, nothing to do."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from wv_transforms.graph import DIALECT, parse
from wv_transforms.settings import RELATION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wv_transforms.graph import Graph
    from wv_transforms.project import Model, Project
    from wv_transforms.settings import Setting

RECIPE = 1
"""Raised when the runner itself makes other tables of the same text and inputs."""


def fingerprints(
    project: Project,
    graph: Graph,
    versions: Mapping[str, int],
    settings: Iterable[Setting],
) -> dict[str, str]:
    """Hash what each model is made of: its text, its settings, its inputs.

    Args:
        project: The models.
        graph: What they read.
        versions: The pinned version of each raw table, by relation; absent ones lack.
        settings: The settings of the run.

    Returns:
        The hash of each model.
    """
    values = {setting.name: setting.sql for setting in settings}
    made: dict[str, str] = {}
    for name in graph.order:
        model = project.models[name]
        inputs = {
            read: made.get(read, versions.get(read))
            for read in graph.inputs[name] - {RELATION}
        }
        used = {
            k: v
            for k, v in values.items()
            if RELATION in graph.inputs[name] and k in model.sql
        }
        made[name] = _digest(
            [RECIPE, _text(model), _columns(model, project, inputs), inputs, used]
        )
    return made


def _text(model: Model) -> str:
    """The model's meaning: comments and layout make no other table."""
    return parse(model.sql, model.path).sql(dialect=DIALECT, comments=False)


def _columns(
    model: Model, project: Project, inputs: Mapping[str, object]
) -> list[list[str]]:
    read = [
        column
        for name in sorted(inputs)
        if name in project.sources
        for column in project.sources[name].columns
    ]
    return [[column.name, column.type.value] for column in (*model.columns, *read)]


def _digest(parts: object) -> str:
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
