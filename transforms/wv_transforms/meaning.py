"""What DuckDB and Spark both read, but each in its own way, told by the types.

Each rule stands for a difference that was seen with both engines on the same rows.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from sqlglot import exp
from sqlglot.optimizer.annotate_types import annotate_types

from wv_transforms.graph import DIALECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlglot.schema import MappingSchema

_FRACTIONS = frozenset({"DOUBLE", "FLOAT", "DECIMAL"})
_WHOLE = frozenset({"BIGINT", "INT"})
_ROUNDED = (exp.Round, exp.Floor, exp.Ceil, exp.Literal)


def meaning_complaints(query: exp.Query, schema: MappingSchema) -> Iterator[str]:
    """Say what Spark would compute otherwise.

    Args:
        query: A query whose columns are resolved; types are noted in it.
        schema: The tables and their columns.
    """
    for node in annotate_types(query, schema=schema, dialect=DIALECT).walk():
        reason = _reason(node)
        if reason:
            text = textwrap.shorten(node.sql(dialect=DIALECT), 60, placeholder="...")
            yield f"not portable: {text}: {reason}"


def _reason(node: exp.Expr) -> str | None:
    match node:
        case exp.Cast() if _cuts(node):
            return "DuckDB rounds, Spark cuts off: use round() or floor() before"
        case exp.AtTimeZone() if node.this.is_type("TIMESTAMP", "TIMESTAMPNTZ", "DATE"):
            return "Spark turns it the other way: start from an instant with time zone"
        case exp.GenerateSeries() if isinstance(node.parent, exp.Table):
            return "write unnest(generate_series(...))"
        case _:
            return None


def _cuts(cast: exp.Cast) -> bool:
    """Whether a fraction becomes a whole number by the cast alone."""
    operand = cast.this.unnest()
    is_fraction = operand.type is not None and operand.type.this.value in _FRACTIONS
    to_whole = cast.to.this.value in _WHOLE
    return is_fraction and to_whole and not isinstance(operand, _ROUNDED)
