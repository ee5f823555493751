"""What a run asks for: the leaves that selected columns are read from, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_shopify_wv.queries import DETAILS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tap_shopify_wv.answers import Answer
    from tap_shopify_wv.schema import Column


_UNKNOWN = "undefinedField"


def wanted_paths(
    columns: Iterable[Column], root: str, rows: Sequence[str], needs: Iterable[str]
) -> frozenset[str]:
    """Return the paths of a query that columns are read from.

    Args:
        columns: Those that are selected.
        root: The query's root field.
        rows: From a root node to the rows.
        needs: Further paths, from a root node.

    Returns:
        Paths from the root field on; for what details bring, from theirs, too.
    """
    row, above = ".".join((root, *rows)), ".".join((root, *rows[:-1]))
    wanted = {f"{root}.{name}" for name in needs} | {f"{above}.id", f"{DETAILS}.id"}
    for column in columns:
        for path in column.paths:
            first, _, rest = path.partition(".")
            begin = {"@root": root, "@parent": above}.get(first)
            wanted.add(f"{begin}.{rest}" if begin else f"{row}.{path}")
    of_owners = {
        f"{DETAILS}{path.removeprefix(above)}"
        for path in wanted
        if path.startswith(f"{above}.")
    }
    return frozenset(wanted | of_owners)


def refused_paths(answer: Answer) -> frozenset[str]:
    """Return the paths of a query that an answer says it will not read.

    Fields that are not ours come as their path in the data, fields that do not exist
    with the operation before it.
    """
    found = {
        problem.path[1:] if problem.code == _UNKNOWN else problem.path
        for problem in answer.problems
        if problem.code in {_UNKNOWN, "ACCESS_DENIED"}
    }
    return frozenset(
        ".".join(step for step in path if step not in {"edges", "node"})
        for path in found
    )


def is_below(path: str, others: Iterable[str]) -> bool:
    """Tell whether a path is one of the others, or lies in one of them."""
    return any(path == other or path.startswith(f"{other}.") for other in others)
