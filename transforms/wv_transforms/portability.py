"""The subset of SQL that DuckDB and Spark read alike, and columns that exist.

See https://github.com/tobymao/sqlglot for the dialects and the column resolution.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.schema import MappingSchema

from wv_transforms.graph import DIALECT
from wv_transforms.meaning import meaning_complaints
from wv_transforms.spark_sql import to_spark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wv_transforms.columns import Column

PORTABLE_FUNCTIONS = frozenset(
    {
        *(exp.And, exp.Or, exp.Case, exp.If, exp.Cast, exp.Coalesce, exp.Nullif),
        *(exp.Abs, exp.Ceil, exp.Floor, exp.Round, exp.Sign, exp.Sqrt, exp.Exp, exp.Ln),
        *(exp.Pow, exp.Sin, exp.Cos, exp.Asin, exp.Acos, exp.Atan2, exp.Radians),
        *(exp.Greatest, exp.Least, exp.TryCast),
        *(exp.Count, exp.CountIf, exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Median),
        *(exp.StddevPop, exp.StddevSamp, exp.VariancePop, exp.Variance, exp.Corr),
        *(exp.ArgMax, exp.ArgMin, exp.LogicalAnd, exp.LogicalOr),
        *(exp.RowNumber, exp.Rank, exp.DenseRank, exp.PercentRank, exp.CumeDist),
        *(exp.Ntile, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue),
        *(exp.Year, exp.Quarter, exp.Month, exp.Day, exp.Hour, exp.DayOfWeekIso),
        *(
            exp.DayOfYear,
            exp.DateDiff,
            exp.DateTrunc,
            exp.TimestampTrunc,
            exp.TimeToStr,
            exp.LastDay,
        ),
        *(exp.GenerateSeries, exp.Unnest, exp.Lower, exp.Upper, exp.Trim, exp.Concat),
        *(exp.Length, exp.Substring, exp.Left, exp.Right, exp.Replace, exp.SplitPart),
        *(exp.StartsWith, exp.Contains, exp.RegexpLike, exp.JSONExtractScalar),
        *(exp.GroupConcat, exp.MD5, exp.SHA2),
    }
)
"""Functions on which DuckDB and Spark agree; no clock, no chance, no files."""

PORTABLE_TYPES = frozenset({"BIGINT", "INT", "DOUBLE", "TEXT", "BOOLEAN", "DATE"}) | {
    "VARCHAR",
    "TIMESTAMPTZ",
    "DECIMAL",
    "INTERVAL",
}
"""Types that a cast may name: those that Delta, DuckDB and Spark keep alike."""

_FORBIDDEN: dict[type[exp.Expr], str] = {
    exp.IntDiv: "integer division rounds differently: use floor(a / b)",
    exp.Lambda: "a lambda: use joins and windows",
    exp.Placeholder: "a parameter: use the settings table",
    exp.Parameter: "a parameter: use the settings table",
    exp.TableSample: "chance: a run must be repeatable",
    exp.Bracket: "lists are counted from 1 here and from 0 there",
}


def portability_complaints(query: exp.Query) -> Iterator[str]:
    """Say what Spark would not read, or what would not be the same tomorrow."""
    for node in query.walk():
        reason = _reason(node)
        if reason:
            text = textwrap.shorten(node.sql(dialect=DIALECT), 60, placeholder="...")
            yield f"not portable: {text}: {reason}"
    try:
        sqlglot.parse_one(to_spark(query), read="spark")
    except SqlglotError as error:
        yield f"not portable: Spark: {first_line(error)}"


def _reason(node: exp.Expr) -> str | None:
    match node:
        case exp.Func() if type(node) not in PORTABLE_FUNCTIONS | set(_FORBIDDEN):
            return "the function is not on the allow-list"
        case exp.DataType() if node.this.value not in PORTABLE_TYPES:
            return "the type is not on the allow-list"
        case exp.Join() if node.method:
            return "use a join on a condition: lead() and a range instead of ASOF"
        case exp.Star() if any(node.args.values()):
            return "write the columns out"
        case exp.WindowSpec() if str(node.args.get("kind")).upper() == "GROUPS":
            return "use ROWS or RANGE"
        case _:
            return _FORBIDDEN.get(type(node))


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
        resolved = resolve(query, schema)
    except SqlglotError as error:
        yield first_line(error)
        return
    yield from meaning_complaints(resolved, schema)
    found = resolved.named_selects
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
