"""Engines that run the models: DuckDB on this machine, Spark on one or many."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from wv_transforms.engines.duckdb_engine import DuckDB
from wv_transforms.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from target_parquet_lake.lake import Lake
    from wv_transforms.engines.protocol import Engine

ENGINES = ("duckdb", "spark")
LOCAL_SPARK = "local[*]"


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
def opened(
    name: str, lake: Lake, run_id: str, *, spark_master: str = LOCAL_SPARK
) -> Iterator[Engine]:
    """Open an engine for one run.

    Args:
        name: `duckdb` or `spark`.
        lake: All that it may read.
        run_id: Names the folder into which it spills.
        spark_master: Where Spark runs: `local[*]`, or a cluster's master URL.

    Raises:
        ProjectError: If there is no such engine, or Spark or its Java is not there.
    """
    check_engine(name)
    if name == "duckdb":
        with DuckDB.opened(lake, run_id) as engine:
            yield engine
        return
    # Here, as it brings Spark, which few have.
    from wv_transforms.engines.spark_engine import Spark  # noqa: PLC0415 - as above.

    with Spark.opened(lake, run_id, spark_master) as spark:
        yield spark
