"""The table of dead letters: one row a refused line, however often it comes.

It lies in a layer of its own, `<lake_root>/dead_letters/<tenant>__<source>/`. There no
stream's name can meet it, the raw layer stays what the taps sent, readers list it by
`Lake.tables("dead_letters")`, maintenance finds it like any table, and who may read it
can be set for the one folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from typing_extensions import override

from target_parquet_lake.evolve import Policy
from target_parquet_lake.names import TableName
from target_parquet_lake.table import UPSERT, Table
from target_parquet_lake.types import (
    INT,
    TEXT,
    TIMESTAMP,
    Column,
    Struct,
    arrow_schema,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from deltalake.table import TableMerger

    from target_parquet_lake.lake import Lake
    from target_parquet_lake.merge import Written

LAYER = "dead_letters"
KEY = "dead_letter_id"

KIND = Struct(
    (
        Column(KEY, TEXT),
        Column("first_failed_at", TIMESTAMP),
        Column("last_failed_at", TIMESTAMP),
        Column("occurrences", INT),
        Column("run_id", TEXT),
        Column("correlation_id", TEXT),
        Column("source", TEXT),
        Column("stream", TEXT),
        Column("line", INT),
        Column("ordinal", INT),
        Column("error_class", TEXT),
        Column("error_code", INT),
        Column("message", TEXT),
        Column("payload", TEXT),
        Column("payload_form", TEXT),
        Column("payload_bytes", INT),
        Column("schema_version", TEXT),
        Column("schema_message", TEXT),
        Column("replay_command", TEXT),
    )
)
"""The columns. `line` counts the run's input from 1, `ordinal` its stream's records."""

_KEPT = {KEY, "first_failed_at", "occurrences"}
_UPDATES = {
    **{c.name: f"s.{c.name}" for c in KIND.columns if c.name not in _KEPT},
    "occurrences": "t.occurrences + s.occurrences",
}


def letters_name(tenant: str, source: str) -> TableName:
    """The table that holds a source's dead letters."""
    return TableName(LAYER, tenant, source)


class LetterTable(Table):
    """The dead letters of one source of one tenant.

    A line that comes again keeps its first time and counts on, so that a rerun after a
    crash adds no row.

    Args:
        lake: The lake.
        name: The table, from `letters_name`.
        sync: Whether commits are forced to the disk.
        sleep: Waits between attempts when another writer was faster [s].
    """

    def __init__(
        self,
        lake: Lake,
        name: TableName,
        *,
        sync: bool,
        sleep: Callable[[float], None],
    ) -> None:
        super().__init__(
            lake,
            name,
            stream=LAYER,
            keys=(KEY,),
            method=UPSERT,
            policy=Policy.EVOLVE,
            sync=sync,
            sleep=sleep,
        )

    def put(
        self, letters: Sequence[Mapping[str, Any]], note: Mapping[str, Any]
    ) -> Written:
        """Write letters, each id once, in one commit.

        Raises:
            StorageError: If the disk or delta-rs refuses.
        """
        rows = pa.Table.from_pylist([*map(dict, letters)], schema=arrow_schema(KIND))
        return self.commit(rows, KIND, note)

    @override
    def _matched(self, found: TableMerger, kind: Struct) -> TableMerger:
        return found.when_matched_update(_UPDATES)
