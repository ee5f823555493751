"""What is made of what: models as a Mermaid diagram, columns as a table.

Both are read off the SQL, so they cannot be out of date.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlglot import exp
from sqlglot.lineage import lineage
from sqlglot.optimizer.scope import build_scope

from wv_transforms.graph import DIALECT, graph_of, parse
from wv_transforms.portability import resolve, schema_of
from wv_transforms.settings import RELATION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlglot.lineage import Node

    from wv_transforms.project import Project


def diagram(project: Project) -> str:
    """The models and what they read, one box a layer, as a Mermaid flowchart.

    Raises:
        ProjectError: If a model reads what does not exist.
    """
    graph = graph_of(project)
    layers = dict.fromkeys(project.models[name].layer for name in graph.order)
    lines = ["flowchart LR", "  subgraph raw"]
    lines += [f"    {_box(name)}" for name in sorted(project.sources)]
    lines += ["  end"]
    for layer in layers:
        members = [name for name in graph.order if project.models[name].layer == layer]
        lines += [
            f"  subgraph {layer}",
            *(f"    {_box(name)}" for name in members),
            "  end",
        ]
    for name in graph.order:
        inputs = sorted(graph.inputs[name] - {RELATION})
        lines += [f"  {_id(read)} --> {_id(name)}" for read in inputs]
    return "\n".join(lines)


def column_lineage(project: Project, name: str) -> str:
    """The columns of a model and what they are made of, as a Mermaid flowchart."""
    lines = ["flowchart LR"]
    for column, origins in columns_of_columns(project, name).items():
        target = f"{name}.{column}"
        lines.append(f"  {_box(target)}")
        lines += [f"  {_box(origin)} --> {_id(target)}" for origin in origins]
    return "\n".join(lines)


@lru_cache(maxsize=1024)
def columns_of_columns(project: Project, name: str) -> dict[str, list[str]]:
    """Each column of a model with the columns of its inputs it is computed from."""
    model = project.models[name]
    query = resolve(parse(model.sql, model.path), schema_of(project.relation_columns()))
    nodes = lineage(
        None,
        query,
        schema={},
        dialect=DIALECT,
        scope=build_scope(query),
        trim_selects=False,
    )
    return {name: sorted(set(_origins(node))) for name, node in nodes.items()}


def _origins(node: Node) -> Iterator[str]:
    for leaf in node.walk():
        if not leaf.downstream and isinstance(leaf.expression, exp.Table):
            table = leaf.expression
            space = "" if table.db == "main" else f"{table.db}."
            yield f"{space}{table.name}.{exp.to_column(leaf.name).name}"


def _id(name: str) -> str:
    return name.replace(".", "__")


def _box(name: str) -> str:
    return f'{_id(name)}["{name}"]'
