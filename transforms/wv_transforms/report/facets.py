"""Facets of OpenLineage events, as plain objects.

https://openlineage.io/docs/spec/facets/
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wv_transforms.finding import Severity
from wv_transforms.lineage import columns_of_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from target_parquet_lake.pinned import PinnedTable
    from wv_transforms.columns import Column
    from wv_transforms.finding import Finding
    from wv_transforms.project import Model, Project

VERSION = version("weathervane-transforms")
PRODUCER = f"urn:weathervane:transforms:{VERSION}"
SPEC = "https://openlineage.io/spec"

Facet = dict[str, Any]

_URLS = {
    "ColumnLineageDatasetFacet": "1-2-0",
    "DataQualityAssertionsDatasetFacet": "1-1-0",
    "DatasetTypeDatasetFacet": "1-0-1",
    "DatasetVersionDatasetFacet": "1-0-1",
    "DocumentationDatasetFacet": "1-1-0",
    "ErrorMessageRunFacet": "1-0-1",
    "JobTypeJobFacet": "2-0-4",
    "OutputStatisticsOutputDatasetFacet": "1-0-2",
    "OwnershipDatasetFacet": "1-0-1",
    "ParentRunFacet": "1-2-0",
    "ProcessingEngineRunFacet": "1-1-1",
    "SQLJobFacet": "1-1-0",
    "SchemaDatasetFacet": "1-2-0",
    "SymlinksDatasetFacet": "1-0-1",
}
"""The version of each facet's schema."""


def facet(kind: str, /, **content: object) -> Facet:
    """A facet with the marks that every facet bears."""
    url = f"{SPEC}/facets/{_URLS[kind]}/{kind}.json#/$defs/{kind}"
    return {"_producer": PRODUCER, "_schemaURL": url, **content}


def schema(columns: Iterable[Column]) -> Facet:
    """The columns of a table, with what they say; the unit stands at the end."""
    fields = [
        {
            "name": column.name,
            "type": column.type.value,
            "description": column.description
            + (f" [{column.unit}]" if column.unit else ""),
            "ordinal_position": position,
        }
        for position, column in enumerate(columns, 1)
    ]
    return facet("SchemaDatasetFacet", fields=fields)


def table_version(table: PinnedTable) -> Facet:
    """The version of a table."""
    return facet("DatasetVersionDatasetFacet", datasetVersion=str(table.version))


def place(path: Path) -> Facet:
    """Where a table's folder lies, by the naming of the standard."""
    scheme, bucket, key = urlsplit(str(path))[:3]
    namespace, name = (
        (f"{scheme}://{bucket}", key.lstrip("/")) if bucket else ("file", str(path))
    )
    where = {"namespace": namespace, "name": name, "type": "TABLE"}
    return facet("SymlinksDatasetFacet", identifiers=[where])


def described(model: Model) -> dict[str, Facet]:
    """What a model is, who answers for it, and its columns."""
    kind = "TABLE" if model.is_table else "VIEW"
    owner = {"name": f"team:{model.owner}", "type": "OWNER"}
    return {
        "schema": schema(model.columns),
        "datasetType": facet("DatasetTypeDatasetFacet", datasetType=kind),
        "documentation": facet(
            "DocumentationDatasetFacet", description=model.description
        ),
        "ownership": facet("OwnershipDatasetFacet", owners=[owner]),
    }


def column_lineage(project: Project, model: Model, namespace: str) -> Facet:
    """Each column of a model with the columns that it is made of."""
    made_of = columns_of_columns(project, model.name)
    return facet(
        "ColumnLineageDatasetFacet",
        fields={
            column: {"inputFields": [_field(o, project, namespace) for o in origins]}
            for column, origins in made_of.items()
        },
    )


def _field(origin: str, project: Project, namespace: str) -> dict[str, str]:
    relation, _, column = origin.rpartition(".")
    name = dataset_name(project, relation)
    return {"namespace": namespace, "name": name, "field": column}


def dataset_name(project: Project, relation: str) -> str:
    """The name of a table: its layer and its own, e.g. `weather.weather_daily`."""
    model = project.models.get(relation)
    return relation if model is None else f"{model.layer}.{relation}"


def assertions(results: Sequence[Finding]) -> Facet:
    """What the rules of a table have found; `actual` are the rows that break them."""
    told = [
        {
            "assertion": result.rule.rpartition(".")[2] or result.rule,
            "name": result.rule,
            "success": result.holds,
            "severity": "warn" if result.severity is Severity.V1 else "error",
            "expected": "0",
            "actual": str(result.count),
            "params": {"severity": result.severity.value},
        }
        | ({"column": result.column} if result.column else {})
        for result in results
    ]
    return facet("DataQualityAssertionsDatasetFacet", assertions=told)
