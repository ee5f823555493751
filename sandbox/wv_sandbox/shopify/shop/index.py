"""Root fields: which rows there are, in which order, and the object of each."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, overload

import numpy as np
from typing_extensions import override

from wv_sandbox.shopify.shop.ids import number
from wv_sandbox.shopify.shop.node import Node
from wv_sandbox.shopify.shop.times import seconds_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wv_sandbox.arrays import Ints

AnyNode: TypeAlias = Node[Any]


class Filter(NamedTuple):
    """One term of a search, all of which must hold.

    Attributes:
        field: Search field, as `updated_at`.
        op: `=`, `!=`, `<`, `<=`, `>` or `>=`.
        value: As the search has it, without quotes.
    """

    field: str
    op: str
    value: str


class FilterError(ValueError):
    """A search field that a root does not have, or a value that is not of its kind."""


_OPERATORS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Column(NamedTuple):
    """A search field.

    Attributes:
        values: Gives the values of some rows.
        parse: Reads a search's value so that it can be compared with these.
    """

    values: Callable[[Ints], NDArray[Any]]
    parse: Callable[[str], Any]


def of_rows(value: Callable[[int], Any]) -> Callable[[Ints], NDArray[Any]]:
    """Read values row by row, where there are few."""
    return lambda rows: np.array([value(row) for row in rows.tolist()])


def instants(values: Callable[[Ints], NDArray[Any]]) -> Column:
    """Make a column of instants [s since 1970]."""
    return Column(values, seconds_of)


def words(word: Callable[[int], str]) -> Column:
    """Make a column of words, compared without regard to case, row by row."""

    def values(rows: Ints) -> NDArray[Any]:
        return np.array([word(row).lower() for row in rows.tolist()], dtype=object)

    return Column(values, str.lower)


def flags(values: Callable[[Ints], NDArray[Any]]) -> Column:
    """Make a column of yes and no."""
    return Column(values, {"true": True, "false": False}.__getitem__)


def gids(kind: str) -> Column:
    """Make the column of a type's ids; a search may give the number alone."""

    def parse(text: str) -> int:
        return int(text.rpartition("/")[2]) - number(kind, 0)

    return Column(lambda rows: rows, parse)


@dataclass(frozen=True)
class Root:
    """The rows of one connection at one instant.

    Attributes:
        kind: GraphQL type of the objects; of a union or an interface the abstract one.
        rows: Numbers of the rows that there are, ascending.
        columns: Search fields by name; a sort key is one in capitals.
        node: Makes the object of a row.
    """

    kind: str
    rows: Ints
    columns: Mapping[str, Column]
    node: Callable[[int], AnyNode]

    def ids(
        self,
        filters: Sequence[Filter] = (),
        sort_key: str | None = None,
        *,
        reverse: bool = False,
    ) -> Ints:
        """Find rows.

        Args:
            filters: All must hold.
            sort_key: As `UPDATED_AT`; equal ones, and those of a key that is no column
                (`ID`, `RELEVANCE`), come by row.
            reverse: Last first.

        Raises:
            FilterError: A filter names no column, or gives no value of its kind.
        """
        rows = self.rows
        for filter_ in filters:
            rows = self._kept(rows, filter_)
        column = self.columns.get(sort_key.lower()) if sort_key else None
        if column is not None:
            rows = rows[np.argsort(column.values(rows), kind="stable")]
        return np.asarray(rows[::-1] if reverse else rows)

    def value(self, row: int, sort_key: str | None) -> Any:  # noqa: ANN401 (a number or a word)
        """Give what a row is sorted by, for a cursor that stands firm."""
        column = self.columns.get(sort_key.lower()) if sort_key else None
        return row if column is None else column.values(np.array([row]))[0]

    def _kept(self, rows: Ints, filter_: Filter) -> Ints:
        try:
            column = self.columns[filter_.field]
            value = column.parse(filter_.value)
            compare = _OPERATORS[filter_.op]
        except (KeyError, ValueError) as error:
            message = f"cannot search {self.kind} for {filter_}"
            raise FilterError(message) from error
        kept = np.asarray(compare(column.values(rows), value), dtype=bool)
        return np.asarray(rows[kept])


class Rows(Sequence[AnyNode]):
    """A connection below an object that is too long for a list.

    Args:
        root: What it holds; the server may search and sort it.
    """

    def __init__(self, root: Root) -> None:
        self.root = root

    @override
    def __len__(self) -> int:
        return int(self.root.rows.size)

    @overload
    def __getitem__(self, index: int) -> AnyNode: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[AnyNode]: ...

    @override
    def __getitem__(self, index: int | slice) -> AnyNode | Sequence[AnyNode]:
        if isinstance(index, slice):
            return [self.root.node(row) for row in self.root.rows[index].tolist()]
        return self.root.node(int(self.root.rows[index]))
