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

PORTABLE_FUNCTIONS = frozenset(
    {
        *(exp.And, exp.Or, exp.Case, exp.If, exp.Cast, exp.Coalesce, exp.Nullif),
        *(exp.Abs, exp.Floor, exp.Round, exp.Sqrt, exp.Greatest, exp.Least),
        *(
            exp.Count,
            exp.Sum,
            exp.Avg,
            exp.Min,
            exp.Max,
            exp.RowNumber,
            exp.Lag,
            exp.Lead,
        ),
        *(exp.Year, exp.Month, exp.Day, exp.DateDiff, exp.TimeToStr),
        *(exp.GenerateSeries, exp.Unnest, exp.Lower, exp.Upper, exp.Trim, exp.Concat),
    }
)
"""Functions on which DuckDB and Spark agree; no clock, no chance, no files."""

_FORBIDDEN: dict[type[exp.Expr], str] = {
    exp.IntDiv: "integer division rounds differently: use floor(a / b)",
    exp.Lambda: "a lambda: use joins and windows",
    exp.Placeholder: "a parameter: use the settings table",
    exp.Parameter: "a parameter: use the settings table",
}


def portability_complaints(query: exp.Query) -> Iterator[str]:
    """Say what Spark would not read, or what would not be the same tomorrow."""
    for node in query.walk():
        if type(node) in _FORBIDDEN:
            yield f"not portable: {_short(node)}: {_FORBIDDEN[type(node)]}"
        elif isinstance(node, exp.Func) and type(node) not in PORTABLE_FUNCTIONS:
            yield f"not portable: {_short(node)}: the function is not on the allow-list"
        elif isinstance(node, exp.Star) and any(node.args.values()):
            yield f"not portable: {_short(node)}: write the columns out"
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


def schema_of(known: Mapping[str, Sequence[Column]]) -> MappingSchema:
    """Tell sqlglot the tables and their columns."""
    schema = MappingSchema(dialect=DIALECT)
    for name, columns in known.items():
        typed = {column.name: column.type.value for column in columns}
        schema.add_table(name if "." in name else f"main.{name}", typed)
    return schema


def column_complaints(
    query: exp.Query,
    schema: MappingSchema,
    contract: Sequence[Column] | None = None,
) -> Iterator[str]:
    """Say which columns are unknown, and how the result differs from its contract."""
    try:
        found = resolve(query, schema).named_selects
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


def resolve(query: exp.Query, schema: MappingSchema) -> exp.Query:
    """Qualify every column by its table, with stars written out.

    Raises:
        SqlglotError: If a column is unknown or could come from two tables.
    """
    return qualify(query.copy(), db="main", schema=schema, dialect=DIALECT)


def first_line(error: Exception) -> str:
    """The first line of an error's text, without terminal colours."""
    return str(error).splitlines()[0].replace("\x1b[4m", "").replace("\x1b[0m", "")


def _short(node: exp.Expr) -> str:
    return textwrap.shorten(node.sql(dialect=DIALECT), 60, placeholder="...")
