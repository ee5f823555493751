"""Reads an event into the classes of the official client, as strictly as they allow.

The classes are generated from the schemas of the standard. A key that a class lacks, a
type that differs, a part that is missing, or another schema URL is an error.
"""

from __future__ import annotations

import types
import typing
from enum import Enum
from typing import Any

import attr
from openlineage.client import event_v2, facet_v2

FACETS: dict[str, type] = {
    "columnLineage": facet_v2.column_lineage_dataset.ColumnLineageDatasetFacet,
    "dataQualityAssertions": (
        facet_v2.data_quality_assertions_dataset.DataQualityAssertionsDatasetFacet
    ),
    "datasetType": facet_v2.dataset_type_dataset.DatasetTypeDatasetFacet,
    "documentation": facet_v2.documentation_dataset.DocumentationDatasetFacet,
    "errorMessage": facet_v2.error_message_run.ErrorMessageRunFacet,
    "jobType": facet_v2.job_type_job.JobTypeJobFacet,
    "outputStatistics": (
        facet_v2.output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet
    ),
    "ownership": facet_v2.ownership_dataset.OwnershipDatasetFacet,
    "parent": facet_v2.parent_run.ParentRunFacet,
    "processing_engine": facet_v2.processing_engine_run.ProcessingEngineRunFacet,
    "schema": facet_v2.schema_dataset.SchemaDatasetFacet,
    "sql": facet_v2.sql_job.SQLJobFacet,
    "symlinks": facet_v2.symlinks_dataset.SymlinksDatasetFacet,
    "version": facet_v2.dataset_version_dataset.DatasetVersionDatasetFacet,
}


def check(event: dict[str, Any]) -> None:
    """Raise where an event is not one of the standard."""
    kind = event_v2.RunEvent if "run" in event else event_v2.JobEvent
    read(kind, event)


def read(kind: Any, value: Any) -> Any:
    """A value as the type says it is."""
    origin = typing.get_origin(kind)
    if origin in {types.UnionType, typing.Union}:
        return _one_of(typing.get_args(kind), value)
    if origin is list:
        assert isinstance(value, list), value
        return [read(typing.get_args(kind)[0], item) for item in value]
    if origin is dict:
        return {key: read(_named(kind, key), item) for key, item in value.items()}
    if attr.has(kind):
        return _record(kind, value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    assert kind is Any or type(value) is kind, f"{value!r} is no {kind}"
    return value


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    if value is None:
        assert types.NoneType in kinds
        return None
    (kind,) = (kind for kind in kinds if kind is not types.NoneType)
    return read(kind, value)


def _named(kind: Any, key: str) -> Any:
    """The class of a facet is told by its key; of other values by the type."""
    of = typing.get_args(kind)[1]
    return FACETS[key] if getattr(of, "__name__", "").endswith("Facet") else of


def _record(kind: Any, value: dict[str, Any]) -> Any:
    given = dict(value)
    for key in ("schemaURL", "_schemaURL"):
        if key in {field.name for field in attr.fields(kind)}:
            assert given.pop(key) == kind._get_schema()
    hints = typing.get_type_hints(kind)
    assert not set(given) - set(hints), f"{kind.__name__}: {set(given) - set(hints)}"
    parts = {key: read(hints[key], item) for key, item in given.items()}
    return kind(**{key.lstrip("_"): item for key, item in parts.items()})
