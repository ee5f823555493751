"""One table of the lake and the one way rows get into it.

A commit holds the table's lock, looks at the table afresh, brings table and rows to one
exact schema (delta-rs never sees a type it would have to cast), writes once, and syncs
what it wrote.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError

from target_parquet_lake.append import append
from target_parquet_lake.bulk_files import apart
from target_parquet_lake.casts import InexactError, conform, unite_structs
from target_parquet_lake.commits import check_last_commit, sync_commits
from target_parquet_lake.delta import COMPRESSION, open_table, persist, writing
from target_parquet_lake.evolve import Policy, check_policy, evolve, table_struct
from target_parquet_lake.handle import Handle
from target_parquet_lake.layout import (
    check_keys,
    create_table,
    highest_sequence,
    partition_names,
    properties,
    stored_names,
    table_keys,
)
from target_parquet_lake.merge import Written, merger, update_newer
from target_parquet_lake.names import Identifiers
from target_parquet_lake.partitions import check_partitions, check_same
from target_parquet_lake.pinned import KEYS, LOAD_METHOD
from target_parquet_lake.types import Struct, as_written, styled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pyarrow as pa
    from deltalake.table import TableMerger

    from target_parquet_lake.lake import Lake
    from target_parquet_lake.names import TableName

APPEND_ONLY = "append-only"
OVERWRITE = "overwrite"
UPSERT = "upsert"


class Table:
    """A raw table, written by upsert, append or overwrite.

    Args:
        lake: The lake.
        name: The table.
        stream: The stream's own name, noted in the table.
        keys: Key columns by the source's names; empty for a stream without a key.
        method: `upsert`, `append-only` or `overwrite`.
        policy: Whether a column's type may change.
        partitions: Columns whose values part the table, by the source's names.
        identifiers: How new columns are named.
        sync: Whether commits are forced to the disk.
        sleep: Waits between attempts when another writer was faster [s].
    """

    def __init__(  # noqa: PLR0913 - a declaration; all but two by name.
        self,
        lake: Lake,
        name: TableName,
        *,
        stream: str,
        keys: tuple[str, ...],
        method: str,
        policy: Policy,
        partitions: tuple[str, ...] = (),
        identifiers: Identifiers = Identifiers.SOURCE,
        sync: bool,
        sleep: Callable[[float], None],
    ) -> None:
        self.lake = lake
        self.name = name
        self.path: Path = lake.path(name)
        self.stream = stream
        self.keys = keys
        self.method = method
        self.policy = policy
        self.partitions = partitions
        self.identifiers = identifiers
        self._sync = sync
        self._sleep = sleep
        self._alone = False
        self._handle = Handle(self.path)

    def check(self, kind: Struct) -> int:
        """Check that an existing table is whole and can take a stream.

        Args:
            kind: The stream's row type.

        Returns:
            The highest `_sdc_sequence` in the table, or 0.

        Raises:
            DataError: If the table has other keys, or types that may not change.
            StorageError: If the table is damaged.
        """
        check_partitions(self.partitions, kind, where=f"stream {self.stream}")
        if check_last_commit(self.path) is None:
            return 0
        table = open_table(self.path)
        if self.method != OVERWRITE:
            self._check_keys(table)
            parted = partition_names(table)
            check_same(self.partitions, parted, where=f"stream {self.stream}")
            have = table_struct(table)
            final = unite_structs(have, kind)
            check_policy(have, final, self.policy, where=str(self.name))
        return highest_sequence(table)

    def kind(self) -> Struct | None:
        """The table's row type; None before it is made, or where it is replaced."""
        if self.method == OVERWRITE or check_last_commit(self.path) is None:
            return None
        return table_struct(open_table(self.path))

    def commit(self, rows: pa.Table, kind: Struct, note: Mapping[str, Any]) -> Written:
        """Write a batch in one commit, trying again when another writer was faster.

        Args:
            rows: Rows in columns by the source's names, one row a key.
            kind: Their types.
            note: What the commit's metadata says: run_id, stream, rows, ...

        Returns:
            What was written. It is on the disk when this returns.

        Raises:
            DataError: If the table's types would have to change and must not.
            StorageError: If the disk or delta-rs refuses.
        """
        return self.locked(lambda: self._write(rows, kind, note))

    def replace(
        self,
        rows: Callable[[Struct], pa.RecordBatchReader],
        kind: Struct,
        note: Mapping[str, Any],
    ) -> Written:
        """Replace all rows, and the schema, in one commit.

        Args:
            rows: Gives the rows in a type, afresh for each attempt.
            kind: Their type, with stored names.
            note: What the commit's metadata says.

        Returns:
            What was written.

        Raises:
            StorageError: If the disk or delta-rs refuses.
        """

        def attempt() -> Written:
            table = self._opened(kind)
            write_deltalake(
                table,
                rows(kind),
                mode="overwrite",
                partition_by=stored_names(kind, self.partitions) or None,
                schema_mode="overwrite",
                writer_properties=COMPRESSION,
                # Delta lets a replacement pass what others append meanwhile: a second
                # one would leave the rows of both.
                commit_properties=CommitProperties(
                    custom_metadata=dict(note), max_commit_retries=0
                ),
            )
            if table_keys(table) != self.keys:
                table.alter.set_table_properties(
                    {KEYS: json.dumps(self.keys)}, raise_if_not_exists=False
                )
            return Written(table.version(), table.count(), 0)

        return self.locked(attempt)

    def locked(self, attempt: Callable[[], Written]) -> Written:
        """Make one commit, alone on this machine, and sync it.

        Args:
            attempt: Makes it; called again when another writer was faster.

        Returns:
            What was written. It is on the disk when this returns.

        Raises:
            StorageError: If the disk or delta-rs refuses.
        """
        with writing(self.path), self.lake.lock(self.name) as held:
            self._alone = bool(held)
            before = check_last_commit(self.path)
            written = persist(attempt, self._sleep, self.name)
            if self._sync:
                first = 0 if before is None else before + 1
                sync_commits(self.path, first, written.version)
            return written

    def _write(self, rows: pa.Table, kind: Struct, note: Mapping[str, Any]) -> Written:
        table, final, data = self.prepared(rows, kind)
        merged = self.method == UPSERT and bool(self.keys)
        if merged and self._meets(table, data, final):
            inserted, updated = self._merge(table, data, final, note)
        else:
            append(self.path, table, data, note, exclusive=merged)
            inserted, updated = data.num_rows, 0
        self._handle.keep(table)
        return Written(table.version(), inserted, updated)

    def prepared(
        self, rows: pa.Table, kind: Struct
    ) -> tuple[DeltaTable, Struct, pa.Table]:
        """A fresh look at the table, made fit for some rows.

        Returns:
            The table, its row type, and the rows in that type.

        Raises:
            DataError: If the table's types would have to change and must not.
        """
        table = self._opened(kind)
        come = styled(kind, table_struct(table), self.identifiers)
        return table, *self._fitted(table, rows, kind, come)

    def looked_at(self) -> tuple[DeltaTable, Struct]:
        """A fresh look at a table that is there, and its row type."""
        table = open_table(self.path)
        return table, table_struct(table)

    def _check_keys(self, table: DeltaTable) -> None:
        where = f"stream {self.stream}, table {self.name}"
        check_keys(table, self.keys, where=where)

    def _meets(self, table: DeltaTable, data: pa.Table, final: Struct) -> bool:
        """Whether the table may hold a key of these rows when the commit lands.

        Delta lets an append pass whatever others append meanwhile: only a writer that
        is alone may rely on what it saw.
        """
        if not self._alone:
            return True
        names = stored_names(final, self.keys)
        return not apart(self.path, table, data, names)

    def _fitted(
        self, table: DeltaTable, rows: pa.Table, kind: Struct, come: Struct
    ) -> tuple[Struct, pa.Table]:
        """The table's type, and the rows in it."""
        final = evolve(self.path, table, come, self.policy, where=str(self.name))
        try:
            return final, conform(rows, kind, final)
        except InexactError as error:
            come = as_written(come, str(error.args[0]))
            return self._fitted(table, rows, kind, come)

    def _merge(
        self,
        table: DeltaTable,
        data: pa.Table,
        final: Struct,
        note: Mapping[str, Any],
    ) -> tuple[int, int]:
        stored = final.by_name()
        found = merger(table, data, [stored[key].stored for key in self.keys], note)
        done = self._matched(found, final).when_not_matched_insert_all().execute()
        return done["num_target_rows_inserted"], done["num_target_rows_updated"]

    def _matched(self, found: TableMerger, kind: Struct) -> TableMerger:
        """What a row becomes whose key is there already."""
        return update_newer(found, kind)

    def _opened(self, kind: Struct) -> DeltaTable:
        """A fresh look at the table, which is made when it is not there."""
        table = self._handle.opened()
        if table is not None:
            if self.method != OVERWRITE:
                self._check_keys(table)
            marked = table.metadata().configuration.get(LOAD_METHOD)
            if self.method == APPEND_ONLY and marked != APPEND_ONLY:
                # Never back: an append-only table may hold a key twice, its view must
                # know.
                table.alter.set_table_properties(
                    {LOAD_METHOD: APPEND_ONLY}, raise_if_not_exists=False
                )
            return table
        try:
            come = styled(kind, Struct(()), self.identifiers)
            known = properties(self.stream, self.keys, self.method)
            return create_table(self.path, come, known, self.keys, self.partitions)
        except DeltaError:
            if check_last_commit(self.path) is None:
                raise
            return self._opened(kind)  # Another writer has made it meanwhile.
