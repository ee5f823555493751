"""Load method `overwrite`: gather a run's rows, then replace the table at once.

Until the end of the input the rows wait in Parquet files below `_control/spool/<run
id>/`, and no STATE passes. Readers see the old table, then the new one; a run that ends
early leaves the old one.
"""

from __future__ import annotations

import shutil
from functools import reduce
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from target_parquet_lake.casts import InexactError, conform, unite_structs
from target_parquet_lake.delta import writing
from target_parquet_lake.layout import first_columns
from target_parquet_lake.types import Struct, arrow_schema, as_written, named, styled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from target_parquet_lake.merge import Written
    from target_parquet_lake.table import Table

_ORDER = "_order"


class Replacement:
    """The rows that will replace a table.

    Args:
        table: The table.
        folder: Where the rows wait; it is removed at the end.
    """

    def __init__(self, table: Table, folder: Path) -> None:
        self._table = table
        self._folder = folder
        self._parts: list[tuple[Path, Struct]] = []
        self.records = 0

    @property
    def waiting(self) -> bool:
        """Whether rows wait."""
        return bool(self._parts)

    def add(self, rows: pa.Table, kind: Struct, records: int) -> None:
        """Put a batch aside.

        Args:
            rows: Rows in columns by the source's names, one row a key.
            kind: Their types.
            records: Records these rows came from.

        Raises:
            StorageError: If the disk does not take it.
        """
        path = self._folder / f"{len(self._parts):06}.parquet"
        with writing(path):
            self._folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(rows, path, compression="zstd")
        self._parts.append((path, kind))
        self.records += records

    def commit(self, note: Mapping[str, Any]) -> Written:
        """Replace the table by the rows that wait, in one commit.

        Args:
            note: What the commit's metadata says.

        Returns:
            What was written. It is on the disk when this returns.

        Raises:
            StorageError: If the disk or delta-rs refuses.
        """
        written = self._table.replace(self._rows_as, self._kind(), note)
        self.discard()
        return written

    def discard(self) -> None:
        """Remove the rows that wait."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._parts = []

    def _kind(self) -> Struct:
        """One type for all parts, in which every value is exact."""
        style, none = self._table.identifiers, Struct(())
        parts = (named(styled(part, none, style)) for _, part in self._parts)
        kind = reduce(unite_structs, parts)
        while True:
            try:
                for _ in self._conformed(kind):
                    pass
            except InexactError as error:
                kind = as_written(kind, str(error.args[0]))
            else:
                return first_columns(kind, self._table.keys)

    def _conformed(self, kind: Struct) -> Iterator[pa.Table]:
        for path, part in self._parts:
            yield conform(pq.read_table(path), part, kind)

    def _rows_as(self, kind: Struct) -> pa.RecordBatchReader:
        """The rows in arrival order, the last of each key."""
        keep = self._last_rows(kind)
        batches = self._batches(kind, keep)
        return pa.RecordBatchReader.from_batches(arrow_schema(kind), batches)

    def _batches(self, kind: Struct, keep: pa.Array | None) -> Iterator[pa.RecordBatch]:
        first = 0
        for rows in self._conformed(kind):
            order = pa.array(range(first, first + rows.num_rows))
            first += rows.num_rows
            chosen = rows if keep is None else rows.filter(pc.is_in(order, keep))
            yield from chosen.to_batches()

    def _last_rows(self, kind: Struct) -> pa.Array | None:
        """The numbers of the rows to keep, or None for all of a keyless stream."""
        if not self._table.keys:
            return None
        stored = kind.by_name()
        keys = [stored[key].stored for key in self._table.keys]
        parts = [rows.select(keys) for rows in self._conformed(kind)]
        rows = pa.concat_tables(parts)
        rows = rows.append_column(_ORDER, pa.array(range(rows.num_rows)))
        return rows.group_by(keys).aggregate([(_ORDER, "max")]).column(f"{_ORDER}_max")
