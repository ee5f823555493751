"""Spark, for what does not fit into one machine; in local mode also for tests.

Computes in parallel and writes Parquet into the lake's scratch folder, which on a
cluster lies on storage that all its machines share; from there this process streams the
rows into the lake, in one commit as ever.
"""

from __future__ import annotations

import os
import shutil
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from target_parquet_lake.duckdb_types import duckdb_types
from target_parquet_lake.pinned import LOAD_METHOD
from target_parquet_lake.views import newest_by_key, without_deleted
from wv_transforms.engines.java import check_java
from wv_transforms.errors import ProjectError
from wv_transforms.spark_sql import declared, spark_types, translated, view_name

try:
    import pyspark
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession
except ModuleNotFoundError as error:
    raise ProjectError(
        what="Spark is not installed.",
        where="engine spark",
        next_step="pip install 'weathervane-transforms[spark]', or build with duckdb",
    ) from error

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa
    from pyspark.sql import DataFrame

    from target_parquet_lake.lake import Lake
    from target_parquet_lake.pinned import PinnedTable
    from wv_transforms.columns import Column

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
"""What equal tables depend on, and silence. All else is the cluster's own."""

_LOCAL = {
    # 200, the default, is for clusters: it makes as many files of a thousand rows.
    "spark.sql.shuffle.partitions": "4",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


class Spark:
    """Spark during one run (see `Engine`).

    Args:
        session: The session in which everything is shown.
        lake: What it reads.
        scratch: Where it writes what this process then reads.
    """

    name = "spark"
    version = str(pyspark.__version__)
    errors: tuple[type[Exception], ...] = (PySparkException, Py4JError)

    def __init__(self, session: SparkSession, lake: Lake, scratch: Path) -> None:
        self.session = session
        self.lake = lake
        self.scratch = scratch

    @classmethod
    @contextmanager
    def opened(cls, lake: Lake, run_id: str, master: str) -> Iterator[Self]:
        """An engine of its own for a run; Spark is stopped at its end.

        Raises:
            ProjectError: If Java is not there, or the lake is in an object store.
        """
        check_java()
        _check_place(lake)
        scratch = lake.control("scratch", run_id)
        session = _session(master, scratch)
        try:
            yield cls(session, lake, scratch)
        finally:
            session.stop()
            shutil.rmtree(scratch, ignore_errors=True)

    def show(self, relation: str, sql: str) -> None:
        """Name a SELECT."""
        rows = self.session.sql(translated(sql))
        rows.createOrReplaceTempView(view_name(relation))

    def show_table(
        self,
        relation: str,
        table: PinnedTable,
        columns: Sequence[Column],
        where: str = "",
    ) -> None:
        """Show a version of a table, its columns as declared."""
        every = view_name(f"pinned.{table.name}")
        self._every_row(table).createOrReplaceTempView(every)
        read = f"SELECT * FROM {every}"  # noqa: S608 - a name of our own.
        names = table.schema.names
        if table.properties.get(LOAD_METHOD) == "append-only":
            read = newest_by_key(read, table.keys, names)
        read = f"SELECT * FROM ({without_deleted(read, names)}) AS pinned"  # noqa: S608 - as above.
        kept = translated(f"{read} WHERE {where}" if where else read)
        rows = self.session.sql(f"SELECT {declared(columns, names)} FROM ({kept})")  # noqa: S608 - as above.
        rows.createOrReplaceTempView(view_name(relation))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a SELECT."""
        return [tuple(row) for row in self.session.sql(translated(sql)).collect()]

    @contextmanager
    def stream(self, sql: str) -> Iterator[pa.RecordBatchReader]:
        """The rows of a SELECT, from the files that Spark made of them."""
        from pyarrow import dataset  # noqa: PLC0415 - brings pandas along, if there is one.

        folder = self.scratch / uuid.uuid4().hex
        self.session.sql(translated(sql)).write.parquet(str(folder))
        try:
            yield dataset.dataset(folder, format="parquet").scanner().to_reader()
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _every_row(self, table: PinnedTable) -> DataFrame:
        types = spark_types(duckdb_types(table.schema))
        if not table.files:
            nulls = ", ".join(f"CAST(NULL AS {t}) AS {n}" for n, t in types.items())
            return self.session.sql(f"SELECT {nulls} WHERE false")
        columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
        # The values of partitions are in the names of folders, from there on.
        root = str(self.lake.path(table.name))
        reader = self.session.read.option("basePath", root).schema(columns)
        return reader.parquet(*table.files)


def _check_place(lake: Lake) -> None:
    if "://" in str(lake.root):
        raise ProjectError(
            what="Spark builds need a file system that all its machines share.",
            where=str(lake.root),
            next_step="mount one, or build with duckdb, which reads object stores",
        )


def _session(master: str, scratch: Path) -> SparkSession:
    settings = {**_SETTINGS, "spark.sql.warehouse.dir": str(scratch / "warehouse")}
    if master.startswith("local"):
        settings |= _LOCAL
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master(master).appName("weathervane")
    return builder.config(map=settings).getOrCreate()
