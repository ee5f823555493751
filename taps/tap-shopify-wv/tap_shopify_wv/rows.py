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
_BEGINS = {"@parent": 1, "@root": 2}
"""Where a path begins in a `Row`; at its node if it does not say."""
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
        self._where = where
        self._parts = [
            (column.name, _value(column, treat)) for column in ordered if column.path
        ]

    def record(self, row: Row) -> dict[str, Any]:
        """Return the record of a row, without computed columns.

        Raises:
            DataError: A value is not what its column says, or amounts are in another
                currency than the row's.
        """
        record: dict[str, Any] = {}
        for name, value in self._parts:
            try:
                record[name] = value(row, record)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise _wrong(str(error), f"{self._where}.{name}") from error
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


def _value(column: Column, treat: Treat) -> _Value:
    """Compile what a column holds; what is not as expected raises anything usual."""
    if column.path == "@index":
        return lambda row, _record: row.place
    find = _finder(column.path)
    if column.columns:
        return _list(column, find, treat)
    if column.currency:
        return _amount(find, column.read or str, column.currency)
    return _plain(find, column.read, treat(column))


def _plain(
    find: _Value,
    read: Callable[[Any], Any] | None,
    treat: Callable[[Any], Any] | None,
) -> _Value:
    steps = [step for step in (read, treat) if step]
    if not steps:
        return find
    first, *more = steps

    def value(row: Row, record: dict[str, Any]) -> Any:  # noqa: ANN401 - any column.
        found = find(row, record)
        if found is None:
            return None
        found = first(found)
        return more[0](found) if more else found

    return value


def _amount(find: _Value, read: Callable[[Any], Any], currency: str) -> _Value:
    def value(row: Row, record: dict[str, Any]) -> Any:  # noqa: ANN401 - text or null.
        money = find(row, record)
        if money is None:
            return None
        code = money["currencyCode"]
        known = record.get(currency)
        if known is None:
            record[currency] = code
        elif known != code:
            msg = f"an amount in {code} stands in a row in {known}"
            raise ValueError(msg)
        return read(money["amount"])

    return value


def _list(column: Column, find: _Value, treat: Treat) -> _Value:
    parts = [(inner.name, _value(inner, treat)) for inner in column.columns]

    def value(row: Row, record: dict[str, Any]) -> list[dict[str, Any]] | None:
        items = find(row, record)
        if items is None:
            return None
        if not isinstance(items, list):
            msg = f"expected a list, got {type(items).__name__}"
            raise TypeError(msg)
        found = []
        currencies = {name: record.get(name) for name in _BAGS}
        for place, item in enumerate(items):
            inner = Row(item, row.node, row.root, place)
            values = dict(currencies)
            for name, part in parts:
                values[name] = part(inner, values)
            found.append({name: values[name] for name, _ in parts})
        return found

    return value


def _finder(path: str) -> _Value:
    """Compile a path into a look-up; null on the way is null."""
    first, *names = path.split(".")
    begin = _BEGINS.get(first, 0)
    match names if begin else [first, *names]:
        case [name]:
            return lambda row, _record: row[begin].get(name)  # type: ignore[union-attr] # A node.
        case [*names]:
            pass

    def find(row: Row, _record: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON value.
        value: Any = row[begin]
        for name in names:
            value = value.get(name)
            if value is None:
                return None
        return value

    return find


def _wrong(what: str, at: str) -> DataError:
    step = "the API has changed, or the tap reads it wrongly: report this line"
    return DataError(what, where=at, next_step=step)
