"""DuckDB, the usual engine: no server, nothing to install, all cores of a machine."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

import duckdb

from wv_transforms.engine import connect, create_view, select_declared
from wv_transforms.sql import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from target_parquet_lake.lake import Lake
    from target_parquet_lake.pinned import PinnedTable
    from wv_transforms.columns import Column

_PINNED = "pinned"


class DuckDB:
    """DuckDB during one run (see `Engine`).

    Args:
        con: The connection in which everything is shown.
    """

    name = "duckdb"
    version = duckdb.__version__
    errors: tuple[type[Exception], ...] = (duckdb.Error,)

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con

    @classmethod
    @contextmanager
    def opened(cls, lake: Lake, run_id: str) -> Iterator[Self]:
        """An engine that reads the lake alone and spills into a folder of its own."""
        scratch = lake.spool("transforms", run_id)
        try:
            with connect(lake.root, scratch=scratch) as con:
                con.execute(f"CREATE SCHEMA {_PINNED}")
                yield cls(con)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def show(self, relation: str, sql: str) -> None:
        """Name a SELECT."""
        create_view(self.con, relation, sql)

    def show_table(
        self,
        relation: str,
        table: PinnedTable,
        columns: Sequence[Column],
        where: str = "",
    ) -> None:
        """Show a version of a table, its columns as declared."""
        pinned = f"{_PINNED}.{identifier(str(table.name))}"
        table.view(self.con, pinned)
        rows = select_declared(columns, table.schema.names, pinned)
        self.show(relation, f"{rows} WHERE {where}" if where else rows)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a SELECT."""
        return self.con.execute(sql).fetchall()

    @contextmanager
    def stream(self, sql: str) -> Iterator[pa.RecordBatchReader]:
        """The rows of a SELECT, as they are computed."""
        yield self.con.sql(sql).to_arrow_reader()
