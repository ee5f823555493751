"""From a root node to records: which objects are rows, and what their columns hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tap_kit.errors import DataError
from tap_shopify_wv.columns import CURRENCY, PRESENTMENT_CURRENCY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tap_shopify_wv.schema import Column

Node: TypeAlias = dict[str, Any]
Treat: TypeAlias = "Callable[[Column], Callable[[Any], Any] | None]"
"""Gives what is done to a column's values before they leave; None for nothing."""
_BAGS = frozenset({CURRENCY, PRESENTMENT_CURRENCY})


class Row(NamedTuple):
    """One object that becomes a record, and where it was found.

    Args:
        node: The object.
        parent: The object right above it; itself for a root node.
        root: The query's node.
        place: Its place among its siblings, from 0.
    """

    node: Node
    parent: Node
    root: Node
    place: int


def rows(root: Node, path: Sequence[str]) -> Iterator[Row]:
    """Yield the rows below a root node; the root itself if the path is empty."""
    if not path:
        yield Row(root, root, root, 0)
        return
    yield from _below(root, root, path)


class Reader:
    """Makes records of one stream.

    Args:
        columns: The stream's, or those of it that are wanted.
        treat: What is done to personal data.
        where: For errors.
    """

    def __init__(self, columns: Sequence[Column], treat: Treat, where: str) -> None:
        # Currencies first: the amounts are held against them.
        ordered = sorted(columns, key=lambda column: column.name not in _BAGS)
        self._parts = [
            (column.name, _value(column, treat, where))
            for column in ordered
            if column.path
        ]

    def record(self, row: Row) -> dict[str, Any]:
        """Return the record of a row, without computed columns.

        Raises:
            DataError: A value is not what its column says, or amounts are in another
                currency than the row's.
        """
        record: dict[str, Any] = {}
        for name, value in self._parts:
            record[name] = value(row, record)
        return record


_Value: TypeAlias = "Callable[[Row, dict[str, Any]], Any]"


def _below(root: Node, parent: Node, path: Sequence[str]) -> Iterator[Row]:
    name, *rest = path
    value = parent.get(name)
    children = value if isinstance(value, list) else [value]
    for index, child in enumerate(children):
        if not isinstance(child, dict):
            continue  # Null: what the shop keeps from us, or does not have.
        if rest:
            yield from _below(root, child, rest)
        else:
            yield Row(child, parent, root, index)


def _value(column: Column, treat: Treat, where: str) -> _Value:
    at = f"{where}.{column.name}"
    if column.columns:
        return _list(column, treat, at)
    if column.path == "@index":
        return lambda row, _record: row.place
    find = _finder(column.path, at)
    if column.currency:
        return _amount(column, find, at)
    return _plain(find, column.read, treat(column), at)


def _plain(
    find: Callable[[Row], Any],
    read: Callable[[Any], Any] | None,
    treat: Callable[[Any], Any] | None,
    at: str,
) -> _Value:
    if read is None and treat is None:
        return lambda row, _record: find(row)

    def value(row: Row, _record: dict[str, Any]) -> Any:  # noqa: ANN401 - any column.
        found = find(row)
        if found is None:
            return None
        if read is not None:
            try:
                found = read(found)
            except ValueError as error:
                raise _wrong(str(error), at) from error
        return treat(found) if treat else found

    return value


def _amount(column: Column, find: Callable[[Row], Any], at: str) -> _Value:
    currency, read = column.currency or CURRENCY, column.read or str

    def value(row: Row, record: dict[str, Any]) -> str | None:
        money = find(row)
        if money is None:
            return None
        code = money["currencyCode"]
        known = record.get(currency)
        if known is None:
            record[currency] = code
        elif known != code:
            what = f"an amount in {code} stands in a row in {known}"
            raise _wrong(what, at)
        try:
            return str(read(money["amount"]))
        except ValueError as error:
            raise _wrong(str(error), at) from error

    return value


def _list(column: Column, treat: Treat, at: str) -> _Value:
    find = _finder(column.path, at)
    parts = [(inner.name, _value(inner, treat, at)) for inner in column.columns]

    def value(row: Row, record: dict[str, Any]) -> list[dict[str, Any]] | None:
        items = find(row)
        if items is None:
            return None
        if not isinstance(items, list):
            what = f"expected a list, got {type(items).__name__}"
            raise _wrong(what, at)
        found = []
        currencies = {name: record.get(name) for name in _BAGS}
        for index, item in enumerate(items):
            inner = Row(item, row.node, row.root, index)
            values = dict(currencies)
            for name, part in parts:
                values[name] = part(inner, values)
            found.append({name: values[name] for name, _ in parts})
        return found

    return value


def _node(row: Row) -> Node:
    return row.node


_BEGINS: dict[str, Callable[[Row], Node]] = {
    "@root": lambda row: row.root,
    "@parent": lambda row: row.parent,
}


def _finder(path: str, at: str) -> Callable[[Row], Any]:
    """Compile a path into a look-up; null on the way is null."""
    first, *names = path.split(".")
    begin = _BEGINS.get(first)
    steps = names if begin else [first, *names]
    begin = begin or _node
    if len(steps) == 1:
        (name,) = steps
        return lambda row: begin(row).get(name)

    def find(row: Row) -> Any:  # noqa: ANN401 - any JSON value.
        value: Any = begin(row)
        for step in steps:
            if value is None:
                return None
            if not isinstance(value, dict):
                what = f"expected an object around {step}"
                raise _wrong(what, at)
            value = value.get(step)
        return value

    return find


def _wrong(what: str, at: str) -> DataError:
    step = "the API has changed, or the tap reads it wrongly: report this line"
    return DataError(what, where=at, next_step=step)
