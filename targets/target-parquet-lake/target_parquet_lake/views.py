"""SQL text that lets DuckDB read one pinned version of a table.

Globbing a table's folder is wrong: it also finds files of older versions. The views
name the files of one version. Files written before a column was added lack it, so the
files are united by name with an empty row set that bears the table's types.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEQUENCE = "_sdc_sequence"
DELETED = "_sdc_deleted_at"


def identifier(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Quote a text for SQL."""
    return "'" + text.replace("'", "''") + "'"


def file_list(files: Sequence[str]) -> str:
    """A DuckDB list of file names in which glob characters stand for themselves."""
    names = (re.sub(r"([*?\[])", r"[\1]", name) for name in files)
    return "[" + ", ".join(literal(name) for name in names) + "]"


def select_files(
    types: Mapping[str, str], files: Sequence[str], partitions: Sequence[str] = ()
) -> str:
    """Select the rows of a list of Parquet files with a table's columns and types.

    Args:
        types: DuckDB type of each column, in the table's order.
        files: Parquet files; none is allowed.
        partitions: Columns whose values are in the folders' names.

    Returns:
        A SELECT statement.
    """
    nulls = ", ".join(
        f"NULL::{kind} AS {identifier(name)}" for name, kind in types.items()
    )
    empty = f"SELECT {nulls} WHERE false"
    if not files:
        return empty
    listed = f"{file_list(files)}, union_by_name = true"
    if not partitions:
        # Not even where the lake lies in a folder called `a=b`.
        listed += ", hive_partitioning = false"
        rows = f"SELECT * FROM read_parquet({listed})"  # noqa: S608 - quoted
        return f"{empty} UNION ALL BY NAME {rows}"
    kinds = ", ".join(f"{literal(name)}: {types[name]}" for name in partitions)
    listed += f", hive_partitioning = true, hive_types = {{{kinds}}}"
    rows = f"SELECT * FROM read_parquet({listed})"  # noqa: S608 - quoted
    names = ", ".join(map(identifier, types))
    return f"SELECT {names} FROM ({empty} UNION ALL BY NAME {rows})"  # noqa: S608 - quoted


def newest_by_key(select: str, keys: Sequence[str], columns: Sequence[str]) -> str:
    """Keep the newest row of each key, by `_sdc_sequence`, of an append-only table.

    Args:
        select: A SELECT statement.
        keys: Key columns.
        columns: All columns of the table.

    Returns:
        The statement itself when there is no key or no sequence to order by.
    """
    if not keys or SEQUENCE not in columns:
        return select
    partition = ", ".join(identifier(key) for key in keys)
    newest = (
        f"row_number() OVER (PARTITION BY {partition} ORDER BY {SEQUENCE} DESC) = 1"
    )
    return f"SELECT * FROM ({select}) QUALIFY {newest}"  # noqa: S608 - quoted


def without_deleted(select: str, columns: Sequence[str]) -> str:
    """Leave out rows that the source has deleted (`_sdc_deleted_at` is set)."""
    if DELETED not in columns:
        return select
    return f"SELECT * FROM ({select}) WHERE {DELETED} IS NULL"  # noqa: S608 - quoted
