"""The subset of SQL that DuckDB and Spark read alike, and columns that exist.

See https://github.com/tobymao/sqlglot for the dialects and the column resolution.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import ErrorLevel, exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.schema import MappingSchema

from wv_transforms.graph import DIALECT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wv_transforms.columns import Column

PORTABLE_FUNCTIONS: frozenset[str] = frozenset()
"""Functions that sqlglot does not know and that DuckDB and Spark agree on."""

_CLOCK = "the clock: give the instant as a setting"
_CHANCE = "chance: a run must be repeatable"
_FILE = "a file: read raw.<source>__<stream>"
_FORBIDDEN: dict[type[exp.Expr], str] = {
    exp.IntDiv: "integer division `//`: use floor(a / b)",
    exp.Lambda: "a lambda: use joins and windows",
    exp.CurrentDate: _CLOCK,
    exp.CurrentTime: _CLOCK,
    exp.CurrentTimestamp: _CLOCK,
    exp.Rand: _CHANCE,
    exp.Uuid: _CHANCE,
    exp.ReadCSV: _FILE,
    exp.ReadParquet: _FILE,
    exp.Placeholder: "a parameter: use the settings table",
    exp.Parameter: "a parameter: use the settings table",
}


def portability_complaints(query: exp.Query) -> Iterator[str]:
    """Say what Spark would not read, or what would not be the same tomorrow."""
    for node in query.walk():
        if type(node) in _FORBIDDEN:
            yield f"not portable: {_short(node)}: {_FORBIDDEN[type(node)]}"
        elif (
            isinstance(node, exp.Anonymous)
            and node.name.lower() not in PORTABLE_FUNCTIONS
        ):
            yield f"not portable: {_short(node)}: the function is not on the allow-list"
        elif isinstance(node, exp.Join) and node.method.upper() == "ASOF":
            yield f"not portable: {_short(node)}: use lead() and a range join"
    try:
        sqlglot.parse_one(to_spark(query), read="spark")
    except SqlglotError as error:
        yield f"not portable: Spark: {first_line(error)}"


def to_spark(query: exp.Query) -> str:
    """Translate a query to Spark's SQL.

    Raises:
        SqlglotError: If it has no such form.
    """
    return query.sql(dialect="spark", unsupported_level=ErrorLevel.RAISE)


def column_complaints(
    query: exp.Query,
    known: Mapping[str, Sequence[Column]],
    contract: Sequence[Column] | None = None,
) -> Iterator[str]:
    """Say which columns are unknown, and how the result differs from its contract."""
    try:
        found = resolve(query, known).named_selects
    except SqlglotError as error:
        yield first_line(error)
        return
    if contract is None:
        return
    declared = [column.name for column in contract]
    strangers = [name for name in found if name not in declared]
    missing = [name for name in declared if name not in found]
    if strangers or missing:
        yield f"columns: {strangers} are not in the contract, {missing} only there"
    elif found != declared:
        yield f"columns are not in the contract's order, but {found}"


def resolve(query: exp.Query, known: Mapping[str, Sequence[Column]]) -> exp.Query:
    """Qualify every column by its table, with stars written out.

    Raises:
        SqlglotError: If a column is unknown or could come from two tables.
    """
    schema = MappingSchema(dialect=DIALECT)
    for name, columns in known.items():
        typed = {column.name: column.type.value for column in columns}
        schema.add_table(name if "." in name else f"main.{name}", typed)
    return qualify(query.copy(), db="main", schema=schema, dialect=DIALECT)


def first_line(error: Exception) -> str:
    """The first line of an error's text, without terminal colours."""
    return str(error).splitlines()[0].replace("\x1b[4m", "").replace("\x1b[0m", "")


def _short(node: exp.Expr) -> str:
    return textwrap.shorten(node.sql(dialect=DIALECT), 60, placeholder="...")
