"""What a query will cost, before it is asked [points].

A model of `requestedQueryCost`, fitted on recorded answers: a scalar is free, an object
costs 1, money nothing, a connection 2 and its nodes a factor that grows with the
logarithm of the page. https://shopify.dev/docs/api/usage/limits
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tap_shopify_wv import nodes
from tap_shopify_wv.selection import (
    FIRST,
    PAGE_INFO,
    answer_name,
    argument,
    fields,
    inside,
    is_connection,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


MOST_POINTS = 1_000
"""A single query may not cost more."""
CONNECTION, COUNT, MUTATION = 2, 10, 10
LARGEST_PAGE = 250
_MONEY_BAG = frozenset({"shopMoney", "presentmentMoney"})
_MONEY = frozenset({"amount", "currencyCode"})


def factor(size: int) -> int:
    """How many times the nodes of a page of this size count."""
    return max(1, math.floor(2 * math.log(size))) if size > 0 else 0


def cost(
    operation: nodes.OperationDefinitionNode,
    variables: Mapping[str, int] | None = None,
    *,
    many: int = 1,
) -> int:
    """Estimate a query's cost.

    Args:
        operation: With its fragments inlined.
        variables: Whole numbers that variables stand for, e.g. `first`.
        many: How many objects a root list by ids answers with.
    """
    if operation.operation is nodes.OperationType.MUTATION:
        return MUTATION
    given = variables or {}
    total = 0
    for field in fields(operation.selection_set):
        if answer_name(field).endswith("Count"):
            total += COUNT
        elif argument(field, "ids") is not None:
            total += many * _object(field.selection_set, given)
        else:
            total += _field(field, given)
    return total


def _selection(
    selections: nodes.SelectionSetNode | None, given: Mapping[str, int]
) -> int:
    total = 0
    by_type: dict[str, int] = {}
    for part in selections.selections if selections else ():
        if isinstance(part, nodes.FieldNode):
            total += _field(part, given)
        elif isinstance(part, nodes.InlineFragmentNode):
            kind = part.type_condition.name.value if part.type_condition else ""
            inner = _selection(part.selection_set, given)
            by_type[kind] = by_type.get(kind, 0) + inner
    return total + max(by_type.values(), default=0)


def _field(field: nodes.FieldNode, given: Mapping[str, int]) -> int:
    if field.selection_set is None or field.name.value == PAGE_INFO:
        return 0
    if not is_connection(field):
        return _object(field.selection_set, given)
    return CONNECTION + factor(_size(field, given)) * _object(inside(field), given)


def _object(selections: nodes.SelectionSetNode | None, given: Mapping[str, int]) -> int:
    names = {answer_name(field) for field in fields(selections)}
    is_money = bool(names) and (names <= _MONEY_BAG or names <= _MONEY)
    return _selection(selections, given) + (not is_money)


def _size(field: nodes.FieldNode, given: Mapping[str, int]) -> int:
    match argument(field, FIRST):
        case nodes.IntValueNode(value=value):
            return int(value)
        case nodes.VariableNode(name=name):
            return given.get(name.value, LARGEST_PAGE)
        case _:
            return LARGEST_PAGE
