"""Connections: which part of their rows a page shows, and the cursors between pages."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from wv_sandbox.shopify import search
from wv_sandbox.shopify.errors import bad_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv_sandbox.shopify.shop.index import Filter, Root

MOST_A_PAGE = 250
MOST_A_WALK = 25_000
"""Objects that can be reached by turning pages."""

Row = dict[str, Any]


class Slice(NamedTuple):
    """A page.

    Attributes:
        rows: What it shows.
        cursors: One for each row.
        has_next: Whether rows follow.
        has_previous: Whether rows come before.
    """

    rows: Sequence[Row]
    cursors: Sequence[str]
    has_next: bool
    has_previous: bool


@dataclass(frozen=True)
class Arguments:
    """How a page is asked for.

    Attributes:
        first: Rows from the front; one of `first` and `last` is given.
        last: Rows from the back.
        after: Cursor to begin behind.
        before: Cursor to end before.
        filters: What the rows are searched by.
        sort_key: As in `sortKey`.
        reverse: Backwards.
    """

    first: int | None = None
    last: int | None = None
    after: str | None = None
    before: str | None = None
    filters: tuple[Filter, ...] = ()
    sort_key: str | None = None
    reverse: bool = False

    def check(self, path: list[str | int]) -> None:
        """Refuse a page that cannot be shown.

        Raises:
            RequestError: With code `BAD_REQUEST`.
        """
        sizes = [size for size in (self.first, self.last) if size is not None]
        if not sizes:
            words = "you must provide one of first or last"
            raise bad_request(words, path)
        if len(sizes) > 1:
            words = "providing both first and last is not supported"
            raise bad_request(words, path)
        if not 0 < sizes[0] <= MOST_A_PAGE:
            words = f"first and last must be between 1 and {MOST_A_PAGE}"
            raise bad_request(words, path)

    def cut(self, start: int, end: int) -> tuple[int, int]:
        """Give the first position of the page, and the one behind its last."""
        if self.first is not None:
            return start, max(start, min(end, start + self.first))
        return max(start, end - (self.last or 0)), max(start, end)


@dataclass(frozen=True)
class Found:
    """Rows of a root, none made yet.

    Attributes:
        root: Where they come from.
        filters: What holds of them besides what is searched for.
    """

    root: Root
    filters: tuple[Filter, ...] = ()

    def ids(self, arguments: Arguments) -> Sequence[int]:
        """Give the numbers of all rows that fit, in order.

        Raises:
            FilterError: The root cannot be searched so.
        """
        filters = [*self.filters, *arguments.filters]
        reverse = arguments.reverse
        rows: Sequence[int] = self.root.ids(
            filters, arguments.sort_key, reverse=reverse
        ).tolist()
        return rows

    def page(self, arguments: Arguments) -> Slice:
        """Make the rows of a page.

        Raises:
            RequestError: A cursor is none of ours, or the walk is too long.
            FilterError: The root cannot be searched so.
        """
        ids = self.ids(arguments)
        start, end = 0, len(ids)
        if arguments.after is not None:
            start = self._position(ids, arguments, arguments.after, behind=True)
        if arguments.before is not None:
            end = self._position(ids, arguments, arguments.before, behind=False)
        start, end = arguments.cut(start, end)
        if end > MOST_A_WALK:
            words = f"Pagination is limited to {MOST_A_WALK} objects; narrow the search"
            raise bad_request(words, [])
        shown = ids[start:end]
        rows = [self.root.node(row) for row in shown]
        cursors = [encode(row, self._value(row, arguments)) for row in shown]
        return Slice(rows, cursors, end < len(ids), start > 0)

    def _value(self, row: int, arguments: Arguments) -> Any:  # noqa: ANN401  A number or a word.
        value = self.root.value(row, arguments.sort_key)
        return value.item() if hasattr(value, "item") else value

    def _position(
        self, ids: Sequence[int], arguments: Arguments, cursor: str, *, behind: bool
    ) -> int:
        """Find where a cursor stands by what it was sorted by.

        A row that changes while pages are turned does not shift the others.
        """
        row, value = decode(cursor)
        low, high = 0, len(ids)
        while low < high:
            middle = (low + high) // 2
            one = self._value(ids[middle], arguments), ids[middle]
            other = value, row
            before = one > other if arguments.reverse else one < other
            if before or (behind and one == other):
                low = middle + 1
            else:
                high = middle
        return low


def page_of(rows: Sequence[Row], arguments: Arguments) -> Slice:
    """Give a page of rows that are at hand; their cursors are positions.

    Raises:
        RequestError: A cursor is none of ours.
    """
    if arguments.filters:
        rows = [row for row in rows if search.matches(row, arguments.filters)]
    if arguments.reverse:
        rows = rows[::-1]
    start = 0 if arguments.after is None else decode(arguments.after)[0] + 1
    end = len(rows) if arguments.before is None else decode(arguments.before)[0]
    start, end = arguments.cut(start, end)
    cursors = [encode(position, position) for position in range(start, end)]
    return Slice(rows[start:end], cursors, end < len(rows), start > 0)


def encode(last_id: int, last_value: object) -> str:
    """Write a cursor."""
    cursor = {"last_id": last_id, "last_value": last_value}
    text = json.dumps(cursor, separators=(",", ":"))
    return base64.b64encode(text.encode()).decode()


def decode(cursor: str) -> tuple[int, Any]:
    """Read a cursor.

    Raises:
        RequestError: It is none of ours.
    """
    try:
        read = json.loads(base64.b64decode(cursor, validate=True))
        return int(read["last_id"]), read["last_value"]
    except (binascii.Error, ValueError, KeyError, TypeError):
        words = f"'{cursor}' is not a valid cursor"
        raise bad_request(words, []) from None
