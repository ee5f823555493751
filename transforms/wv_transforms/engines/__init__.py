"""Engines that run the models."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from wv_transforms.engines.duckdb_engine import DuckDB
from wv_transforms.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from target_parquet_lake.lake import Lake
    from wv_transforms.engines.protocol import Engine

ENGINES = ("duckdb",)


def check_engine(name: str) -> None:
    """Refuse an engine that is none.

    Raises:
        ProjectError: With the known ones.
    """
    if name not in ENGINES:
        raise ProjectError(
            what=f"unknown engine {name!r}; known: {', '.join(ENGINES)}.",
            where="engine",
            next_step="correct it",
        )


@contextmanager
def opened(name: str, lake: Lake, run_id: str) -> Iterator[Engine]:
    """Open an engine for one run.

    Args:
        name: `duckdb`.
        lake: All that it may read.
        run_id: Names the folder into which it spills.

    Raises:
        ProjectError: If there is no such engine.
    """
    check_engine(name)
    with DuckDB.opened(lake, run_id) as engine:
        yield engine
