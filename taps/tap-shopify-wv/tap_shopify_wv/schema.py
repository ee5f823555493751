"""A stream's columns as it declares them, and the JSON Schema made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from singer_sdk import typing as th

from tap_kit.columns import columns as kit_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a stream.

    Args:
        declared: Its name, type and description.
        path: Where its value lies; empty when the stream itself computes it.
        read: Makes the value of what lies there; as it is if None. Raises ValueError,
            and is never asked about null.
        below: What is read below `path`, e.g. both parts of a money.
        currency: For an amount of a bag: the column that names its currency.
        pii: What personal datum it is (`email`, `name`, …), treated by `pii_mode`.
        free_text: People write here what they like: dropped unless it is kept.
        columns: Of a list of objects: the columns of one of them.
    """

    declared: th.Property[Any]
    path: str
    read: Callable[[Any], Any] | None = None
    below: tuple[str, ...] = ()
    currency: str | None = None
    pii: str | None = None
    free_text: bool = False
    columns: tuple[Column, ...] = ()

    @property
    def name(self) -> str:
        """The column's name."""
        return str(self.declared.name)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every leaf of an answer that the column is made of."""
        if self.columns:
            inner = (path for column in self.columns for path in column.paths)
            return tuple(f"{self.path}.{path}" for path in inner if path[0] != "@")
        if self.below:
            return tuple(".".join(filter(None, (self.path, p))) for p in self.below)
        return (self.path,) if self.path else ()


class ShopifySchema(dict[str, Any]):
    """The JSON Schema of a record that remembers the columns it was made of."""

    def __init__(
        self,
        columns: Sequence[Column],
        keys: Sequence[str] = (),
        others: Sequence[th.Property[Any]] = (),
    ) -> None:
        super().__init__(kit_columns(*properties(columns, keys), *others))
        self.columns = tuple(columns)

    def keyed(self, keys: Sequence[str], *others: th.Property[Any]) -> ShopifySchema:
        """Return the same with keys that are never null; all else may be.

        Args:
            keys: Names of the key columns.
            others: Properties that no answer holds.
        """
        return ShopifySchema(self.columns, keys, others)


def properties(
    columns: Sequence[Column], keys: Sequence[str]
) -> Iterator[th.Property[Any]]:
    """Return the columns as the SDK declares them; keys are never null."""
    for column in columns:
        given = column.declared
        yield th.Property(
            given.name,
            given.wrapped,
            required=given.name in keys,
            description=given.description,
        )
