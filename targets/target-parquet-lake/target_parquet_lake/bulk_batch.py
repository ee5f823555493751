"""A batch that also takes rows that are Arrow already."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from typing_extensions import override

from target_parquet_lake.batch import Batch
from target_parquet_lake.casts import conform
from target_parquet_lake.tombstones import split
from target_parquet_lake.types import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from target_parquet_lake.types import Struct


class _Piece(NamedTuple):
    """Records in their order, and which of them are tombstones."""

    rows: pa.Table
    kind: Struct
    flags: pa.Array


class PiecedBatch(Batch):
    """Rows of one stream in pieces, in the order they came.

    Records that are added one by one make up the last piece; `rows` counts that piece
    only, `records` all of them.
    """

    _pieces: tuple[_Piece, ...] = ()

    def extend(self, rows: pa.Table, flags: pa.Array | None = None) -> None:
        """Add rows of the batch's own type, keys not null.

        Args:
            rows: The rows, in the Arrow schema of `kind`.
            flags: Which of them are tombstones; none when left out.
        """
        self._seal()
        if flags is None:
            flags = pa.repeat(pa.scalar(value=False, type=pa.bool_()), rows.num_rows)
        self._pieces = (*self._pieces, _Piece(rows, self.kind, flags))
        self.records += rows.num_rows

    @override
    def table(self) -> pa.Table:
        self._seal()
        pieces = [conform(p.rows, p.kind, self.kind) for p in self._pieces]
        if not pieces:
            return arrow_schema(self.kind).empty_table()
        table = pa.concat_tables(pieces)
        return last_of_each(table, self._keys) if self._keys else table

    def parts(self, keys: Sequence[str]) -> tuple[pa.Table, pa.Table]:
        """The rows; and the tombstones that count, the last of each key.

        Args:
            keys: The stream's key columns, merged or not.
        """
        self._seal()
        flags = pa.concat_arrays([p.flags for p in self._pieces] or [_NONE])
        if not flags.null_count and not pc.any(flags, min_count=0).as_py():
            return self.table(), arrow_schema(self.kind).empty_table()
        pieces = [conform(p.rows, p.kind, self.kind) for p in self._pieces]
        rows, graves = split(pa.concat_tables(pieces), flags, keys)
        return (last_of_each(rows, self._keys) if self._keys else rows), graves

    def _seal(self) -> None:
        if self.rows:
            flags = pa.array(self._flags, pa.bool_())
            piece = _Piece(super().table(), self.kind, flags)
            self._pieces = (*self._pieces, piece)
            self._values = {name: [] for name in self._values}
            self._rows, self._dead, self._flags = {}, {}, []
            self.rows = 0


_NONE = pa.nulls(0, pa.bool_())


def last_of_each(table: pa.Table, keys: Sequence[str]) -> pa.Table:
    """Keep the last row of each key."""
    if len(keys) == 1 and _rises(table.column(keys[0])):
        return table
    names = [f"k{i}" for i in range(len(keys))]
    numbered = pa.table(
        [*(table.column(key) for key in keys), pa.array(range(table.num_rows))],
        [*names, "row"],
    )
    last = numbered.group_by(names, use_threads=False).aggregate([("row", "max")])
    if last.num_rows == table.num_rows:
        return table
    rows = last.column("row_max").combine_chunks()
    return table.take(rows.take(pc.sort_indices(rows)))


def _rises(values: pa.ChunkedArray) -> bool:
    """Whether each value is above the one before, so that none is there twice."""
    return bool(pc.all(pc.greater(values[1:], values[:-1])).as_py())
