"""Partitions: a table's rows in folders by the values of some columns.

Asked for by `partition_by`, for tables of tens of millions of rows that are read by
these columns; smaller ones are read slower. The values are in the log and in the
folders' names, not in the files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from target_parquet_lake.errors import DataError, SettingsError
from target_parquet_lake.types import Kind, Scalar, Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

_KINDS = frozenset({Kind.TEXT, Kind.INT, Kind.DATE, Kind.BOOL})
_LOST = ("", "__HIVE_DEFAULT_PARTITION__")
"""Texts that Delta's readers, or those of folders, take for null."""


def check_partitions(names: Sequence[str], kind: Struct, *, where: str) -> None:
    """Check that rows can be parted by some columns.

    Raises:
        SettingsError: If a column is not there, or of a type that cannot part rows.
    """
    columns = kind.by_name()
    for name in names:
        known = columns[name].type if name in columns else None
        if not isinstance(known, Scalar) or known.kind not in _KINDS:
            raise SettingsError(
                what=f"Rows cannot be parted by {name!r}"
                + (f", which is {known}." if known else ", which is no column."),
                where=f"partition_by of {where}",
                next_step="name columns of text, integers, dates or booleans",
            )


def check_same(names: Sequence[str], have: Sequence[str], *, where: str) -> None:
    """Check that a table is parted as asked.

    Raises:
        SettingsError: If it is parted otherwise.
    """
    if names and [*names] != [*have]:
        raise SettingsError(
            what=f"The table is parted by {[*have]}, the setting says {[*names]}.",
            where=f"partition_by of {where}",
            next_step=(
                "leave the setting as the table is, load the stream whole by "
                "load_method overwrite, or move the old table away"
            ),
        )


def check_values(names: Sequence[str], record: Mapping[str, Any]) -> None:
    """Refuse a record whose partition would read back as another.

    Raises:
        DataError: If a partition column holds an empty text.
    """
    for name in names:
        if record.get(name) in _LOST:
            raise DataError(
                what="A partition column holds a text that Delta takes for null.",
                where=f"column {name}",
                next_step="send null, map the text to another, or part by others",
            )


def has_lost(names: Sequence[str], columns: Mapping[str, pa.Array]) -> bool:
    """Whether a partition column of some rows holds such a text."""
    lost = pa.array(_LOST)
    texts = [columns[n] for n in names if columns[n].type == pa.string()]
    return any(pc.any(pc.is_in(values, lost)).as_py() for values in texts)
