"""Builds the same tables with DuckDB and with Spark, and says where they differ."""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from target_parquet_lake.lake import Lake
from target_parquet_lake.names import RAW, TableName
from wv_transforms.column_types import ColumnType
from wv_transforms.engine import connect
from wv_transforms.engines import ENGINES, LOCAL_SPARK
from wv_transforms.project import Project
from wv_transforms.runner import build
from wv_transforms.sql import identifier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime
    from os import PathLike

    from wv_transforms.columns import Column
    from wv_transforms.project import Model

TOLERANCE = 1e-9
"""Relative difference of doubles that counts as none: engines add up in any order."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One table of both engines.

    Attributes:
        model: The model.
        rows: Rows that DuckDB made.
        missing: Keys that only DuckDB made.
        extra: Keys that only Spark made.
        differing: By column, rows of the same key whose values differ.
    """

    model: str
    rows: int
    missing: int
    extra: int
    differing: dict[str, int]

    @property
    def is_equal(self) -> bool:
        """Whether the tables are equal."""
        return not (self.missing or self.extra or self.differing)

    def __str__(self) -> str:
        if self.is_equal:
            return f"{self.model}: {self.rows} rows, equal"
        wrong = ", ".join(f"{name} {count}" for name, count in self.differing.items())
        return (
            f"{self.model}: {self.rows} rows, {self.missing} missing and {self.extra} "
            f"too many in Spark; columns that differ: {wrong or 'none'}"
        )


def compare(  # noqa: PLR0913 - all but lake and tenant are by name, with defaults.
    lake_root: str | PathLike[str],
    tenant: str = "default",
    *,
    models: Collection[str] | None = None,
    as_of: datetime | None = None,
    spark_master: str = LOCAL_SPARK,
    project: Project | None = None,
) -> list[Comparison]:
    """Build a tenant's tables with both engines and compare them.

    Each builds in a copy of the lake's raw layer; the lake itself is only read.

    Args:
        lake_root: The lake, a folder.
        tenant: Whose tables.
        models: These and all they rest on; all when None.
        as_of: Use only what was known at this instant.
        spark_master: Where Spark runs.
        project: Models, settings and checks; the shipped ones when None.

    Raises:
        LakeError: If a build fails (see `build`).
    """
    project = project or Project.load()
    root = Path(lake_root)
    with TemporaryDirectory(dir=root.parent, prefix=".compare-") as folder:
        copies = {engine: Lake(Path(folder) / engine) for engine in ENGINES}
        for engine, copy in copies.items():
            copy.prepare()
            shutil.copytree(root / RAW, copy.root / RAW)
            result = build(
                copy.root,
                tenant,
                models=models,
                engine=engine,
                spark_master=spark_master,
                as_of=as_of,
                project=project,
            )
            logger.info("%s: %s", engine, result.summary().splitlines()[-1])
        made = [project.models[name] for name in result.versions]
        return [_compared(copies, tenant, model) for model in made]


def _compared(copies: dict[str, Lake], tenant: str, model: Model) -> Comparison:
    name = TableName(model.layer, tenant, model.name)
    with connect(copies[ENGINES[0]].root.parent) as con:
        for engine, lake in copies.items():
            lake.pin([name]).tables[name].view(con, engine)
        ((rows, missing, extra, *wrong),) = con.execute(_sql(model)).fetchall()
    names = [column.name for column in _values(model)]
    differing = {n: w for n, w in zip(names, wrong, strict=True) if w}
    return Comparison(model.name, rows, missing, extra, differing)


def _values(model: Model) -> Iterator[Column]:
    return (column for column in model.columns if column.name not in model.keys)


def _sql(model: Model) -> str:
    """Count both tables' rows, keys of one alone, and each column's differences."""
    keys = [identifier(key) for key in model.keys]
    both = " AND ".join(f"d.{key} = s.{key}" for key in keys)
    counts = [
        f"count(d.{keys[0]})",
        f"count(*) FILTER (WHERE s.{keys[0]} IS NULL)",
        f"count(*) FILTER (WHERE d.{keys[0]} IS NULL)",
        *(f"count(*) FILTER (WHERE {_differs(c)} AND {both})" for c in _values(model)),
    ]
    return f"SELECT {', '.join(counts)} FROM duckdb d FULL JOIN spark s ON {both}"  # noqa: S608 - names are quoted.


def _differs(column: Column) -> str:
    one, other = f"d.{identifier(column.name)}", f"s.{identifier(column.name)}"
    if column.type is not ColumnType.DOUBLE:
        return f"{one} IS DISTINCT FROM {other}"
    scale = f"greatest(1, abs({one}), abs({other}))"
    return (
        f"coalesce(abs({one} - {other}) > {TOLERANCE} * {scale}, "
        f"({one} IS NULL) <> ({other} IS NULL))"
    )
