"""The gate: contracts and checks over a candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv_transforms import contract
from wv_transforms.finding import Finding
from wv_transforms.graph import parse, relations
from wv_transforms.settings import RELATION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from wv_transforms.check import Check
    from wv_transforms.engines.protocol import Engine
    from wv_transforms.project import Project


def results(
    engine: Engine,
    project: Project,
    made: Collection[str],
    tables: Collection[str],
) -> list[Finding]:
    """Hold a candidate against its contracts and checks.

    Args:
        engine: The engine that knows the candidate's tables.
        project: Contracts and checks.
        made: Every model that the engine knows; checks that read others are left out.
        tables: Tables whose contract is to be checked.

    Returns:
        One finding for each rule, with the number of rows that break it.
    """
    found = [
        finding
        for name in tables
        for finding in contract.results(engine, project.models[name])
    ]
    return found + list(_checked(engine, project.checks, {*made, RELATION}))


def _checked(
    engine: Engine, checks: Collection[Check], known: Collection[str]
) -> Iterator[Finding]:
    for check in checks:
        if not relations(parse(check.sql, check.path)) <= set(known):
            continue
        rows = f"SELECT count(*) FROM ({check.sql}\n) AS wrong"  # noqa: S608 - the project's own text, linted.
        ((count,),) = engine.rows(rows)
        yield Finding(check.name, check.model, count, check.severity, check.next_step)
