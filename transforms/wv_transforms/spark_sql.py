"""The project's SQL as Spark reads it: one text, the same numbers.

sqlglot translates. Where Spark's function of that name means something else than
DuckDB's, it is put right here; tests run both engines side by side, function by
function.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import ErrorLevel, exp, transforms
from sqlglot.dialects.spark import Spark
from sqlglot.errors import UnsupportedError
from sqlglot.generators.spark import SparkGenerator

from wv_transforms.column_types import ColumnType
from wv_transforms.graph import DIALECT, parse

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from wv_transforms.columns import Column

_TEXT = Path("a statement of the runner")
_UNITS = frozenset({"SECOND", "MINUTE", "HOUR", "DAY", "MONTH", "QUARTER", "YEAR"})
_TIME_PARTS = {
    "%Y": "yyyy",
    "%m": "MM",
    "%d": "dd",
    "%H": "HH",
    "%M": "mm",
    "%S": "ss",
}


class _Generator(SparkGenerator):
    """Leaves QUALIFY, which Spark 4.2 reads; rewriting it breaks `orders.*`."""

    TRANSFORMS = {
        **SparkGenerator.TRANSFORMS,
        exp.Select: transforms.preprocess(
            [transforms.eliminate_distinct_on, transforms.unnest_to_explode]
        ),
    }


class _Spark(Spark):
    Generator = _Generator


def to_spark(query: exp.Query) -> str:
    """Translate a query to Spark's SQL, over the views that `view_name` names.

    Raises:
        SqlglotError: If it has no such form.
    """
    moved = query.transform(_as_spark_means_it)
    return _Spark().generate(moved, copy=False, unsupported_level=ErrorLevel.RAISE)


@lru_cache(maxsize=1024)
def translated(sql: str) -> str:
    """Translate the text of a query (see `to_spark`).

    Raises:
        ProjectError: If it is no single SELECT.
        SqlglotError: If Spark has no form for it.
    """
    return to_spark(parse(sql, _TEXT))


def spark_types(types: Mapping[str, str]) -> dict[str, str]:
    """Columns and their types, the types as Spark calls them instead of DuckDB."""
    return {
        f"`{name}`": exp.DataType.build(kind, dialect=DIALECT).sql(dialect="spark")
        for name, kind in types.items()
    }


def declared(columns: Sequence[Column], present: Collection[str]) -> str:
    """The declared columns of a table in their order and types, in Spark's SQL.

    A column that the table lacks is null; of things with an amount the amount is kept.
    """
    types = spark_types({column.name: column.type.value for column in columns})
    casts = zip(columns, types.items(), strict=True)
    return ", ".join(f"{_cast(c, q, t, present)} AS {q}" for c, (q, t) in casts)


def _cast(column: Column, quoted: str, kind: str, present: Collection[str]) -> str:
    if column.name not in present:
        return f"CAST(NULL AS {kind})"
    if column.type is not ColumnType.AMOUNTS:
        return f"CAST({quoted} AS {kind})"
    # DuckDB casts structs by the names of their parts, Spark by their places.
    amount = "CAST(thing.amount AS DECIMAL(38, 6))"
    return f"TRANSFORM({quoted}, thing -> NAMED_STRUCT('amount', {amount}))"


def view_name(relation: str) -> str:
    """What Spark calls a relation: temporary views have no schema."""
    return relation.replace(".", "__").replace("/", "__")


def _as_spark_means_it(node: exp.Expr) -> exp.Expr:
    match node:
        case exp.Table() if node.db:
            node.set("this", exp.to_identifier(view_name(f"{node.db}.{node.name}")))
            node.set("db", None)
        case exp.Div() if not isinstance(node.this, exp.Interval):
            # Of decimals DuckDB makes a double, Spark a decimal of few places.
            node.set("this", exp.cast(node.this, "DOUBLE"))
        case exp.Avg() if not isinstance(node.this, exp.Distinct):
            node.set("this", exp.cast(node.this, "DOUBLE"))
        case exp.DayOfWeekIso():
            # sqlglot's own formula is two days ahead.
            weekday = exp.Anonymous(this="WEEKDAY", expressions=[node.this])
            return exp.paren(exp.Add(this=weekday, expression=exp.Literal.number(1)))
        case exp.DateDiff():
            _count_borders(node)
        case exp.TimeToStr():
            return _date_format(node)
        case _:
            pass
    return node


def _count_borders(difference: exp.DateDiff) -> None:
    """DuckDB counts the borders between two times, Spark the whole units."""
    unit = difference.text("unit").upper() or "DAY"
    if unit not in _UNITS:
        message = f"date_diff of {unit}: use {', '.join(sorted(_UNITS))}"
        raise UnsupportedError(message)
    for side in ("this", "expression"):
        operand = difference.args[side]
        if unit == "DAY":
            cut: exp.Expr = exp.cast(operand, "DATE")
        else:
            cut = exp.TimestampTrunc(this=operand, unit=exp.Literal.string(unit))
        difference.set(side, cut)


def _date_format(node: exp.TimeToStr) -> exp.Expr:
    """`strftime`, whose letters are not those of Spark's format."""
    pattern = node.args["format"]
    if not pattern.is_string:
        raise UnsupportedError("write the format of strftime as a text")  # noqa: EM101, TRY003 - sqlglot's own error, for lint.
    parts = re.findall(r"%.|[A-Za-z]+|[^%A-Za-z]+", pattern.this)
    text = exp.Literal.string("".join(map(_format_part, parts)))
    return exp.Anonymous(this="DATE_FORMAT", expressions=[node.this, text])


def _format_part(part: str) -> str:
    if part.isalpha():
        return f"'{part}'"
    if part.startswith("%") and part not in _TIME_PARTS:
        message = f"strftime {part}: use {', '.join(_TIME_PARTS)}"
        raise UnsupportedError(message)
    return _TIME_PARTS.get(part, part)
