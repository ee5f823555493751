"""The gate: contracts and checks over a candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv_transforms import contract
from wv_transforms.finding import Finding
from wv_transforms.graph import parse, relations
from wv_transforms.settings import RELATION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import duckdb

    from wv_transforms.check import Check
    from wv_transforms.project import Project


def findings(
    con: duckdb.DuckDBPyConnection,
    project: Project,
    made: Collection[str],
    tables: Collection[str],
) -> list[Finding]:
    """Hold a candidate against its contracts and checks.

    Args:
        con: The engine that knows the candidate's tables.
        project: Contracts and checks.
        made: Every model that the engine knows; checks that read others are left out.
        tables: Tables whose contract is to be checked.

    Returns:
        What was found, the failing ones among them.
    """
    found = [
        finding
        for name in tables
        for finding in contract.findings(con, project.models[name])
    ]
    return found + list(_broken(con, project.checks, {*made, RELATION}))


def _broken(
    con: duckdb.DuckDBPyConnection, checks: Collection[Check], known: Collection[str]
) -> Iterator[Finding]:
    for check in checks:
        if not relations(parse(check.sql, check.path)) <= set(known):
            continue
        rows = f"SELECT count(*) FROM ({check.sql}\n)"  # noqa: S608 - the project's own text, linted.
        (count,) = con.execute(rows).fetchall()[0]
        if count:
            yield Finding(
                check.name, check.model, count, check.severity, check.next_step
            )
