"""The gate over what is promoted already: does it still hold, by today's rules?"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from target_parquet_lake.lake import Lake
from target_parquet_lake.root import check_root
from wv_transforms.engines.duckdb_engine import DuckDB
from wv_transforms.gate import results
from wv_transforms.lint import lint
from wv_transforms.project import Project
from wv_transforms.promotion import last_promoted
from wv_transforms.settings import RELATION, select_settings

if TYPE_CHECKING:
    from os import PathLike

    from wv_transforms.finding import Finding


def check_promoted(
    lake_root: str | PathLike[str],
    tenant: str = "default",
    *,
    project: Project | None = None,
) -> list[Finding]:
    """Hold a tenant's promoted tables against their contracts and checks.

    Nothing is computed or written. Checks that read views are left out: a view is not
    promoted, and the raw tables may have moved on since.

    Args:
        lake_root: The lake: a folder, or its URI in an object store.
        tenant: Whose tables.
        project: Models and checks; the shipped ones when None.

    Returns:
        One finding for each rule, with the number of rows that break it.

    Raises:
        RunError: If the file that says what is promoted cannot be read.
        StorageError: If nothing is promoted, or the lake cannot be read.
    """
    project = project or Project.load()
    lint(project)
    lake = Lake(lake_root)
    check_root(lake.root)
    promoted = last_promoted(lake, tenant)
    tables = lake.pin(promoted.tables).tables
    with DuckDB.opened(lake, uuid.uuid4().hex) as engine:
        engine.show(RELATION, select_settings(project.settings))
        shown = [name for name in tables if name.name in project.models]
        for name in shown:
            columns = project.models[name.name].columns
            engine.show_table(name.name, tables[name], columns)
        names = [name.name for name in shown]
        return results(engine, project, names, names)
