"""Shopify's search syntax, with what the real server does silently.

A field that a connection cannot be searched by is dropped from the query: all rows
come, and only `extensions.search` warns. https://shopify.dev/docs/api/usage/search-syntax
"""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from wv_sandbox.shopify.errors import unknown_field
from wv_sandbox.shopify.shop.index import Filter, FilterError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

_TERM = re.compile(
    r"""\s*(?:
        (?P<word>AND|OR|NOT|\(|\))(?=\s|$|\()
      | (?P<minus>-)?(?P<field>[A-Za-z_][A-Za-z0-9_.]*):(?P<op><=|>=|<|>)?
        (?P<value>'[^']*'|"[^"]*"|[^\s)]*)
      | (?P<text>\S+)
    )""",
    re.VERBOSE,
)
_SPLIT_TIME = re.compile(r"[^'\"].*:(\d+).*")
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Search(NamedTuple):
    """A search query as it is understood.

    Attributes:
        filters: What holds together (AND).
        warnings: What was not understood and dropped.
    """

    filters: list[Filter]
    warnings: list[dict[str, str]]


def parse(query: str | None, known: Collection[str]) -> Search:
    """Parse a search query.

    Args:
        query: As in `query:`; None or empty finds everything.
        known: Fields that the connection can be searched by.

    Raises:
        FilterError: It holds OR, parentheses or free text, which only the real
            server knows.
    """
    found = Search([], [])
    negated = False
    for match in _TERM.finditer((query or "").strip()):
        if match["word"] in {"AND", "NOT"}:
            negated = match["word"] == "NOT"
            continue
        if match["field"] is None:
            message = f"the sandbox does not search with {match[0].strip()!r}"
            raise FilterError(message)
        op = match["op"] or ("!=" if negated or match["minus"] else "=")
        negated = False
        # The real server ends an unquoted value at a colon and takes it for a field.
        split = _SPLIT_TIME.fullmatch(match["value"])
        if split or match["field"] not in known:
            unknown = split[1] if split else match["field"]
            found.warnings.append(unknown_field(unknown))
        else:
            found.filters.append(
                Filter(match["field"], op, match["value"].strip("'\""))
            )
    return found


def matches(row: Mapping[str, Any], filters: Sequence[Filter]) -> bool:
    """Tell whether an object that is at hand fits a search.

    Args:
        row: The object in GraphQL shape; `updated_at` is looked up as `updatedAt`.
        filters: What has to hold.
    """
    return all(
        _COMPARE[op](_word(row[camel(field)]), _word(value))
        for field, op, value in filters
    )


def _word(value: object) -> str:
    text = str("" if value is None else value).lower()
    return text.rpartition("/")[2] if text.startswith("gid://") else text


def camel(field: str) -> str:
    """Turn `updated_at` into `updatedAt`."""
    first, *others = field.lower().split("_")
    return first + "".join(part.capitalize() for part in others)
