"""Data contracts of the tables, in the Open Data Contract Standard 3.1.

They say what the models' `.yml` say, for those who read other tools than ours.
https://bitol-io.github.io/open-data-contract-standard/v3.1.0/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from typing_extensions import override

from wv_transforms.column_types import ColumnType
from wv_transforms.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from wv_transforms.check import Check
    from wv_transforms.columns import Column
    from wv_transforms.project import Model, Project

_LOGICAL: dict[ColumnType, str] = {
    ColumnType.STRING: "string",
    ColumnType.BIGINT: "integer",
    ColumnType.DOUBLE: "number",
    ColumnType.DECIMAL: "number",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.DATE: "date",
    ColumnType.TIMESTAMP: "timestamp",
    ColumnType.AMOUNTS: "array",
}


def contracts(project: Project) -> dict[str, str]:
    """The contract of every table that the lake keeps.

    Returns:
        YAML text by file name, e.g. `weather_daily.odcs.yaml`.
    """
    return {
        f"{model.name}.odcs.yaml": text(data_contract(model, project.checks))
        for model in project.models.values()
        if model.is_table
    }


def write_contracts(project: Project, folder: Path) -> int:
    """Write every contract into a folder, and remove what is no table any more.

    Returns:
        How many there are.
    """
    wanted = contracts(project)
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.odcs.yaml"):
        if path.name not in wanted:
            path.unlink()
    for name, content in wanted.items():
        (folder / name).write_text(content, encoding="utf-8")
    return len(wanted)


def data_contract(model: Model, checks: Iterable[Check] = ()) -> dict[str, Any]:
    """A model's contract.

    Units are the custom property `unit`; the rules of keys, nulls and values and the
    checks are quality rules that must find no row.

    Args:
        model: The model.
        checks: All checks; those of the model are taken.
    """
    own = [check for check in checks if check.model == model.name]
    return {
        "kind": "DataContract",
        "apiVersion": "v3.1.0",
        "id": f"urn:weathervane:contract:{model.name}",
        "name": model.name,
        "version": model.version,
        "status": "active",
        "domain": model.layer,
        "dataProduct": "weathervane",
        "description": {"purpose": model.description},
        "team": {"name": model.owner},
        "servers": [_server(model)],
        "schema": [_table(model, own)],
    }


def text(contract: dict[str, Any]) -> str:
    """A contract as YAML; what has several lines stays readable."""
    return yaml.dump(
        contract, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )


def _server(model: Model) -> dict[str, Any]:
    return {
        "server": "lake",
        "type": "local",
        "path": f"storage/lake/{model.layer}/{{tenant}}__{model.name}",
        "format": "delta",
    }


def _table(model: Model, checks: Iterable[Check]) -> dict[str, Any]:
    source = f"transforms/models/{model.layer}/{model.name}.sql"
    return {
        "name": model.name,
        "physicalType": "table",
        "logicalType": "object",
        "description": model.description,
        "dataGranularityDescription": model.grain,
        "authoritativeDefinitions": [
            {"url": source, "type": "transformationImplementation"}
        ],
        "properties": [_property(column, model) for column in model.columns],
        "quality": [
            _rule("duplicateValues", "uniqueness", properties=list(model.keys)),
            *map(_sql_rule, checks),
        ],
    }


def _property(column: Column, model: Model) -> dict[str, Any]:
    is_key = column.name in model.keys
    entry: dict[str, Any] = {
        "name": column.name,
        "logicalType": _LOGICAL[column.type],
        "physicalType": column.type.value,
        "description": column.description,
        "required": column.required or is_key,
    }
    if is_key:
        position = model.keys.index(column.name) + 1
        entry |= {"primaryKey": True, "primaryKeyPosition": position}
    entry |= {"logicalTypeOptions": _options(column), "quality": [*_rules(column)]}
    if column.unit:
        entry["customProperties"] = [{"property": "unit", "value": column.unit}]
    return {name: value for name, value in entry.items() if value not in ({}, [])}


def _options(column: Column) -> dict[str, Any]:
    if column.type is ColumnType.TIMESTAMP:
        return {"timezone": True, "defaultTimezone": "Etc/UTC"}
    bounds = {
        "minimum": column.minimum,
        "maximum": column.maximum,
        "pattern": None if column.pattern is None else f"^(?:{column.pattern})$",
    }
    return {name: value for name, value in bounds.items() if value is not None}


def _rules(column: Column) -> Iterator[dict[str, Any]]:
    if column.values:
        allowed = list(column.values)
        yield _rule("invalidValues", "conformity", validValues=allowed)


def _rule(metric: str, dimension: str, **arguments: list[str]) -> dict[str, Any]:
    return {
        "type": "library",
        "metric": metric,
        "arguments": arguments,
        "mustBe": 0,
        "unit": "rows",
        "dimension": dimension,
        "severity": Severity.V3.value,
    }


def _sql_rule(check: Check) -> dict[str, Any]:
    lines = [line for line in check.sql.splitlines() if not line.startswith("--")]
    wrong = "\n".join(lines).strip()
    return {
        "name": check.name,
        "description": check.refuses,
        "type": "sql",
        "query": f"select count(*) from (\n{wrong}\n) as wrong",  # noqa: S608 - the project's own text, for readers.
        "mustBe": 0,
        "unit": "rows",
        "severity": check.severity.value,
        "customProperties": [{"property": "nextStep", "value": check.next_step}],
    }


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and nothing by reference."""

    @override
    def ignore_aliases(self, data: Any) -> bool:
        return True

    @override
    def represent_str(self, data: str) -> yaml.ScalarNode:
        style = "|" if "\n" in data else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Dumper.add_representer(str, _Dumper.represent_str)
